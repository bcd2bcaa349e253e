package evpose.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import evpose.camera.Dhp19Rig;
import evpose.camera.ProjectionCamera;
import evpose.camera.RingRig;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RefinementTest {
  static Stream<List<ProjectionCamera>> rigs() {
    return Stream.of(Dhp19Rig.rig().cameras(), RingRig.of(3).cameras(), RingRig.of(8).cameras());
  }

  private static ProjectionCamera moved(ProjectionCamera c, double[] turn, double[] byMm) {
    double[] p = CameraFit.turned(c, turn).worldToImage();
    for (int row = 0; row < 3; row++) {
      p[4 * row + 3] -= p[4 * row] * byMm[0] + p[4 * row + 1] * byMm[1] + p[4 * row + 2] * byMm[2];
    }
    return new ProjectionCamera(c.id(), c.width(), c.height(), p, c.lens());
  }

  @ParameterizedTest
  @MethodSource("rigs")
  void camerasThatWereBumpedAreFoundAgain(List<ProjectionCamera> file) {
    Random random = new Random(8);
    List<ProjectionCamera> standing = new ArrayList<>();
    for (ProjectionCamera c : file) {
      double[] turn = new double[3];
      double[] by = new double[3];
      for (int i = 0; i < 3; i++) {
        turn[i] = Math.toRadians(0.7) * random.nextGaussian();
        by[i] = 15 * random.nextGaussian();
      }
      standing.add(moved(c, turn, by));
    }
    Views views = Walker.views(standing, 800, 1, new double[file.size()], 9);
    Refinement refinement = Refinement.of(file, views);
    double[] ideal = Misfits.byCameraPx(standing, views);
    for (int c = 0; c < file.size(); c++) {
      assertThat(refinement.afterPx()[c]).isLessThan(1.1 * ideal[c] + 0.05);
    }
    double before = 0;
    for (double px : refinement.beforePx()) {
      before = Math.max(before, px);
    }
    assertThat(before).isGreaterThan(3);
    assertThat(refinement.points()).isGreaterThan(3000);
  }

  @Test
  void aSoundRigStaysWhereItIs() {
    List<ProjectionCamera> cameras = Dhp19Rig.rig().cameras();
    Refinement refinement =
        Refinement.of(cameras, Walker.views(cameras, 800, 2, new double[4], 10));
    for (int c = 0; c < 4; c++) {
      assertThat(refinement.turnedDegrees()[c]).isLessThan(0.2);
      assertThat(refinement.movedMm()[c]).isLessThan(10);
    }
  }

  @Test
  void tooLittleIsRefused() {
    List<ProjectionCamera> cameras = Dhp19Rig.rig().cameras();
    assertThatThrownBy(() -> Refinement.of(cameras, Walker.views(cameras, 5, 2, new double[4], 10)))
        .hasMessage("refining takes 100 joints or more that two cameras see: joints=65");
  }
}
