package evpose.metrics.service.live;

/**
 * Counts latencies in buckets that grow with them: 64 to a power of two, so a quantile is off by
 * 1.6 % at most. From 1 microsecond to 4 hours; longer ones count as the longest. Not thread-safe.
 */
final class LatencyHistogram {
  private static final int SUB_BITS = 6;
  private static final int SUB = 1 << SUB_BITS;
  private static final long LONGEST_MICROS = (1L << 34) - 1;
  private static final int BUCKETS = indexOf(LONGEST_MICROS) + 1;
  private static final double MICROS_PER_MILLI = 1000;

  private final int[] counts = new int[BUCKETS];
  private long count;

  void record(long micros) {
    counts[indexOf(Math.min(Math.max(micros, 0), LONGEST_MICROS))]++;
    count++;
  }

  void add(LatencyHistogram other) {
    if (other.count > 0) {
      for (int i = 0; i < BUCKETS; i++) {
        counts[i] += other.counts[i];
      }
      count += other.count;
    }
  }

  void clear() {
    if (count > 0) {
      java.util.Arrays.fill(counts, 0);
      count = 0;
    }
  }

  long count() {
    return count;
  }

  /**
   * The latency that a share q of all stay at or below, milliseconds; NaN when there is none.
   *
   * @param q in (0, 1]
   */
  double quantileMs(double q) {
    long rank = Math.max(1, (long) Math.ceil(q * count));
    long seen = 0;
    for (int i = 0; i < BUCKETS; i++) {
      seen += counts[i];
      if (seen >= rank) {
        return middleMicros(i) / MICROS_PER_MILLI;
      }
    }
    return Double.NaN;
  }

  /** Exact up to 64; above, 64 buckets for each doubling. */
  private static int indexOf(long micros) {
    if (micros < SUB) {
      return (int) micros;
    }
    int shift = 63 - Long.numberOfLeadingZeros(micros) - SUB_BITS;
    return shift * SUB + (int) (micros >>> shift);
  }

  private static double middleMicros(int index) {
    if (index < 2 * SUB) {
      return index;
    }
    int shift = index / SUB - 1;
    long begin = (long) (index - shift * SUB) << shift;
    return begin + (1L << shift) / 2.0;
  }
}
