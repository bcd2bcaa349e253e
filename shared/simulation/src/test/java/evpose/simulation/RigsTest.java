package evpose.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import evpose.camera.CameraRig;
import evpose.camera.ProjectionCamera;
import evpose.camera.RingRig;
import evpose.events.EventBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Any calibration will do. */
class RigsTest {
  private static final int STEPS = 12;

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 8, 16})
  void everyCameraOfARingSeesThePersonWhereItsJointsAre(int cameras) {
    CameraRig rig = RingRig.of(cameras);
    Simulator simulator = new Simulator(ideal(rig));
    int[] near = new int[cameras];
    int[] all = new int[cameras];
    for (int step = 0; step < STEPS; step++) {
      SimulatedStep now = simulator.next();
      for (int c = 0; c < cameras; c++) {
        EventBuffer events = now.events().get(c);
        for (int i = 0; i < events.size(); i++) {
          all[c]++;
          near[c] += near(rig.cameras().get(c), now, events.x(i), events.y(i)) ? 1 : 0;
        }
      }
    }
    for (int c = 0; c < cameras; c++) {
      assertThat(all[c]).isGreaterThan(500);
      assertThat(near[c]).isGreaterThan((int) (0.97 * all[c]));
    }
  }

  @Test
  void aLargeSensorAndOneFromAboveAndOneBehindTheWallWork() {
    ProjectionCamera large = looking("large", 1280, 720, 1000, 0, -3500, 1000);
    ProjectionCamera above = looking("above", 346, 260, 300, 0, 0, 4500);
    ProjectionCamera away = new ProjectionCamera("away", 346, 260, turned(large));
    Simulator simulator = new Simulator(ideal(new CameraRig("odd", List.of(large, above, away))));
    int[] all = new int[3];
    for (int step = 0; step < STEPS; step++) {
      SimulatedStep now = simulator.next();
      for (int c = 0; c < 3; c++) {
        all[c] += now.events().get(c).size();
      }
    }
    assertThat(all[0]).isGreaterThan(3000);
    assertThat(all[1]).isGreaterThan(500);
    assertThat(all[2]).isZero(); // it looks the other way
  }

  @Test
  void aCalibrationTimesAnyFactorIsTheSameCamera() {
    ProjectionCamera one = looking("one", 346, 260, 300, 0, -3000, 1000);
    double[] p = one.worldToImage();
    for (int i = 0; i < 12; i++) {
      p[i] *= -0.001;
    }
    ProjectionCamera scaled = new ProjectionCamera("one", 346, 260, p);
    int[] sizes = new int[2];
    for (int k = 0; k < 2; k++) {
      Simulator simulator =
          new Simulator(ideal(new CameraRig("r", List.of(k == 0 ? one : scaled))));
      for (int step = 0; step < STEPS; step++) {
        sizes[k] += simulator.next().events().get(0).size();
      }
    }
    assertThat(sizes[0]).isGreaterThan(500);
    assertThat((double) sizes[1]).isBetween(0.99 * sizes[0], 1.01 * sizes[0]);
  }

  private static SimulatorSettings ideal(CameraRig rig) {
    SimulatorSettings settings = SimulatorSettings.of(rig, Movements.of(20, 1), 1, 1);
    return settings.withDvs(settings.dvs().ideal());
  }

  private static boolean near(ProjectionCamera camera, SimulatedStep step, int x, int y) {
    double[] joints = step.jointsInWorldMm();
    double[] pixel = new double[2];
    double left = 1e9;
    double right = -1e9;
    double top = 1e9;
    double bottom = -1e9;
    for (int j = 0; j < 13; j++) {
      camera.project(joints[3 * j], joints[3 * j + 1], joints[3 * j + 2], pixel);
      left = Math.min(left, pixel[0]);
      right = Math.max(right, pixel[0]);
      top = Math.min(top, pixel[1]);
      bottom = Math.max(bottom, pixel[1]);
    }
    return x > left - 25 && x < right + 25 && y > top - 25 && y < bottom + 25;
  }

  /** A camera of square pixels that looks at the middle of the stage. */
  private static ProjectionCamera looking(
      String id, int width, int height, double focal, double x, double y, double z) {
    double[] forward = unit(new double[] {-x, -y, 1000 - z});
    double[] right = x == 0 && y == 0 ? new double[] {1, 0, 0} : unit(cross(forward, UP));
    double[] down = cross(forward, right);
    double[] p = new double[12];
    double[] centre = {x, y, z};
    for (int i = 0; i < 3; i++) {
      p[i] = focal * right[i] + width / 2.0 * forward[i];
      p[4 + i] = focal * down[i] + height / 2.0 * forward[i];
      p[8 + i] = forward[i];
    }
    for (int row = 0; row < 3; row++) {
      for (int i = 0; i < 3; i++) {
        p[4 * row + 3] -= p[4 * row + i] * centre[i];
      }
    }
    return new ProjectionCamera(id, width, height, p);
  }

  /** The same camera turned round by half a turn about its own vertical. */
  private static double[] turned(ProjectionCamera camera) {
    double[] p = camera.worldToImage();
    double[] turned = p.clone();
    for (int i = 0; i < 4; i++) {
      double right = p[i] - camera.width() / 2.0 * p[8 + i];
      double down = p[4 + i] - camera.height() / 2.0 * p[8 + i];
      turned[i] = -right - camera.width() / 2.0 * p[8 + i];
      turned[4 + i] = down - camera.height() / 2.0 * p[8 + i];
      turned[8 + i] = -p[8 + i];
    }
    return turned;
  }

  private static final double[] UP = {0, 0, 1};

  private static double[] unit(double[] v) {
    double length = Math.sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2]);
    return new double[] {v[0] / length, v[1] / length, v[2] / length};
  }

  private static double[] cross(double[] a, double[] b) {
    return new double[] {
      a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]
    };
  }
}
