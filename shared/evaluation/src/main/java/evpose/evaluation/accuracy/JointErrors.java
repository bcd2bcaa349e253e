package evpose.evaluation.accuracy;

import evpose.pose.Skeleton;

/**
 * MPJPE, the mean per-joint position error: the mean over poses of the mean Euclidean distance over
 * the joints that both have.
 *
 * <pre>
 *   MPJPE = (1 / P) Σ_poses (1 / J_p) Σ_joints |predicted - true|
 * </pre>
 *
 * The unit is that of what is put in: pixels or mm. No alignment, no root centring. Not
 * thread-safe.
 *
 * @see "Aydin et al. 2024, section 4; Calabrese et al. 2019"
 */
public final class JointErrors {
  private final double[] jointSum = new double[Skeleton.JOINTS];
  private final long[] jointCount = new long[Skeleton.JOINTS];
  private double poseSum;
  private long poses;
  private double currentSum;
  private int currentCount;

  /**
   * Adds the distance of one joint of the current pose; a NaN (missing joint or no truth) is left
   * out.
   */
  public void joint(int joint, double distance) {
    if (Double.isNaN(distance)) {
      return;
    }
    jointSum[joint] += distance;
    jointCount[joint]++;
    currentSum += distance;
    currentCount++;
  }

  /**
   * Closes the current pose.
   *
   * @return its mean error; NaN when no joint could be compared, and then it does not count
   */
  public double endPose() {
    if (currentCount == 0) {
      return Double.NaN;
    }
    double error = currentSum / currentCount;
    poseSum += error;
    poses++;
    currentSum = 0;
    currentCount = 0;
    return error;
  }

  /** Poses compared so far. */
  public long poses() {
    return poses;
  }

  /** Mean over the poses; NaN when there is none. */
  public double mean() {
    return poses == 0 ? Double.NaN : poseSum / poses;
  }

  /** Mean error of one joint; NaN when it was never compared. */
  public double mean(int joint) {
    return jointCount[joint] == 0 ? Double.NaN : jointSum[joint] / jointCount[joint];
  }
}
