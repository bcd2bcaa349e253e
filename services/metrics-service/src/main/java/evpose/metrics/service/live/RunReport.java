package evpose.metrics.service.live;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A whole run of one rig in numbers; its component names are the keys of {@code demo --report}.
 * Null where a number is not known: no truth, no 3D, no key frame.
 *
 * @param rig whose run; "" when nothing came
 * @param health the state at the end, in words
 * @param shedSteps that cameras gave up, and said so, by reason; of all cameras
 * @param latencyMs by stage; the warm-up is left out where anything came after it
 */
public record RunReport(
    String rig,
    String health,
    Poses poses2d,
    Poses poses3d,
    Packets packets,
    Map<String, Long> shedSteps,
    Errors error,
    Map<String, Quantiles> latencyMs,
    Operations operations,
    Power power) {
  /**
   * @param count each step (2D: of each camera) once, whatever its revisions
   * @param perSecond from the first to the last
   * @param perSecondLast30s over the 30 s before the last
   */
  public record Poses(long count, double perSecond, double perSecondLast30s) {}

  /**
   * @param lost holes in the sequences, and packets that were neither consumed nor set aside; those
   *     still on their way count too, so ask when the stream has drained
   * @param deadLettered records set aside, by reason, of all topics and rigs
   */
  public record Packets(long published, long consumed, long lost, Map<String, Long> deadLettered) {}

  /** Mean over all steps compared with the truth; 2D over all cameras. */
  public record Errors(
      @Nullable Double mpjpe2dPx,
      @Nullable Double mpjpe3dMm,
      long steps2dCompared,
      long steps3dCompared) {}

  /** Per second of data time, all cameras. */
  public record Operations(double gmacPerSecond, double gacPerSecond) {}

  /**
   * @param wattsEstimated of the operations counted
   * @param wattsDenseAnn of the ANN at every step of every camera
   * @param table what an operation is assumed to cost
   * @param denseAnnFrom where the ANN's cost is taken from
   */
  public record Power(
      double wattsEstimated, @Nullable Double wattsDenseAnn, String table, String denseAnnFrom) {}
}
