package evpose.training.evaluation;

import java.util.Arrays;
import java.util.Map;

/**
 * How far a predictor is off.
 *
 * @param perStepPx error of each step of the window, sub-pixel peaks: mean over poses of the mean
 *     over joints, sensor pixels
 * @param argmaxPerStepPx the same of plain argmax cells
 * @param perJointPx by joint label, over all steps
 * @param perMovementPx by movement
 * @param perCameraPx by camera
 * @param perSubjectPx by subject
 * @param perTakePx by take; takes are what differs independently, so spread is told over them
 * @param correctShare by threshold, share of joints within
 * @param jitterPx acceleration error, pixels a step²
 * @param stillPx deviation of joints that stand still, pixels
 * @param rigs in the room
 */
record Accuracy(
    double[] perStepPx,
    double[] argmaxPerStepPx,
    Map<String, Double> perJointPx,
    Map<String, Double> perMovementPx,
    Map<String, Double> perCameraPx,
    Map<String, Double> perSubjectPx,
    Map<String, Double> perTakePx,
    Map<String, Double> correctShare,
    double jitterPx,
    double stillPx,
    Map<Rig, InRoom> rigs) {

  /**
   * Errors in the room of one rig.
   *
   * @param mpjpeMm by placing; joints that are not placed are left out
   * @param placedShare by placing, share of joints that are placed
   * @param alignedMm after Procrustes alignment, robust placing
   * @param correctShare by threshold, robust placing; a joint that is not placed is wrong
   * @param jitterMm acceleration error, mm a step², robust placing
   * @param stillMm deviation of joints that stand still, mm, robust placing
   */
  record InRoom(
      Map<Placing, Double> mpjpeMm,
      Map<Placing, Double> placedShare,
      double alignedMm,
      Map<String, Double> correctShare,
      double jitterMm,
      double stillMm) {}

  /** Mean over the steps of the window, sub-pixel. */
  double px() {
    return mean(perStepPx);
  }

  /** Mean over the steps of the window, plain argmax. */
  double argmaxPx() {
    return mean(argmaxPerStepPx);
  }

  /** MPJPE in the room as the stream places joints, mm; NaN when nothing was placed. */
  double mm(Rig rig) {
    InRoom room = rigs.get(rig);
    Double mm = room == null ? null : room.mpjpeMm().get(Placing.ROBUST);
    return mm == null ? Double.NaN : mm;
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(Double.NaN);
  }
}
