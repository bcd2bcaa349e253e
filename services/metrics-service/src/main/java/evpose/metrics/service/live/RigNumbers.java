package evpose.metrics.service.live;

import java.util.List;
import java.util.Map;

/**
 * How a rig is doing now. NaN where a number is not known.
 *
 * @param endMicros data time of the newest pose; -1 before the first
 * @param health in words
 * @param poses2d 2D poses of all cameras since the start, each step once
 * @param poses2dPerSecond in the last second
 * @param poses3d 3D poses since the start, each step once
 * @param poses3dPerSecond in the last second
 * @param mpjpe2dPx over the last 10 s of data, all cameras
 * @param mpjpe3dMm over the last 10 s of data
 * @param latencyMs by stage, over the last 10 s
 * @param gmacPerSecond over the last 10 s of data, all cameras
 * @param gacPerSecond likewise, accumulates
 * @param wattsEstimated of those operations, by the energy table
 * @param wattsDenseAnn of the ANN at every step, by the same table
 * @param deadLettered records of all rigs set aside
 */
public record RigNumbers(
    String rig,
    long endMicros,
    Health health,
    long poses2d,
    double poses2dPerSecond,
    long poses3d,
    double poses3dPerSecond,
    double mpjpe2dPx,
    double mpjpe3dMm,
    Map<String, Quantiles> latencyMs,
    double gmacPerSecond,
    double gacPerSecond,
    double wattsEstimated,
    double wattsDenseAnn,
    Packets packets,
    long deadLettered,
    List<CameraNumbers> cameras) {
  /**
   * @param lost holes in the sequences
   * @param inFlight published and not consumed yet; lost too when nothing moves any more
   */
  public record Packets(long published, long consumed, long lost, long inFlight) {}

  /** The same of one camera, since the start; the error over the last 10 s of data. */
  public record CameraNumbers(
      String camera, Packets packets, long macs, long acs, long neuronUpdates, double mpjpe2dPx) {}

  /** A latency by its stage; NaN when not measured. */
  public double latencyMs(String stage, java.util.function.ToDoubleFunction<Quantiles> which) {
    Quantiles quantiles = latencyMs.get(stage);
    return quantiles == null ? Double.NaN : which.applyAsDouble(quantiles);
  }
}
