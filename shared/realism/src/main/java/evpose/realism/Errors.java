package evpose.realism;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A growing list of numbers and what is said of it. */
final class Errors {
  private final List<Double> values = new ArrayList<>();

  void add(double value) {
    values.add(value);
  }

  int count() {
    return values.size();
  }

  double mean() {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return values.isEmpty() ? Double.NaN : sum / values.size();
  }

  double median() {
    return quantile(0.5);
  }

  /** The value below which this share lies. */
  double quantile(double share) {
    if (values.isEmpty()) {
      return Double.NaN;
    }
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    return sorted.get((int) Math.min(sorted.size() - 1, Math.floor(share * sorted.size())));
  }

  double shareAbove(double limit) {
    return values.isEmpty()
        ? Double.NaN
        : (double) values.stream().filter(v -> v > limit).count() / values.size();
  }
}
