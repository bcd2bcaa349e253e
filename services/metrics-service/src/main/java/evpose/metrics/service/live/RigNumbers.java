package evpose.metrics.service.live;

import evpose.messages.LayerWork;
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
 * @param revisions poses that replaced an earlier one of their step
 * @param lagSeconds data time from the newest 3D pose to the newest packet
 * @param accuracy beside the truth, where there is any
 * @param truthFree what the rig tells of itself
 * @param neuroBench the network's figures by NeuroBench's definitions
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
    long revisions,
    double lagSeconds,
    Accuracy accuracy,
    TruthFree truthFree,
    NeuroBench neuroBench,
    List<CameraNumbers> cameras) {
  /** Thresholds of PCK in the room, mm; those of {@code evpose evaluate}. */
  public static final List<Integer> CORRECT_MM = List.of(50, 100, 150);

  /** Thresholds of PCK in the image, pixels; those of {@code evpose evaluate}. */
  public static final List<Integer> CORRECT_PX = List.of(5, 10, 20);

  /**
   * Over the last 10 s of data unless said otherwise; NaN without truth.
   *
   * @param mpjpe2dPxRun over the run, all cameras
   * @param mpjpe3dMmRun over the run
   * @param paMpjpeMm after moving, turning and scaling the body onto the truth
   * @param pck3d share of joints within {@link #CORRECT_MM}
   * @param pck2d share of joints within {@link #CORRECT_PX}, all cameras
   * @param accelerationErrorMPerS2 metres a second squared: the jitter
   */
  public record Accuracy(
      double mpjpe2dPxRun,
      double mpjpe3dMmRun,
      double paMpjpeMm,
      List<Double> pck3d,
      List<Double> pck2d,
      double accelerationErrorMPerS2) {}

  /**
   * Over the last 10 s of data.
   *
   * @param reprojectionPx mean of the joints' reprojection errors
   * @param agreement mean share of the views that a joint was found from
   * @param boneSpread mean standard deviation of a bone's length, share of its mean
   * @param seen share of the joints that were seen, not carried on
   * @param sigmaMm mean standard deviation of a joint along an axis, by its covariance
   */
  public record TruthFree(
      double reprojectionPx, double agreement, double boneSpread, double seen, double sigmaMm) {}

  /**
   * One camera beside the others, over the last 10 s of data.
   *
   * @param residualPx mean distance of its joints from the body seen through it
   * @param epipolarPx mean distance of its joints from the lines that its neighbours draw
   * @param skewSeconds by how much its clock runs behind the mean of all; estimated, never applied
   */
  public record View(double residualPx, double epipolarPx, double skewSeconds) {
    static final View UNKNOWN = new View(Double.NaN, Double.NaN, Double.NaN);
  }

  /**
   * One camera's network over the last 10 s of data, mean of all cameras. NaN where poses do not
   * say.
   *
   * @param executionRateHz answers a second of data time, 1 / stride
   * @param activationSparsity share of the spiking neurons' outputs that are zero
   * @param effectiveAcs a step: accumulates of layers whose inputs are 0 or 1, head included in
   *     {@code effectiveMacs}
   * @param effectiveMacs a step: ANN and state initialisation amortised over the steps and counted
   *     densely (an upper bound: zeros among their inputs are not counted out), the head densely,
   *     and the first spiking layer, whose inputs are event counts
   */
  public record NeuroBench(
      double executionRateHz,
      double activationSparsity,
      double effectiveAcs,
      double effectiveMacs) {}

  /**
   * @param lost holes in the sequences
   * @param inFlight published and not consumed yet; lost too when nothing moves any more
   */
  public record Packets(long published, long consumed, long lost, long inFlight) {}

  /**
   * The same of one camera, since the start unless said otherwise.
   *
   * @param gaps times that the sequence of packets leapt
   * @param setAside records in dead-letters
   * @param events in all packets
   * @param dropped events that the source says it dropped
   * @param lagSeconds data time from the newest 2D pose to the newest packet
   * @param silentSeconds wall time since the newest packet
   * @param sources 2D poses by what produced them
   * @param shed steps given up, by reason
   * @param work the operations part by part; zeros when poses do not say
   * @param mpjpe2dPx over the last 10 s of data
   * @param turnedDegrees by how much it was found to have been turned since it was calibrated, move
   *     by move; NaN where nobody can tell, with fewer than three calibrated cameras
   */
  public record CameraNumbers(
      String camera,
      Packets packets,
      long gaps,
      long setAside,
      long events,
      long dropped,
      double lagSeconds,
      double silentSeconds,
      Map<String, Long> sources,
      Map<String, Long> shed,
      long macs,
      long acs,
      long neuronUpdates,
      LayerWork work,
      double mpjpe2dPx,
      View view,
      double turnedDegrees) {}

  /** A latency by its stage; NaN when not measured. */
  public double latencyMs(String stage, java.util.function.ToDoubleFunction<Quantiles> which) {
    Quantiles quantiles = latencyMs.get(stage);
    return quantiles == null ? Double.NaN : which.applyAsDouble(quantiles);
  }
}
