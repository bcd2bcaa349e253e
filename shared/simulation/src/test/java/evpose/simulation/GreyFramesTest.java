package evpose.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import evpose.camera.CameraRig;
import evpose.camera.Dhp19Rig;
import evpose.simulation.chance.Dice;
import evpose.simulation.render.BodyRaster;
import evpose.simulation.render.Look;
import evpose.simulation.sensor.GreyFrame;
import evpose.simulation.sensor.GreySettings;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GreyFramesTest {
  private static final CameraRig RIG = new CameraRig("two", Dhp19Rig.rig().cameras().subList(0, 2));

  @Test
  void framesComeAtTheirRateWithTheTimesOfTheirShutter() {
    SimulatorSettings settings = settings(Movements.of(8, 1), GreySettings.davis346(30));
    Simulator simulator = new Simulator(settings);
    List<Long> begins = new ArrayList<>();
    for (int step = 0; step < 100; step++) {
      SimulatedStep now = simulator.next();
      GreyFrame frame = now.greyFrame(1);
      if (frame != null) {
        begins.add(frame.beginMicros());
        assertThat(frame.endMicros() - frame.beginMicros()).isEqualTo(8_000);
        assertThat(frame.endMicros()).isBetween(step * 10_000L + 1, (step + 1) * 10_000L);
      }
    }
    assertThat(begins).hasSize(30).startsWith(0L, 33_333L, 66_667L, 100_000L);
  }

  @Test
  void aFrameOfAStillBodyIsThePictureDrawnOfIt() {
    Motion still = new Frozen(Movements.of(8, 1), 2);
    SimulatorSettings settings = settings(still, new GreySettings(10, 20_000, 4, 1.6, 2.2));
    Simulator simulator = new Simulator(settings);
    GreyFrame frame = null;
    for (int step = 0; step < 12; step++) {
      GreyFrame now = simulator.next().greyFrame(0);
      frame = now == null ? frame : now;
    }
    float[] picture = picture(settings, 0);
    assertThat(frame).isNotNull();
    assertThat(frame.beginMicros()).isEqualTo(100_000);
    for (int i = 0; i < picture.length; i++) {
      double level = 255 * Math.pow(Math.min(1, picture[i] / 1.6), 1 / 2.2);
      assertThat(Math.abs((frame.pixels()[i] & 0xFF) - level)).isLessThan(0.9);
    }
  }

  @Test
  void aFrameOfAMovingBodyIsTheMeanOfItsPictures() {
    Motion walking = Movements.of(8, 1);
    SimulatorSettings settings = settings(walking, new GreySettings(10, 40_000, 4, 1.6, 1));
    Simulator simulator = new Simulator(settings);
    GreyFrame frame = null;
    for (int step = 0; step < 8; step++) {
      GreyFrame now = simulator.next().greyFrame(0);
      frame = now == null ? frame : now;
    }
    assertThat(frame).isNotNull();
    float[] mean = new float[frame.pixels().length];
    for (int sample = 0; sample < 4; sample++) {
      Motion then = new Frozen(walking, 0.005 + 0.01 * sample);
      float[] picture = picture(settings(then, settings.grey()), 0);
      for (int i = 0; i < mean.length; i++) {
        mean[i] += picture[i] / 4;
      }
    }
    int far = 0;
    for (int i = 0; i < mean.length; i++) {
      double level = 255 * Math.min(1, mean[i] / 1.6);
      far += Math.abs((frame.pixels()[i] & 0xFF) - level) > 1.5 ? 1 : 0;
    }
    // the cloth may lie a whole turn farther on a limb: its seam
    assertThat(far).isLessThan(mean.length / 500);
  }

  @Test
  void aFrameForAKeyFrameEndsWhereItBegins() {
    SimulatorSettings settings =
        settings(Movements.of(8, 1), GreySettings.beforeKeyFrames(100_000));
    Simulator simulator = new Simulator(settings);
    List<Long> ends = new ArrayList<>();
    for (int step = 0; step < 30; step++) {
      GreyFrame frame = simulator.next().greyFrame(0);
      if (frame != null) {
        ends.add(frame.endMicros());
        assertThat(frame.endMicros()).isEqualTo((step + 1) * 10_000L);
      }
    }
    assertThat(ends).containsExactly(100_000L, 200_000L, 300_000L);
  }

  @Test
  void readNoiseHasItsDeviationNoBiasAndItsSeed() {
    Motion still = new Frozen(Movements.of(8, 1), 2);
    GreySettings quiet = new GreySettings(20, 8_000, 1, 1.6, 1, 0, 0);
    GreySettings noisy = new GreySettings(20, 8_000, 1, 1.6, 1, 0, 3);
    byte[][] clean = frames(settings(still, quiet), 2);
    byte[][] one = frames(settings(still, noisy), 2);
    assertThat(frames(settings(still, noisy), 2)).isDeepEqualTo(one);
    assertThat(one[1]).isNotEqualTo(one[0]); // each frame has noise of its own
    double sum = 0;
    double squares = 0;
    int count = 0;
    for (int i = 0; i < one[1].length; i++) {
      int level = clean[1][i] & 0xFF;
      if (level > 15 && level < 240) { // nothing is cut off there
        int off = (one[1][i] & 0xFF) - level;
        sum += off;
        squares += off * off;
        count++;
      }
    }
    assertThat(count).isGreaterThan(50_000);
    assertThat(sum / count).isBetween(-0.1, 0.1);
    assertThat(Math.sqrt(squares / count)).isBetween(2.8, 3.2);
  }

  private static byte[][] frames(SimulatorSettings settings, int count) {
    Simulator simulator = new Simulator(settings);
    byte[][] frames = new byte[count][];
    for (int i = 0; i < count; ) {
      GreyFrame frame = simulator.next().greyFrame(0);
      if (frame != null) {
        frames[i++] = frame.pixels().clone();
      }
    }
    return frames;
  }

  @Test
  void framesChangeNoEvent() {
    SimulatorSettings without = settings(Movements.of(20, 1), GreySettings.none());
    Simulator one = new Simulator(without);
    Simulator other = new Simulator(without.withGrey(GreySettings.davis346(50)));
    for (int step = 0; step < 20; step++) {
      SimulatedStep a = one.next();
      SimulatedStep b = other.next();
      assertThat(a.greyFrame(0)).isNull();
      assertThat(a.events().get(0).size()).isEqualTo(b.events().get(0).size());
      for (int i = 0; i < a.events().get(0).size(); i++) {
        assertThat(a.events().get(0).micros(i)).isEqualTo(b.events().get(0).micros(i));
      }
    }
  }

  @Test
  void saysWhichSettingIsWrong() {
    assertThatThrownBy(() -> new GreySettings(50, 30_000, 8, 1.6, 1))
        .hasMessage(
            "exposureMicros must be positive and end before the next frame begins:"
                + " exposureMicros=30000, framesHz=50.0");
    assertThatThrownBy(() -> new GreySettings(10, 8_000, 4, 1.6, 1, 0, -1))
        .hasMessage("readNoise must be in [0, 64]: readNoise=-1.0");
    assertThatThrownBy(() -> settings(Movements.standing(1), GreySettings.davis346(120)))
        .hasMessage("a step may end one grey frame at most: stepMicros=10000, framesHz=120.0");
  }

  private static SimulatorSettings settings(Motion motion, GreySettings grey) {
    return SimulatorSettings.of(RIG, motion, 1, 1).withGrey(grey);
  }

  /** What camera {@code i} sees at time 0, drawn at once. */
  private static float[] picture(SimulatorSettings settings, int i) {
    Look look = new Look(settings.scene(), settings.subjectSeed());
    long seed = Dice.of(settings.noiseSeed(), RIG.cameras().get(i).id()).nextLong();
    BodyRaster raster = new BodyRaster(RIG.cameras().get(i), look, seed);
    raster.draw(new Stage(settings).stand(0).capsules());
    return raster.image().values();
  }
}
