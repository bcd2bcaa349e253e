package evpose.metrics.service.live;

/** How often something arrives, by wall time in tenths of a second. Not thread-safe. */
final class RateMeter {
  private static final long BUCKET_NANOS = 100_000_000L;
  private static final int BUCKETS_PER_SECOND = 10;
  private static final int LAST_SECONDS = 30;
  private static final int KEPT = LAST_SECONDS * BUCKETS_PER_SECOND + 1; // and the one being filled
  private static final double NANOS_PER_SECOND = 1e9;

  private final int[] counts = new int[KEPT];
  private final long[] bucketOf = new long[KEPT];
  private long count;
  private long firstNanos;
  private long lastNanos;

  void mark(long nowNanos) {
    if (count == 0) {
      firstNanos = nowNanos;
      lastNanos = nowNanos;
    }
    lastNanos = Math.max(lastNanos, nowNanos);
    long bucket = Math.floorDiv(nowNanos, BUCKET_NANOS);
    int slot = Math.floorMod(bucket, KEPT);
    if (bucketOf[slot] != bucket) {
      bucketOf[slot] = bucket;
      counts[slot] = 0;
    }
    counts[slot]++;
    count++;
  }

  long count() {
    return count;
  }

  /** When the last one came, nanoseconds; meaningless before the first. */
  long lastNanos() {
    return lastNanos;
  }

  /** From the first to the last arrival; 0 with fewer than two. */
  double perSecond() {
    return count < 2 || lastNanos == firstNanos
        ? 0
        : (count - 1) * NANOS_PER_SECOND / (lastNanos - firstNanos);
  }

  /**
   * Over the 30 s before the last arrival, so that a pause after the end does not count; over the
   * whole run when it was shorter.
   */
  double perSecondLast30s() {
    if (count == 0 || lastNanos - firstNanos < LAST_SECONDS * NANOS_PER_SECOND) {
      return perSecond();
    }
    return sumBefore(Math.floorDiv(lastNanos, BUCKET_NANOS), LAST_SECONDS * BUCKETS_PER_SECOND)
        / (double) LAST_SECONDS;
  }

  /** In the second before now. */
  double perSecondNow(long nowNanos) {
    return sumBefore(Math.floorDiv(nowNanos, BUCKET_NANOS), BUCKETS_PER_SECOND);
  }

  private long sumBefore(long bucket, int buckets) {
    long sum = 0;
    for (int slot = 0; slot < KEPT; slot++) {
      long age = bucket - bucketOf[slot];
      if (age >= 1 && age <= buckets) {
        sum += counts[slot];
      }
    }
    return sum;
  }
}
