package evpose.camera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LensTest {
  static final Lens BARREL =
      new Lens(Lens.Model.BROWN_CONRADY, 330, 332, 170, 131, -0.32, 0.11, 0.0012, -0.0007, -0.018);
  static final Lens RATIONAL =
      new Lens(
          Lens.Model.BROWN_CONRADY,
          330,
          332,
          170,
          131,
          0.1,
          0.02,
          1e-3,
          -1e-3,
          0.001,
          0.4,
          0.03,
          0);
  static final Lens FISHEYE =
      new Lens(Lens.Model.KANNALA_BRANDT, 200, 201, 173, 130, -0.02, 0.004, -0.001, 0.0001);
  private static final List<Lens> LENSES = List.of(BARREL, RATIONAL, FISHEYE);

  /** Newton's method stops at 1e-10 px; slopes of up to ten multiply that. */
  private static final double SAME_PX = 1e-7;

  @Test
  void whatIsBentIsBentBack() {
    Random random = new Random(3);
    double[] out = new double[6];
    for (Lens lens : LENSES) {
      for (int i = 0; i < 2000; i++) {
        double u = random.nextDouble() * 346;
        double v = random.nextDouble() * 260;
        assertThat(lens.undistort(u, v, out)).as("%s at %s, %s", lens.model(), u, v).isTrue();
        assertThat(lens.distort(out[0], out[1], out)).isTrue();
        assertThat(out[0]).isCloseTo(u, within(SAME_PX));
        assertThat(out[1]).isCloseTo(v, within(SAME_PX));
      }
    }
  }

  @Test
  void slopesAreDifferences() {
    double h = 1e-4;
    double[] at = new double[6];
    double[] beside = new double[6];
    for (Lens lens : LENSES) {
      for (double[] p : new double[][] {{171, 130}, {173, 130}, {30, 200}, {300, 20}}) {
        lens.distort(p[0], p[1], at);
        lens.distort(p[0] + h, p[1], beside);
        assertThat(at[2]).isCloseTo((beside[0] - at[0]) / h, within(1e-4));
        assertThat(at[4]).isCloseTo((beside[1] - at[1]) / h, within(1e-4));
        lens.distort(p[0], p[1] + h, beside);
        assertThat(at[3]).isCloseTo((beside[0] - at[0]) / h, within(1e-4));
        assertThat(at[5]).isCloseTo((beside[1] - at[1]) / h, within(1e-4));
      }
    }
  }

  /** cv2.projectPoints and cv2.fisheye.projectPoints (OpenCV 5.0.0) at (0.31, -0.22, 1.7). */
  @Test
  void agreesWithOpenCv() {
    double[] out = new double[6];
    double x = 0.31 / 1.7;
    double y = -0.22 / 1.7;
    BARREL.distort(170 + 330 * x, 131 + 332 * y, out);
    assertThat(out[0]).isCloseTo(OPENCV[0][0], within(1e-9));
    assertThat(out[1]).isCloseTo(OPENCV[0][1], within(1e-9));
    RATIONAL.distort(170 + 330 * x, 131 + 332 * y, out);
    assertThat(out[0]).isCloseTo(OPENCV[1][0], within(1e-9));
    assertThat(out[1]).isCloseTo(OPENCV[1][1], within(1e-9));
    FISHEYE.distort(173 + 200 * x, 130 + 201 * y, out);
    assertThat(out[0]).isCloseTo(OPENCV[2][0], within(1e-9));
    assertThat(out[1]).isCloseTo(OPENCV[2][1], within(1e-9));
  }

  private static final double[][] OPENCV = {
    {229.1844573884083, 88.75524375709341},
    {229.23609832594235, 88.71151904470355},
    {208.8459571651552, 104.43373829285221}
  };

  @Test
  void aLensSeesNothingBeyondItsFold() {
    Lens strong = new Lens(Lens.Model.BROWN_CONRADY, 300, 300, 150, 150, -0.4);
    // r (1 - 0.4 r²) turns at r = sqrt(1 / 1.2)
    double fold = Math.sqrt(1 / 1.2);
    double[] out = new double[6];
    assertThat(strong.distort(150 + 300 * (fold - 0.01), 150, out)).isTrue();
    assertThat(strong.distort(150 + 300 * (fold + 0.01), 150, out)).isFalse();
    assertThat(out[0]).isNaN();
    assertThat(FISHEYE.undistort(173 + 200 * 1.5, 130, out)).as("86 degrees off axis").isFalse();
    assertThat(strong.undistort(150 + 300 * 0.7, 150, out)).isFalse();
  }

  @Test
  void refusesLensesThatAreNone() {
    assertThatThrownBy(() -> new Lens(Lens.Model.KANNALA_BRANDT, 1, 0, 0, 0))
        .hasMessage(
            "a lens has positive focal lengths and a principal point: fx=1.0, fy=0.0, cx=0.0, cy=0.0");
    assertThatThrownBy(() -> new Lens(Lens.Model.KANNALA_BRANDT, 1, 1, 0, 0, 1, 2, 3, 4, 5))
        .hasMessage(
            "a kannala-brandt lens has at most 4 finite coefficients: coefficients=[1.0, 2.0, 3.0, 4.0, 5.0]");
    assertThatThrownBy(() -> Lens.Model.of("pinhole"))
        .hasMessage("a lens is brown-conrady or kannala-brandt: model=pinhole");
  }
}
