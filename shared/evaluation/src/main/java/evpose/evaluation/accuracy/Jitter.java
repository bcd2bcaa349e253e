package evpose.evaluation.accuracy;

import evpose.pose.Skeleton;

/**
 * How restless joints are that are told once a step, beyond what the body does.
 *
 * <pre>
 *   acceleration error   mean |Δ²p - Δ²q|,  Δ²p = p(k-1) - 2 p(k) + p(k+1)      unit a step²
 *   still deviation      root mean square distance of p from its own mean, over joints that stand still
 * </pre>
 *
 * p is told, q is true. A constant offset costs nothing in either: that is what the position error
 * is for. Noise of σ on each of two axes that is new at every step has an acceleration error of
 * about 3.1 σ and a still deviation of 1.4 σ. Not thread-safe.
 */
public final class Jitter {
  private final int dimensions;
  private final double stillRadius;
  private double accelerationSum;
  private long accelerations;
  private double stillSquares;
  private long stills;

  /**
   * @param dimensions 2 or 3
   * @param stillRadius a joint stands still when its truth stays this close to where it was at the
   *     middle of a track
   */
  public Jitter(int dimensions, double stillRadius) {
    this.dimensions = dimensions;
    this.stillRadius = stillRadius;
  }

  /**
   * Steps that follow one another.
   *
   * @param told [steps][13·dimensions]; NaN where missing. Not modified.
   * @param truth the same. Not modified.
   * @param first the first step that an acceleration is told of, at least 1
   * @param end the step after the last of them; step {@code end} itself must be there
   */
  public void track(double[][] told, double[][] truth, int first, int end) {
    if (first < 1 || end >= told.length || told.length != truth.length) {
      throw new IllegalArgumentException(
          "an acceleration needs a step before and one after it: first="
              + first
              + ", end="
              + end
              + ", steps="
              + told.length);
    }
    for (int joint = 0; joint < Skeleton.JOINTS; joint++) {
      for (int k = first; k < end; k++) {
        double error = accelerationError(told, truth, k, joint * dimensions);
        if (!Double.isNaN(error)) {
          accelerationSum += error;
          accelerations++;
        }
      }
      if (still(truth, first, end, joint * dimensions)) {
        deviation(told, first, end, joint * dimensions);
      }
    }
  }

  private double accelerationError(double[][] told, double[][] truth, int k, int at) {
    double squares = 0;
    for (int d = at; d < at + dimensions; d++) {
      double p = told[k - 1][d] - 2 * told[k][d] + told[k + 1][d];
      double q = truth[k - 1][d] - 2 * truth[k][d] + truth[k + 1][d];
      squares += (p - q) * (p - q);
    }
    return Math.sqrt(squares);
  }

  private boolean still(double[][] truth, int first, int end, int at) {
    double[] middle = truth[(first + end) / 2];
    for (int k = first; k < end; k++) {
      double squares = 0;
      for (int d = at; d < at + dimensions; d++) {
        squares += (truth[k][d] - middle[d]) * (truth[k][d] - middle[d]);
      }
      if (!(squares <= stillRadius * stillRadius)) { // negated so that NaN does not stand still
        return false;
      }
    }
    return true;
  }

  private void deviation(double[][] told, int first, int end, int at) {
    double squares = 0;
    for (int d = at; d < at + dimensions; d++) {
      double mean = 0;
      for (int k = first; k < end; k++) {
        mean += told[k][d] / (end - first);
      }
      for (int k = first; k < end; k++) {
        squares += (told[k][d] - mean) * (told[k][d] - mean);
      }
    }
    if (!Double.isNaN(squares)) {
      stillSquares += squares;
      stills += end - first;
    }
  }

  /** Mean over joints and steps, unit a step²; NaN when there is none. */
  public double accelerationError() {
    return accelerations == 0 ? Double.NaN : accelerationSum / accelerations;
  }

  /** Of joints that stand still; NaN when none does. */
  public double stillDeviation() {
    return stills == 0 ? Double.NaN : Math.sqrt(stillSquares / stills);
  }
}
