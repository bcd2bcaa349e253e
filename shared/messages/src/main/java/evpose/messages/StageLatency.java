package evpose.messages;

/**
 * Latency of one stage over the last seconds, milliseconds of wall time.
 *
 * @param stage {@code endToEnd}, {@code infer2d}, {@code triangulate}, ...
 */
public record StageLatency(
    String stage, @Decimals(3) double p50, @Decimals(3) double p95, @Decimals(3) double p99) {}
