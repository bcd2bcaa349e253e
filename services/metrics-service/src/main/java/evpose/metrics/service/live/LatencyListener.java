package evpose.metrics.service.live;

/** Hears of every latency measured, for an exporter with histograms of its own. */
@FunctionalInterface
public interface LatencyListener {
  /**
   * @param stage {@code endToEnd}, {@code infer2d}, ...
   */
  void measured(String rig, String stage, long nanos);
}
