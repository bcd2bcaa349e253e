package evpose.evaluation.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import evpose.camera.Dhp19Rig;
import evpose.camera.ProjectionCamera;
import evpose.pose.Skeleton;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What cameras and bones say without any truth. */
class HealthTest {
  static final double ROUNDING = 1e-6;
  static final double POINT_MM = 300;
  private final List<ProjectionCamera> cameras = Dhp19Rig.rig().cameras();

  private static double[] pixel(ProjectionCamera camera, double x, double y, double z) {
    double[] pixel = new double[2];
    assertThat(camera.project(x, y, z, pixel)).isTrue();
    return pixel;
  }

  @Test
  void aPointSeenRightLiesOnEveryEpipolarLine() {
    for (ProjectionCamera from : cameras) {
      for (ProjectionCamera to : cameras) {
        if (from != to) {
          double[] a = pixel(from, POINT_MM, -200, 1100);
          double[] b = pixel(to, POINT_MM, -200, 1100);
          assertThat(new EpipolarResidual(from, to).px(a[0], a[1], b[0], b[1]))
              .as("%s to %s", from.id(), to.id())
              .isCloseTo(0, within(ROUNDING));
        }
      }
    }
  }

  @Test
  void acrossTheLineAPixelOfErrorIsAPixelOfResidual() {
    ProjectionCamera from = cameras.get(0);
    ProjectionCamera to = cameras.get(1);
    EpipolarResidual residual = new EpipolarResidual(from, to);
    double[] a = pixel(from, POINT_MM, -200, 1100);
    double[] b = pixel(to, POINT_MM, -200, 1100);
    double right = residual.px(a[0], a[1], b[0] + 1, b[1]);
    double down = residual.px(a[0], a[1], b[0], b[1] + 1);
    assertThat(Math.hypot(right, down)).isCloseTo(1, within(ROUNDING));
    assertThat(residual.px(a[0], a[1], Double.NaN, b[1])).isNaN();
  }

  @Test
  void bonesThatBreatheSpread() {
    BoneLengths bones = new BoneLengths();
    assertThat(bones.spread()).isNaN();
    for (int pose = 0; pose < 100; pose++) {
      bones.pose(body(pose % 2 == 0 ? 1.1 : 0.9));
    }
    assertThat(bones.spread()).isCloseTo(0.1, within(ROUNDING)); // ten parts in a hundred
  }

  private static double[] body(double scale) {
    double[] joints = new double[3 * Skeleton.JOINTS];
    for (int i = 0; i < joints.length; i++) {
      joints[i] = scale * (100 * i % 700);
    }
    return joints;
  }

  @Test
  void aLateCameraIsFoundOut() {
    ClockSkew skew = new ClockSkew();
    assertThat(skew.seconds()).isNaN();
    double late = 0.007;
    for (int i = 0; i < 500; i++) {
      double t = i / 100.0;
      double velocity = 200 * Math.cos(3 * t);
      double place = 200.0 / 3 * Math.sin(3 * t);
      skew.add(200.0 / 3 * Math.sin(3 * (t - late)), place, velocity);
      skew.add(Double.NaN, place, velocity);
    }
    assertThat(skew.seconds()).isCloseTo(late, within(1e-4)); // velocity changes meanwhile
  }
}
