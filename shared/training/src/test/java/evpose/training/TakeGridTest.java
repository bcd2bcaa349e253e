package evpose.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import evpose.camera.CameraRig;
import evpose.camera.Dhp19Rig;
import evpose.datasets.PackedEvent;
import evpose.datasets.Take;
import evpose.datasets.TakeFile;
import evpose.hybrid.ModelDescription;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TakeGridTest {
  private static final ModelDescription HZ_100 = ModelDescription.compact();

  @TempDir Path dir;
  private Take take;

  @BeforeEach
  void play() throws IOException {
    CameraRig rig = Dhp19Rig.rig();
    Path file = dir.resolve("a.take");
    TakeFile.record(file, 1, 1, 10_000, 12, rig, new StickFigure(rig, 5));
    take = TakeFile.open(file);
  }

  @ParameterizedTest
  @ValueSource(longs = {10_000, 5_000, 2_500, 2_000, 1_000})
  void everyEventLiesInTheStepOfItsTime(long stepMicros) {
    TakeGrid grid = new TakeGrid(take, HZ_100.withWindowCutInto(stepMicros));
    int parts = (int) (10_000 / stepMicros);
    assertThat(grid.parts()).isEqualTo(parts);
    int steps = 12 * parts;
    assertThat(grid.offset(0, 0)).isZero();
    assertThat(grid.offset(0, steps)).isEqualTo(take.offset(0, 12)).isPositive();
    for (int step = 0; step < steps; step++) {
      long begin = step * stepMicros;
      for (int i = grid.offset(0, step); i < grid.offset(0, step + 1); i++) {
        int takeStep = grid.takeStep(step);
        assertThat(i).isBetween(take.offset(0, takeStep), take.offset(0, takeStep + 1) - 1);
        long micros = 10_000L * takeStep + PackedEvent.microsInStep(take.event(0, i));
        assertThat(micros).isBetween(begin, begin + stepMicros - 1);
      }
    }
  }

  /** By then, whatever its step, a network has seen the events that one of 100 Hz has seen. */
  @Test
  void theStepThatEndsWithOneOfTheTakesHasItsTruth() {
    TakeGrid twice = new TakeGrid(take, HZ_100.withWindowCutInto(5_000));
    assertThat(twice.hasTruth(0)).isFalse();
    assertThat(twice.hasTruth(1)).isTrue();
    assertThat(twice.hasTruth(6)).isFalse();
    assertThat(twice.hasTruth(7)).isTrue();
    assertThat(twice.takeStep(7)).isEqualTo(3);
    assertThat(twice.offset(0, 7 + 1)).isEqualTo(take.offset(0, 3 + 1));
    assertThat(twice.first(3)).isEqualTo(6);
    TakeGrid same = new TakeGrid(take, HZ_100);
    assertThat(same.hasTruth(0)).isTrue();
    assertThat(same.takeStep(7)).isEqualTo(7);
  }

  @Test
  void aWindowHasAsManyTruthsAtAnyStep() {
    assertThat(TakeGrid.truthsPerWindow(10_000, HZ_100)).isEqualTo(10);
    assertThat(TakeGrid.truthsPerWindow(10_000, HZ_100.withWindowCutInto(5_000))).isEqualTo(10);
  }

  @Test
  void stepsThatDoNotMeetTheTakesAreRefused() {
    assertThatThrownBy(() -> new TakeGrid(take, HZ_100.withWindowCutInto(4_000)))
        .hasMessage(
            "takes have other steps than the network, theirs must be a whole number of its steps,"
                + " and its window a whole number of theirs: takes=10000 µs, network=4000 µs,"
                + " window=100000 µs");
    assertThatThrownBy(() -> new TakeGrid(take, HZ_100.withWindowCutInto(20_000)))
        .hasMessageContaining("network=20000 µs");
    assertThatThrownBy(() -> TakeGrid.parts(8_000, HZ_100.withWindowCutInto(4_000)))
        .hasMessageContaining("takes=8000 µs");
  }
}
