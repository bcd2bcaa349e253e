package evpose.training;

import static org.assertj.core.api.Assertions.assertThat;

import evpose.baseline.Baseline;
import evpose.camera.CameraRig;
import evpose.camera.Dhp19Rig;
import evpose.datasets.PackedEvent;
import evpose.datasets.Take;
import evpose.datasets.TakeFile;
import evpose.events.SensorGeometry;
import evpose.hybrid.ModelDescription;
import evpose.representation.ConstantCountFrame;
import evpose.representation.ToreVolume;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BaselineInputTest {
  private static final int STEP = 25;
  private static final int CAMERA = 2;
  private static final int CELLS = 64 * 64;

  @TempDir Path dir;
  private final Sampler sampler =
      new Sampler(ModelDescription.study(), new SensorGeometry(346, 260));
  private final SampleMap map = SampleMap.plain(sampler.map());
  private Take take;

  /** An event of the take, found without any rule of the code under test. */
  private record Seen(int camera, int index, long micros, int cell, int polarity) {}

  @BeforeEach
  void play() throws IOException {
    CameraRig rig = Dhp19Rig.rig();
    Path file = dir.resolve("figure.take");
    TakeFile.record(file, 1, 0, 10_000, 40, rig, new StickFigure(rig, 7));
    take = TakeFile.open(file);
  }

  /** All events before a step, oldest first; of one instant, by camera. */
  private List<Seen> before(int step) {
    List<Seen> all = new ArrayList<>();
    for (int s = 0; s < step; s++) {
      for (int c = 0; c < take.cameras(); c++) {
        for (int i = take.offset(c, s); i < take.offset(c, s + 1); i++) {
          int event = take.event(c, i);
          all.add(
              new Seen(
                  c,
                  i,
                  10_000L * s + PackedEvent.microsInStep(event),
                  map.cell(PackedEvent.x(event), PackedEvent.y(event)),
                  PackedEvent.polarity(event)));
        }
      }
    }
    all.sort(Comparator.comparingLong(Seen::micros).thenComparingInt(Seen::camera));
    return all;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 400, 1601, 9_999, 30_000, 1_000_000})
  void theNewestOfAllCamerasAreCountedBackToTheEvent(int count) {
    List<Seen> all = before(STEP);
    List<Seen> newest = all.subList(Math.max(0, all.size() - count), all.size());
    for (int camera = 0; camera < take.cameras(); camera++) {
      int c = camera;
      long own = newest.stream().filter(e -> e.camera() == c).count();
      int end = take.offset(c, STEP);
      assertThat(NewestEvents.first(take, c, STEP, count)).isEqualTo(end - (int) own);
    }
  }

  @Test
  void aFrameCountsThirtyThousandEventsOverFourCameras() {
    List<Seen> all = before(STEP);
    assertThat(all).hasSizeGreaterThan(30_000);
    int[] counts = new int[CELLS];
    for (Seen event : all.subList(all.size() - 30_000, all.size())) {
      if (event.camera() == CAMERA && event.cell() >= 0) {
        counts[event.cell()]++;
      }
    }
    double deviation = ConstantCountFrame.deviation(counts);
    BaselineInput input = BaselineInput.of(Baseline.CALABRESE, sampler);
    float[] out = new float[2 * CELLS];
    input.fill(take, CAMERA, STEP, map, out, CELLS);
    assertThat(input.length()).isEqualTo(CELLS);
    int lit = 0;
    for (int i = 0; i < CELLS; i++) {
      assertThat(out[i]).isZero();
      assertThat(out[CELLS + i]).isEqualTo(ConstantCountFrame.level(counts[i], deviation));
      lit += counts[i] > 0 ? 1 : 0;
    }
    assertThat(lit).isGreaterThan(50);
  }

  @Test
  void aVolumeHoldsTheFiveNewestOfEachCell() {
    float[] out = new float[10 * CELLS];
    BaselineInput input = BaselineInput.of(Baseline.BALDWIN, sampler);
    assertThat(input.length()).isEqualTo(out.length);
    input.fill(take, CAMERA, 3, map, out, 0); // what is left of it must not show
    input.fill(take, CAMERA, STEP, map, out, 0);
    List<Seen> own = before(STEP).stream().filter(e -> e.camera() == CAMERA).toList();
    int full = 0;
    for (int cell = 0; cell < CELLS; cell++) {
      for (int polarity = 0; polarity < 2; polarity++) {
        int c = cell;
        int p = polarity;
        List<Seen> there = own.stream().filter(e -> e.cell() == c && e.polarity() == p).toList();
        for (int k = 0; k < 5; k++) {
          long age =
              k < there.size()
                  ? 10_000L * STEP - there.get(there.size() - 1 - k).micros()
                  : ToreVolume.OLDEST_MICROS;
          assertThat(out[((1 - p) * 5 + k) * CELLS + c]).isEqualTo(ToreVolume.value(age));
        }
        full += there.size() > 5 ? 1 : 0;
      }
    }
    assertThat(full).isPositive();
  }

  @Test
  void eventsMayBeLostAndComeFromNowhere() {
    for (Baseline baseline : Baseline.values()) {
      BaselineInput input = BaselineInput.of(baseline, sampler);
      float[] plain = new float[input.length()];
      float[] fewer = new float[input.length()];
      float[] more = new float[input.length()];
      input.fill(take, CAMERA, STEP, map, plain, 0);
      input.fill(take, CAMERA, STEP, disturbed(0.5, 0), fewer, 0);
      input.fill(take, CAMERA, STEP, disturbed(0, 5), more, 0);
      float empty = baseline == Baseline.CALABRESE ? 0 : ToreVolume.value(5_000_000);
      assertThat(filled(fewer, empty)).isLessThan(filled(plain, empty));
      assertThat(filled(more, empty)).isGreaterThan(filled(plain, empty));
    }
  }

  private SampleMap disturbed(double dropOut, double noiseHz) {
    return new SampleMap(
        map.a(),
        map.b(),
        map.c(),
        map.d(),
        map.e(),
        map.f(),
        false,
        map.inputSize(),
        new Disturbance(9, dropOut, noiseHz));
  }

  private static int filled(float[] values, float empty) {
    int filled = 0;
    for (float value : values) {
      filled += value == empty ? 0 : 1;
    }
    return filled;
  }
}
