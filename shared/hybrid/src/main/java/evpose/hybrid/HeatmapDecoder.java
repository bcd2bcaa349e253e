package evpose.hybrid;

import evpose.events.CropBin;
import evpose.pose.Joints2d;

/**
 * Reads 13 joints off 13 heatmaps.
 *
 * <pre>
 *   cell        argmax, the lowest index (row-major) on ties
 *   sub-cell    vertex of the parabola through the peak and its two neighbours, each axis alone
 *   confidence  peak, clamped to [0, 1]
 *   spread      standard deviation of what stands above half the peak
 * </pre>
 *
 * Numbers that are none (NaN) are passed over; a plane without a positive peak gives a missing
 * joint. Stateless.
 *
 * @see "Aydin et al. 2024, supplementary code: arg max of each heatmap; the rest is ours"
 */
public final class HeatmapDecoder {
  /**
   * Share of a Gaussian's variance that is left above its half maximum: E[u | u &lt; ln 2] of an
   * exponential u, 1 - ln 2.
   */
  private static final double HALF_MAXIMUM_SHARE = 1 - 0.693147180559945309;

  private HeatmapDecoder() {}

  /**
   * Decodes one set of heatmaps.
   *
   * @param heatmaps [13][N][N] row-major. Not modified.
   * @param map from sensor to input; its inverse gives sensor pixels
   * @param joints (out) every joint overwritten
   */
  public static void decode(float[] heatmaps, CropBin map, Joints2d joints) {
    int n = map.inputSize();
    int planes = heatmaps.length / (n * n);
    joints.clear();
    for (int joint = 0; joint < planes; joint++) {
      int begin = joint * n * n;
      int peak = argmax(heatmaps, begin, n * n);
      if (peak >= 0 && heatmaps[begin + peak] > 0) {
        set(heatmaps, begin, peak, map, joint, joints);
      }
    }
  }

  /** Index of the largest number behind {@code begin}, the lowest on ties; -1 when all are NaN. */
  static int argmax(float[] numbers, int begin, int length) {
    int best = -1;
    float most = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < length; i++) {
      if (numbers[begin + i] > most) {
        most = numbers[begin + i];
        best = i;
      }
    }
    return best;
  }

  private static void set(
      float[] heatmaps, int begin, int peak, CropBin map, int joint, Joints2d joints) {
    int n = map.inputSize();
    int x = peak % n;
    int y = peak / n;
    int at = begin + peak;
    double dx = x > 0 && x < n - 1 ? vertex(heatmaps[at - 1], heatmaps[at], heatmaps[at + 1]) : 0;
    double dy = y > 0 && y < n - 1 ? vertex(heatmaps[at - n], heatmaps[at], heatmaps[at + n]) : 0;
    joints.set(
        joint,
        map.sensorX(x + 0.5 + dx),
        map.sensorY(y + 0.5 + dy),
        Math.min(1, heatmaps[at]),
        map.bin() * spreadCells(heatmaps, begin, n, x, y));
  }

  /** Where the parabola through three neighbours peaks, in (-½, ½) around the middle one. */
  static double vertex(double before, double peak, double after) {
    double curvature = 2 * peak - before - after;
    double offset = (after - before) / (2 * curvature);
    return curvature > 0 && Math.abs(offset) <= 0.5 ? offset : 0; // NaN and plateaus: stay
  }

  /**
   * Standard deviation around the peak, along one axis, of the cells above half of it; scaled so
   * that a Gaussian gets its own. A second hump that is half as high shows as a large spread.
   */
  private static double spreadCells(float[] heatmaps, int begin, int n, int peakX, int peakY) {
    double half = heatmaps[begin + peakY * n + peakX] / 2.0;
    double mass = 0;
    double moment = 0;
    for (int y = 0; y < n; y++) {
      int row = begin + y * n;
      for (int x = 0; x < n; x++) {
        double value = heatmaps[row + x];
        if (value >= half) {
          int dx = x - peakX;
          int dy = y - peakY;
          mass += value;
          moment += value * (dx * dx + dy * dy);
        }
      }
    }
    return StrictMath.sqrt(moment / mass / 2 / HALF_MAXIMUM_SHARE);
  }
}
