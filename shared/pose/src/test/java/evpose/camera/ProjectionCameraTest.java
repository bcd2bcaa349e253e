package evpose.camera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProjectionCameraTest {
  /** Three decimals are printed. */
  private static final double PRINTED_PX = 0.0005;

  /** Two decimals are printed. */
  private static final double PRINTED_MM = 0.005;

  private final double[] pixel = new double[2];

  @Test
  void aRealPoseFallsOnItsPrintedPixels() {
    ProjectionCamera p2 = Dhp19Rig.byMatrix(2);
    ProjectionCamera p3 = Dhp19Rig.byMatrix(3);
    for (double[] joint : RealPose.JOINTS) {
      assertThat(p2.project(joint[0], joint[1], joint[2], pixel)).isTrue();
      assertThat(new int[] {(int) pixel[1], (int) pixel[0]})
          .containsExactly((int) joint[3], (int) joint[4]);
      assertThat(p3.project(joint[0], joint[1], joint[2], pixel)).isTrue();
      assertThat(new int[] {(int) pixel[1], (int) pixel[0]})
          .containsExactly((int) joint[7], (int) joint[8]);
    }
  }

  @ParameterizedTest
  @CsvSource({"2, 163.728, 138.015", "3, 176.452, 127.236"})
  void projectsThePublishedExample(int matrix, double u, double row) {
    assertThat(Dhp19Rig.byMatrix(matrix).project(100, -50, 900, pixel)).isTrue();
    assertThat(pixel[0]).isCloseTo(u, within(PRINTED_PX));
    assertThat(pixel[1]).isCloseTo(row, within(PRINTED_PX));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 2270.63, -181.44, 2003.32",
    "2, 2231.35, -2487.25, 1954.92",
    "3, -2101.65, -2318.52, 2063.28",
    "4, -2312.73, -89.10, 2150.29"
  })
  void standsWhereDhp19SaysItStands(int matrix, double x, double y, double z) {
    double[] centre = Dhp19Rig.byMatrix(matrix).centreInWorldMm();
    assertThat(centre[0]).isCloseTo(x, within(PRINTED_MM));
    assertThat(centre[1]).isCloseTo(y, within(PRINTED_MM));
    assertThat(centre[2]).isCloseTo(z, within(PRINTED_MM));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 7, 16})
  void aRingSeesAPersonWholeAndUpright(int cameras) {
    for (ProjectionCamera camera : RingRig.of(cameras).cameras()) {
      assertThat(camera.project(0, 0, 1800, pixel)).isTrue();
      double headRow = pixel[1];
      assertThat(camera.sees(pixel[0], pixel[1])).isTrue();
      assertThat(camera.project(0, 0, 0, pixel)).isTrue();
      assertThat(camera.sees(pixel[0], pixel[1])).isTrue();
      assertThat(pixel[1] - headRow).isBetween(140.0, 220.0);
      double[] centre = camera.centreInWorldMm();
      assertThat(camera.depthMm(0, 0, 900)).isPositive();
      assertThat(camera.depthMm(2 * centre[0], 2 * centre[1], 2 * centre[2])).isNegative();
    }
  }

  @Test
  void aPointBehindTheCameraHasNoPixel() {
    double[] centre = Dhp19Rig.byMatrix(2).centreInWorldMm();
    assertThat(Dhp19Rig.byMatrix(2).project(2 * centre[0], 2 * centre[1], 2 * centre[2], pixel))
        .isFalse();
    assertThat(pixel).containsExactly(Double.NaN, Double.NaN);
  }

  @Test
  void refusesAMatrixThatIsNoCamera() {
    assertThatThrownBy(() -> new ProjectionCamera("flat", 1, 1, new double[12]))
        .hasMessage("the left 3x3 of a projection matrix must be invertible: camera=flat, det=0.0");
  }
}
