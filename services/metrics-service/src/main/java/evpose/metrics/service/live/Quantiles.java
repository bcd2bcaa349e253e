package evpose.metrics.service.live;

/**
 * Latencies of one stage, milliseconds of wall time.
 *
 * @param count how many were measured
 * @param warm whether those of the warm-up are left out; they are kept when there are no others
 */
public record Quantiles(double p50, double p95, double p99, long count, boolean warm) {
  static Quantiles of(LatencyHistogram histogram, boolean warm) {
    return new Quantiles(
        histogram.quantileMs(0.50),
        histogram.quantileMs(0.95),
        histogram.quantileMs(0.99),
        histogram.count(),
        warm);
  }
}
