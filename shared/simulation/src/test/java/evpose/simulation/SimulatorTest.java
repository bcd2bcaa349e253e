package evpose.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import evpose.camera.Dhp19Rig;
import evpose.camera.ProjectionCamera;
import evpose.events.EventBuffer;
import evpose.simulation.sensor.DvsSettings;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class SimulatorTest {
  /** Steps after which every part of the simulator has had its say. */
  private static final int STEPS = 60;

  @Test
  void givesTheSameBytesForTheSameSeeds() {
    assertThat(fingerprint(settings(8, 3, 4))).isEqualTo(fingerprint(settings(8, 3, 4)));
  }

  /** The promise across Java versions and machines: change it only together with the simulator. */
  @Test
  void givesThePromisedBytes() {
    assertThat(Long.toHexString(fingerprint(settings(8, 3, 4)))).isEqualTo("41cde8ad");
  }

  @Test
  void everySeedMatters() {
    long reference = fingerprint(settings(8, 3, 4));
    assertThat(fingerprint(settings(8, 3, 5))).isNotEqualTo(reference);
    assertThat(fingerprint(settings(8, 2, 4))).isNotEqualTo(reference);
  }

  @Test
  void noiseDoesNotTouchTheTruth() {
    Simulator one = new Simulator(settings(8, 3, 4));
    Simulator other = new Simulator(settings(8, 3, 5));
    for (int i = 0; i < STEPS; i++) {
      assertThat(one.next().jointsInWorldMm()).isEqualTo(other.next().jointsInWorldMm());
    }
  }

  @Test
  void eventsAreOrderedInsideTheirStepAndOnTheSensor() {
    Simulator simulator = new Simulator(settings(20, 1, 1));
    for (int i = 0; i < STEPS; i++) {
      SimulatedStep step = simulator.next();
      assertThat(step.step()).isEqualTo(i);
      for (EventBuffer events : step.events()) {
        long last = i * 10_000L;
        for (int k = 0; k < events.size(); k++) {
          assertThat(events.micros(k)).isBetween(last, i * 10_000L + 9_999);
          assertThat(events.x(k)).isLessThan(Dhp19Rig.WIDTH);
          assertThat(events.y(k)).isLessThan(Dhp19Rig.HEIGHT);
          assertThat(events.polarity(k)).isBetween(0, 1);
          last = events.micros(k);
        }
      }
    }
  }

  @Test
  void aStillBodyGivesNothingButNoise() {
    Motion still = new Frozen(Movements.of(8, 1), 2);
    SimulatorSettings settings = SimulatorSettings.of(Dhp19Rig.rig(), still, 1, 1);
    assertThat(events(settings.withDvs(settings.dvs().ideal()))).isZero();
    DvsSettings davis = settings.dvs();
    DvsSettings dvs = davis.withShotNoise(davis.shotNoiseDarkHz(), davis.shotNoiseWhiteShare(), 0);
    double pixels = 4 * STEPS * 0.01 * Dhp19Rig.WIDTH * Dhp19Rig.HEIGHT;
    double white = dvs.leakHz() + dvs.shotNoiseDarkHz() * dvs.shotNoiseWhiteShare();
    double dark = dvs.leakHz() + dvs.shotNoiseDarkHz();
    double hot = 4 * STEPS * 0.01 * dvs.hotPixels() * dvs.hotPixelHz();
    // a tenth of the image is a dark body at most, the wall is nearly white
    assertThat((double) events(settings.withDvs(dvs)))
        .isBetween(0.9 * pixels * white, pixels * (0.85 * 1.1 * white + 0.15 * dark) + 3 * hot);
  }

  @Test
  void eventsLieAroundTheMovingArm() {
    // the left arm rises: nearly all of its events lie near the segments between its joints
    SimulatorSettings settings = settings(0, 1, 1);
    Simulator simulator = new Simulator(settings.withDvs(settings.dvs().ideal()));
    ProjectionCamera camera = settings.rig().cameras().get(2);
    int near = 0;
    int all = 0;
    double[] pixel = new double[2];
    for (int i = 0; i < 150; i++) {
      SimulatedStep step = simulator.next();
      double minX = 1e9;
      double maxX = -1e9;
      double minY = 1e9;
      double maxY = -1e9;
      for (int j = 0; j < 13; j++) {
        double[] joints = step.jointsInWorldMm();
        camera.project(joints[3 * j], joints[3 * j + 1], joints[3 * j + 2], pixel);
        minX = Math.min(minX, pixel[0]);
        maxX = Math.max(maxX, pixel[0]);
        minY = Math.min(minY, pixel[1]);
        maxY = Math.max(maxY, pixel[1]);
      }
      EventBuffer events = step.events().get(2);
      for (int k = 0; k < events.size(); k++) {
        all++;
        boolean inside =
            events.x(k) > minX - 22
                && events.x(k) < maxX + 22
                && events.y(k) > minY - 22
                && events.y(k) < maxY + 22;
        near += inside ? 1 : 0;
      }
    }
    assertThat(all).isGreaterThan(5_000);
    assertThat(near / (double) all).isGreaterThan(0.99);
  }

  @Test
  void aFasterBodyGivesMoreEventsAndBothPolarities() {
    SimulatorSettings settings = settings(20, 1, 1);
    long jogging = events(settings.withDvs(settings.dvs().ideal()));
    Motion still = Movements.standing(1);
    SimulatorSettings standing = SimulatorSettings.of(Dhp19Rig.rig(), still, 1, 1);
    assertThat(jogging).isGreaterThan(3 * events(standing.withDvs(standing.dvs().ideal())));
    Simulator simulator = new Simulator(settings);
    int on = 0;
    int off = 0;
    for (int i = 0; i < STEPS; i++) {
      for (EventBuffer events : simulator.next().events()) {
        for (int k = 0; k < events.size(); k++) {
          on += events.polarity(k);
          off += 1 - events.polarity(k);
        }
      }
    }
    assertThat(on / (double) (on + off)).isBetween(0.35, 0.65);
  }

  private static SimulatorSettings settings(int movement, long subject, long noise) {
    return SimulatorSettings.of(Dhp19Rig.rig(), Movements.of(movement, subject), subject, noise);
  }

  private static long events(SimulatorSettings settings) {
    Simulator simulator = new Simulator(settings);
    long events = 0;
    for (int i = 0; i < STEPS; i++) {
      for (EventBuffer buffer : simulator.next().events()) {
        events += buffer.size();
      }
    }
    return events;
  }

  private static long fingerprint(SimulatorSettings settings) {
    Simulator simulator = new Simulator(settings);
    CRC32 crc = new CRC32();
    for (int i = 0; i < STEPS; i++) {
      SimulatedStep step = simulator.next();
      for (double mm : step.jointsInWorldMm()) {
        update(crc, Double.doubleToLongBits(mm));
      }
      for (EventBuffer events : step.events()) {
        for (int k = 0; k < events.size(); k++) {
          update(
              crc,
              events.micros(k) << 21
                  | (long) events.x(k) << 11
                  | (long) events.y(k) << 1
                  | events.polarity(k));
        }
      }
    }
    return crc.getValue();
  }

  private static void update(CRC32 crc, long value) {
    for (int shift = 0; shift < 64; shift += 8) {
      crc.update((int) (value >>> shift) & 0xFF);
    }
  }
}
