package evpose.evaluation.plots;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Round numbers along an axis. */
final class Ticks {
  private static final double[] ROUND = {1, 2, 2.5, 5, 10};

  private Ticks() {}

  /** The round step that divides a range into at most so many parts. */
  static double step(double range, int most) {
    if (!(range > 0)) { // negated so that NaN is caught too
      return 1;
    }
    double magnitude = Math.pow(10, Math.floor(Math.log10(range / most)));
    for (double round : ROUND) {
      if (range / (round * magnitude) <= most * (1 + 1e-9)) {
        return round * magnitude;
      }
    }
    return 10 * magnitude;
  }

  /** Multiples of the step from low to high, both included. */
  static List<Double> linear(double low, double high, double step) {
    List<Double> ticks = new ArrayList<>();
    for (long i = Math.round(Math.ceil(low / step - 1e-9)); i * step <= high + 1e-9 * step; i++) {
      ticks.add(i * step);
    }
    return ticks;
  }

  /** 1, 2 and 5 of each power of ten inside a range. */
  static List<Double> logarithmic(double low, double high) {
    List<Double> ticks = new ArrayList<>();
    for (int power = (int) Math.floor(Math.log10(low)); Math.pow(10, power) <= high; power++) {
      for (int digit : new int[] {1, 2, 5}) {
        double tick = digit * Math.pow(10, power);
        if (tick >= low && tick <= high) {
          ticks.add(tick);
        }
      }
    }
    return ticks;
  }

  /** A number without needless zeros. */
  static String text(double value) {
    String text = String.format(Locale.ROOT, "%.4f", value);
    return text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
  }
}
