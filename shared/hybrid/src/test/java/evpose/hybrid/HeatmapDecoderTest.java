package evpose.hybrid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import evpose.events.CropBin;
import evpose.pose.Joints2d;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class HeatmapDecoderTest {
  private static final int N = 64;
  private static final CropBin MAP = CropBin.forSensor(346, 260, N); // 4x4 pixels from (34, 2)

  /** A parabola through samples of a Gaussian of sigma 2 misses its peak by a little, in cells. */
  static final double PARABOLA_CELLS = 0.03;

  private final float[] heatmaps = new float[13 * N * N];
  private final Joints2d joints = new Joints2d();

  @Test
  void aPeakBetweenCellsIsFoundInSensorPixels() {
    gaussian(0, 20.8, 31.4, 0.9, 2); // corner origin, cells
    HeatmapDecoder.decode(heatmaps, MAP, joints);
    assertThat(joints.x(0)).isCloseTo(34 + 4 * 20.8, within(4 * PARABOLA_CELLS));
    assertThat(joints.y(0)).isCloseTo(2 + 4 * 31.4, within(4 * PARABOLA_CELLS));
    assertThat(joints.confidence(0)).isBetween(0.87, 0.9);
    assertThat(joints.spreadPx(0)).isCloseTo(8, within(0.6)); // 2 cells of 4 pixels
    assertThat(joints.count()).isEqualTo(1);
  }

  @Test
  void aPeakInTheMiddleOfACellIsExact() {
    gaussian(3, 10.5, 12.5, 1, 2);
    HeatmapDecoder.decode(heatmaps, MAP, joints);
    assertThat(joints.x(3)).isEqualTo(34 + 4 * 10.5);
    assertThat(joints.y(3)).isEqualTo(2 + 4 * 12.5);
  }

  @Test
  void theLowestIndexWinsATie() {
    heatmaps[5 * N + 40] = 0.5f;
    heatmaps[6 * N + 2] = 0.5f;
    HeatmapDecoder.decode(heatmaps, MAP, joints);
    assertThat(joints.x(0)).isEqualTo(34 + 4 * 40.5);
    assertThat(joints.y(0)).isEqualTo(2 + 4 * 5.5);
  }

  @Test
  void aPeakInTheCornerStaysInItsCell() {
    heatmaps[0] = 2;
    heatmaps[1] = 1.9f;
    HeatmapDecoder.decode(heatmaps, MAP, joints);
    assertThat(joints.x(0)).isEqualTo(34 + 2);
    assertThat(joints.confidence(0)).isEqualTo(1);
  }

  @Test
  void aPlaneWithoutAPositivePeakGivesAMissingJoint() {
    Arrays.fill(heatmaps, -0.1f);
    HeatmapDecoder.decode(heatmaps, MAP, joints);
    assertThat(joints.count()).isZero();
    assertThat(joints.x(4)).isNaN();
  }

  @Test
  void numbersThatAreNoneArePassedOver() {
    Arrays.fill(heatmaps, Float.NaN);
    heatmaps[7 * N * N + 30 * N + 30] = 0.4f;
    HeatmapDecoder.decode(heatmaps, MAP, joints);
    assertThat(joints.count()).isEqualTo(1);
    assertThat(joints.x(7)).isEqualTo(34 + 4 * 30.5);
    assertThat(joints.confidence(7)).isCloseTo(0.4, within(1e-6));
  }

  @Test
  void twoHumpsHaveALargeSpread() {
    gaussian(0, 16.5, 32.5, 1, 2);
    gaussian(0, 48.5, 32.5, 0.9, 2);
    HeatmapDecoder.decode(heatmaps, MAP, joints);
    assertThat(joints.spreadPx(0)).isGreaterThan(60);
  }

  @Test
  void whatWasFoundBeforeIsForgotten() {
    gaussian(0, 20, 20, 1, 2);
    HeatmapDecoder.decode(heatmaps, MAP, joints);
    HeatmapDecoder.decode(new float[heatmaps.length], MAP, joints);
    assertThat(joints.count()).isZero();
  }

  private void gaussian(int joint, double x, double y, double peak, double sigma) {
    for (int row = 0; row < N; row++) {
      for (int column = 0; column < N; column++) {
        double dx = column + 0.5 - x;
        double dy = row + 0.5 - y;
        heatmaps[(joint * N + row) * N + column] +=
            (float) (peak * Math.exp(-(dx * dx + dy * dy) / (2 * sigma * sigma)));
      }
    }
  }
}
