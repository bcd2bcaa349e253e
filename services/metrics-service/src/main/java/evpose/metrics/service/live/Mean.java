package evpose.metrics.service.live;

/** A mean that leaves NaN out; NaN when nothing is left. */
final class Mean {
  private double sum;
  private long count;

  void add(double value) {
    if (!Double.isNaN(value)) {
      sum += value;
      count++;
    }
  }

  void add(double sumOfMany, long many) {
    sum += sumOfMany;
    count += many;
  }

  void add(Mean other) {
    add(other.sum, other.count);
  }

  double value() {
    return count == 0 ? Double.NaN : sum / count;
  }
}
