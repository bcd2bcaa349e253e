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
import java.util.List;
import java.util.Random;
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

  /** A figure whose frames are chance, and name camera and step in their first two pixels. */
  private static final class Filmed implements TakeFile.Scene {
    private final StickFigure figure;
    private final byte[] pixels = new byte[346 * 260];
    private int step = -1;

    Filmed(CameraRig rig) {
      figure = new StickFigure(rig, 1);
    }

    @Override
    public void next() {
      figure.next();
      step++;
    }

    @Override
    public List<EventBuffer> events() {
      return figure.events();
    }

    @Override
    public double[] jointsInWorldMm() {
      return figure.jointsInWorldMm();
    }

    @Override
    public int frameEverySteps() {
      return 3;
    }

    @Override
    public byte[] frame(int camera) {
      new Random(step).nextBytes(pixels);
      pixels[0] = (byte) camera;
      pixels[1] = (byte) (step + 1);
      return pixels;
    }
  }

  @Test
  void givesBackEveryFrameBesideTheSameEvents() throws IOException {
    Path plain = dir.resolve("plain.take");
    Path filmed = dir.resolve("filmed.take");
    TakeFile.record(plain, 7, 3, 10_000, 8, rig, new StickFigure(rig, 1));
    TakeFile.record(filmed, 7, 3, 10_000, 8, rig, new Filmed(rig));
    Take take = TakeFile.open(filmed);
    byte[] before = Files.readAllBytes(plain);
    byte[] with = Files.readAllBytes(filmed);
    assertThat(before[4]).isEqualTo((byte) 1);
    assertThat(with[4]).isEqualTo((byte) 2);
    assertThat(Arrays.copyOfRange(with, 8, before.length))
        .isEqualTo(Arrays.copyOfRange(before, 8, before.length));
    byte[] expected = new byte[346 * 260];
    byte[] pixels = new byte[346 * 260];
    for (int camera = 0; camera < 4; camera++) {
      for (int step : new int[] {3, 6}) {
        new Random(step - 1).nextBytes(expected);
        expected[0] = (byte) camera;
        expected[1] = (byte) step;
        take.frame(camera, step, pixels);
        assertThat(pixels).isEqualTo(expected);
      }
    }
    assertThat(take.frameEverySteps()).isEqualTo(3);
    assertThat(List.of(take.hasFrame(0), take.hasFrame(3), take.hasFrame(4), take.hasFrame(6)))
        .containsExactly(false, true, false, true);
    assertThatThrownBy(() -> take.frame(0, 4, pixels))
        .hasMessage("the take has no such frame: camera=0, step=4, frameEverySteps=3");
    assertThat(TakeFile.open(plain).frameEverySteps()).isZero();
    assertThatThrownBy(() -> TakeFile.open(plain).frame(0, 3, pixels))
        .hasMessage("the take has no such frame: camera=0, step=3, frameEverySteps=0");
  }

  @Test
  void aBrokenFrameIsNamedAndAMissingEndRefused() throws IOException {
    Path file = dir.resolve("f.take");
    TakeFile.record(file, 7, 3, 10_000, 4, rig, new Filmed(rig));
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length - 1));
    assertThatThrownBy(() -> TakeFile.open(file)).hasMessageContaining("the take is cut short");
    byte[] torn = whole.clone();
    Arrays.fill(torn, torn.length - 60_000, torn.length - 50_000, (byte) 0xFF); // of camera 3
    Path other = Files.write(dir.resolve("g.take"), torn);
    Take take = TakeFile.open(other);
    byte[] pixels = new byte[346 * 260];
    take.frame(2, 3, pixels);
    assertThatThrownBy(() -> take.frame(3, 3, pixels))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith(
            "a frame of the take is broken, delete the take and it is made anew: camera=3, step=3,"
                + " cause=");
    Path plain = dir.resolve("plain.take");
    TakeFile.record(plain, 7, 3, 10_000, 4, rig, new StickFigure(rig, 1));
    int ends = (int) Files.size(plain) + 4;
    byte[] turned = whole.clone();
    Arrays.fill(turned, ends + 8, ends + 12, (byte) 0x7F); // the third ends after the fourth
    Path third = Files.write(dir.resolve("h.take"), turned);
    assertThatThrownBy(() -> TakeFile.open(third))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the take is cut short");
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
