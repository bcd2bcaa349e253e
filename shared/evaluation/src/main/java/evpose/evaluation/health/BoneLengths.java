package evpose.evaluation.health;

import evpose.pose.Skeleton;
import evpose.pose.Skeleton.Bone;

/**
 * How much bones change their length, which those of a living body do not.
 *
 * <pre>
 *   spread = mean over bones of  (standard deviation of its length / its mean length)
 * </pre>
 *
 * Not thread-safe.
 */
public final class BoneLengths {
  private static final int LEAST_POSES = 2;

  private final double[] sum = new double[Skeleton.BONES.size()];
  private final double[] squares = new double[Skeleton.BONES.size()];
  private final long[] count = new long[Skeleton.BONES.size()];

  /**
   * One pose.
   *
   * @param joints [13][3] mm, NaN where missing. Not modified.
   */
  public void pose(double[] joints) {
    for (int b = 0; b < count.length; b++) {
      Bone bone = Skeleton.BONES.get(b);
      double length = length(joints, 3 * bone.from().ordinal(), 3 * bone.to().ordinal());
      if (!Double.isNaN(length)) {
        sum[b] += length;
        squares[b] += length * length;
        count[b]++;
      }
    }
  }

  private static double length(double[] joints, int from, int to) {
    double dx = joints[from] - joints[to];
    double dy = joints[from + 1] - joints[to + 1];
    double dz = joints[from + 2] - joints[to + 2];
    return Math.sqrt(dx * dx + dy * dy + dz * dz);
  }

  /** Adds what another one has gathered. */
  public void add(BoneLengths other) {
    for (int b = 0; b < count.length; b++) {
      sum[b] += other.sum[b];
      squares[b] += other.squares[b];
      count[b] += other.count[b];
    }
  }

  /** A share of the length; NaN before any bone was seen twice. */
  public double spread() {
    double spreads = 0;
    int bones = 0;
    for (int b = 0; b < count.length; b++) {
      double mean = sum[b] / count[b];
      if (count[b] >= LEAST_POSES && mean > 0) {
        double variance = Math.max(0, squares[b] / count[b] - mean * mean);
        spreads += Math.sqrt(variance) / mean;
        bones++;
      }
    }
    return bones == 0 ? Double.NaN : spreads / bones;
  }
}
