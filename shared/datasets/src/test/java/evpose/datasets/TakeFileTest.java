package evpose.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import evpose.camera.CameraRig;
import evpose.camera.Dhp19Rig;
import evpose.events.EventBuffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TakeFileTest {
  /** Times are stored in units of two microseconds. */
  private static final long TIME_UNIT_MICROS = 2;

  private final CameraRig rig = Dhp19Rig.rig();
  @TempDir Path dir;

  @Test
  void givesBackEveryEventAndJoint() throws IOException {
    Path file = dir.resolve("a.take");
    TakeFile.record(file, 7, 3, 10_000, 5, rig, new StickFigure(rig, 1));
    Take take = TakeFile.open(file);
    assertThat(take.header()).isEqualTo(new Take.Header(7, 3, 10_000, 346, 260, 4, 5));

    StickFigure again = new StickFigure(rig, 1);
    double[] pixel = new double[2];
    for (int step = 0; step < 5; step++) {
      again.next();
      for (int c = 0; c < 4; c++) {
        EventBuffer events = again.events().get(c);
        int first = take.offset(c, step);
        assertThat(take.offset(c, step + 1) - first).isEqualTo(events.size());
        for (int i = 0; i < events.size(); i++) {
          int event = take.event(c, first + i);
          assertThat(PackedEvent.x(event)).isEqualTo(events.x(i));
          assertThat(PackedEvent.y(event)).isEqualTo(events.y(i));
          assertThat(PackedEvent.polarity(event)).isEqualTo(events.polarity(i));
          assertThat(step * 10_000L + PackedEvent.microsInStep(event))
              .isBetween(events.micros(i) - TIME_UNIT_MICROS + 1, events.micros(i));
        }
        double[] mm = again.jointsInWorldMm();
        rig.cameras().get(c).project(mm[36], mm[37], mm[38], pixel);
        assertThat((double) take.x(c, step, 12)).isCloseTo(pixel[0], within(1e-4));
        assertThat((double) take.y(c, step, 12)).isCloseTo(pixel[1], within(1e-4));
        assertThat((double) take.worldMm(step, 12, 1)).isCloseTo(mm[37], within(1e-3));
      }
    }
  }

  @Test
  void largestValuesFitIntoAPackedEvent() {
    int event = PackedEvent.pack(511, 511, 1, 16_383);
    assertThat(PackedEvent.x(event)).isEqualTo(511);
    assertThat(PackedEvent.y(event)).isEqualTo(511);
    assertThat(PackedEvent.polarity(event)).isEqualTo(1);
    assertThat(PackedEvent.microsInStep(event)).isEqualTo(16_382);
  }

  @Test
  void aBrokenTakeSaysWhatToDo() throws IOException {
    Path alien = Files.write(dir.resolve("b.take"), new byte[100]);
    assertThatThrownBy(() -> TakeFile.open(alien))
        .hasMessage(alien + ": not a take, delete it and it is made anew");

    Path file = dir.resolve("c.take");
    TakeFile.record(file, 7, 3, 10_000, 5, rig, new StickFigure(rig, 1));
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length - 4));
    assertThatThrownBy(() -> TakeFile.open(file))
        .hasMessage(
            file
                + ": the take is cut short, delete it and it is made anew: bytes="
                + (whole.length - 4));
  }

  @Test
  void aHeaderOfNonsenseIsRefusedBeforeAnythingIsAllocated() throws IOException {
    Path file = dir.resolve("c.take");
    TakeFile.record(file, 7, 3, 10_000, 2, rig, new StickFigure(rig, 1));
    byte[] whole = Files.readAllBytes(file);
    Arrays.fill(whole, 28, 36, (byte) 0x7F); // cameras and steps
    Files.write(file, whole);
    assertThatThrownBy(() -> TakeFile.open(file)).hasMessageContaining("header is broken");
  }
}
