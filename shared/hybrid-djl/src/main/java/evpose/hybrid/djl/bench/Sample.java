package evpose.hybrid.djl.bench;

import java.util.Collections;
import java.util.List;

/** The little statistics that timings need. */
final class Sample {
  private Sample() {}

  /** The middle one; of an even number the mean of the two in the middle. */
  static double median(List<Double> values) {
    requireSome(values);
    List<Double> sorted = values.stream().sorted().toList();
    int half = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(half)
        : (sorted.get(half - 1) + sorted.get(half)) / 2;
  }

  static double least(List<Double> values) {
    requireSome(values);
    return Collections.min(values);
  }

  private static void requireSome(List<Double> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("nothing was measured");
    }
  }

  /**
   * How much of y's spread a straight line over x explains: 1 where all points lie on it.
   *
   * <pre>
   *   R² = (Σ (x - mean x)(y - mean y))² / (Σ (x - mean x)² · Σ (y - mean y)²)
   * </pre>
   *
   * @return NaN with fewer than three points, or where x or y does not change
   */
  static double linearity(double[] x, double[] y) {
    if (x.length != y.length) {
      throw new IllegalArgumentException(
          "x and y must have the same length: x=" + x.length + ", y=" + y.length);
    }
    if (x.length < 3) {
      return Double.NaN; // two points always lie on a line
    }
    double meanX = mean(x);
    double meanY = mean(y);
    double xx = 0;
    double yy = 0;
    double xy = 0;
    for (int i = 0; i < x.length; i++) {
      double dx = x[i] - meanX;
      double dy = y[i] - meanY;
      xx += dx * dx;
      yy += dy * dy;
      xy += dx * dy;
    }
    return xy * xy / (xx * yy);
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }
}
