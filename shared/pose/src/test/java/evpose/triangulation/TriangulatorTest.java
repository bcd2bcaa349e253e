package evpose.triangulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import evpose.camera.CameraRig;
import evpose.camera.Dhp19Rig;
import evpose.camera.ProjectionCamera;
import evpose.camera.RealPose;
import evpose.camera.RingRig;
import evpose.pose.Joints2d;
import evpose.pose.Joints3d;
import evpose.pose.Skeleton;
import evpose.pose.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TriangulatorTest {
  /** Double arithmetic on matrices with a condition of about 1e4, three metres away. */
  private static final double SAME_POINT_MM = 1e-6;

  /** Two cameras, 2 px off: about 2 px x 12 mm, times the rays' angle. */
  private static final double PAPER_MM = 1e-4;

  private final Joints3d out = new Joints3d();

  private static List<Triangulator> all() {
    return List.of(new RobustTriangulator(), new WeightedDlt(), new RayIntersection());
  }

  @Test
  void theRealPredictionsGiveThePrintedError() {
    Joints2d in2 = new Joints2d();
    Joints2d in3 = new Joints2d();
    for (int j = 0; j < Skeleton.JOINTS; j++) {
      double[] joint = RealPose.JOINTS[j];
      in2.set(j, joint[6], joint[5], 1);
      in3.set(j, joint[10], joint[9], 1);
    }
    List<ProjectionCamera> cameras = List.of(Dhp19Rig.byMatrix(2), Dhp19Rig.byMatrix(3));

    new RayIntersection().triangulate(cameras, List.of(in2, in3), out);
    assertThat(meanErrorToRealPose()).isCloseTo(12.45143, within(PAPER_MM));

    new RobustTriangulator().triangulate(cameras, List.of(in2, in3), out);
    assertThat(meanErrorToRealPose()).isLessThan(12.45143 + PAPER_MM);
  }

  private double meanErrorToRealPose() {
    double sum = 0;
    for (int j = 0; j < Skeleton.JOINTS; j++) {
      double[] joint = RealPose.JOINTS[j];
      sum += distance(j, joint[0], joint[1], joint[2]);
    }
    return sum / Skeleton.JOINTS;
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 8, 16})
  void perfectViewsGiveThePointBack(int cameras) {
    CameraRig rig = cameras == 4 ? Dhp19Rig.rig() : RingRig.of(cameras);
    Random random = new Random(cameras);
    double[][] points = new double[Skeleton.JOINTS][];
    for (int j = 0; j < Skeleton.JOINTS; j++) {
      points[j] =
          new double[] {random.nextInt(800) - 400, random.nextInt(800) - 400, random.nextInt(1800)};
    }
    for (Triangulator triangulator : all()) {
      triangulator.triangulate(rig.cameras(), project(rig, points, 0, random), out);
      for (int j = 0; j < Skeleton.JOINTS; j++) {
        assertThat(distance(j, points[j][0], points[j][1], points[j][2])).isLessThan(SAME_POINT_MM);
        assertThat(out.views(j)).isEqualTo(cameras);
        assertThat(out.reprojectionPx(j)).isLessThan(1e-9);
      }
    }
  }

  @Test
  void aViewWithoutConfidenceHasLittleSay() {
    CameraRig rig = Dhp19Rig.rig();
    double[][] points = new double[Skeleton.JOINTS][];
    for (int j = 0; j < Skeleton.JOINTS; j++) {
      points[j] = new double[] {10 * j, -20 * j, 1000};
    }
    List<Joints2d> views = project(rig, points, 0, new Random(1));
    for (int j = 0; j < Skeleton.JOINTS; j++) {
      views.get(0).set(j, views.get(0).x(j) + 40, views.get(0).y(j) - 40, 0.05);
    }
    new RobustTriangulator().triangulate(rig.cameras(), views, out);
    for (int j = 0; j < Skeleton.JOINTS; j++) {
      assertThat(distance(j, points[j][0], points[j][1], points[j][2]))
          .isLessThan(2); // 57 px, 20 times as uncertain
    }
  }

  @Test
  void oneViewHasNoDepth() {
    CameraRig rig = Dhp19Rig.rig();
    for (Triangulator triangulator : all()) {
      Joints2d seen = new Joints2d();
      seen.set(3, 100, 100, 1);
      triangulator.triangulate(rig.cameras().subList(0, 2), List.of(seen, new Joints2d()), out);
      assertThat(out.present(3)).isFalse();
      assertThat(out.verdict(3)).isEqualTo(Verdict.TOO_FEW_VIEWS);
      assertThat(out.xMm(3)).isNaN();
    }
  }

  @Test
  void twiceTheSameCameraIsStillOneView() {
    ProjectionCamera camera = Dhp19Rig.byMatrix(2);
    Joints2d seen = new Joints2d();
    seen.set(0, 150, 120, 1);
    for (Triangulator triangulator : all()) {
      triangulator.triangulate(List.of(camera, camera), List.of(seen, seen), out);
      assertThat(out.present(0)).as(triangulator.getClass().getSimpleName()).isFalse();
      assertThat(out.verdict(0)).isEqualTo(Verdict.VIEWS_NEARLY_PARALLEL);
    }
  }

  @Test
  void refusesViewsWithoutCameras() {
    assertThatThrownBy(() -> new WeightedDlt().triangulate(List.of(), List.of(new Joints2d()), out))
        .hasMessage("each view needs its camera: cameras=0, views=1");
  }

  private static List<Joints2d> project(
      CameraRig rig, double[][] points, double noisePx, Random random) {
    List<Joints2d> views = new ArrayList<>();
    double[] pixel = new double[2];
    for (ProjectionCamera camera : rig.cameras()) {
      Joints2d view = new Joints2d();
      for (int j = 0; j < points.length; j++) {
        assertThat(camera.project(points[j][0], points[j][1], points[j][2], pixel)).isTrue();
        double dx = noisePx * random.nextGaussian();
        double dy = noisePx * random.nextGaussian();
        view.set(j, pixel[0] + dx, pixel[1] + dy, 1);
      }
      views.add(view);
    }
    return views;
  }

  private double distance(int j, double x, double y, double z) {
    double dx = out.xMm(j) - x;
    double dy = out.yMm(j) - y;
    double dz = out.zMm(j) - z;
    return Math.sqrt(dx * dx + dy * dy + dz * dz);
  }
}
