package evpose.evaluation.accuracy;

/**
 * PCK, the share of correct keypoints: joints that lie no farther from the truth than a threshold.
 * A joint that was not found is wrong; a joint without truth is not asked about. Not thread-safe.
 *
 * @see "Yang and Ramanan 2013, Articulated human detection with flexible mixtures of parts"
 */
public final class Pck {
  private final double[] thresholds;
  private final long[] correct;
  private long asked;

  /**
   * @param thresholds in the unit of the distances
   */
  public Pck(double... thresholds) {
    this.thresholds = thresholds.clone();
    correct = new long[thresholds.length];
  }

  /**
   * One joint that has a truth.
   *
   * @param distance from the truth; NaN or infinite when the joint was not found
   */
  public void joint(double distance) {
    asked++;
    for (int i = 0; i < thresholds.length; i++) {
      correct[i] += distance <= thresholds[i] ? 1 : 0; // false for NaN
    }
  }

  /** Share within threshold i, 0 to 1; NaN when no joint was asked about. */
  public double share(int i) {
    return asked == 0 ? Double.NaN : (double) correct[i] / asked;
  }

  /** Threshold i. */
  public double threshold(int i) {
    return thresholds[i];
  }

  /** How many thresholds there are. */
  public int thresholds() {
    return thresholds.length;
  }
}
