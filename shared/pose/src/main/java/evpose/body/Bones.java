package evpose.body;

import evpose.pose.Joints3d;
import evpose.pose.Skeleton;

/**
 * Bones keep their length: lengths are learned from joints that are seen, and joints are drawn
 * towards them, each along the direction in which it is least certain.
 *
 * <pre>
 *   learn   L ← running mean of |d|, corrected for noise: |d| is longer than the bone by tr(C - nnᵀC) / 2|d|
 *   draw    λ = (|d| - L) / (nᵀ(C_a + C_b)n + σ²),   a += C_a n λ,   b -= C_b n λ       n = d / |d|, d = b - a
 * </pre>
 *
 * which is the least squares answer to one bone; {@value #ROUNDS} rounds over all bones.
 */
final class Bones {
  private static final int ROUNDS = 2;

  /** Soft tissue, joints that are no points, and networks that are wrong alike for long. */
  private static final double SIGMA_MM = 30;

  /** Lengths are not used before so many steps' worth of sightings. */
  private static final double LEAST_WEIGHT = 30;

  private static final double LEAST_LENGTH_MM = 60;

  private final double[] shift = new double[3];

  /** Learns from joints that were seen in this step. */
  void learn(BodyState state, Joints3d joints, boolean[] seen) {
    for (int b = 0; b < Skeleton.BONES.size(); b++) {
      int from = Skeleton.BONES.get(b).from().ordinal();
      int to = Skeleton.BONES.get(b).to().ordinal();
      if (!seen[from] || !seen[to]) {
        continue;
      }
      double dx = joints.xMm(to) - joints.xMm(from);
      double dy = joints.yMm(to) - joints.yMm(from);
      double dz = joints.zMm(to) - joints.zMm(from);
      double length = Math.sqrt(dx * dx + dy * dy + dz * dz);
      if (!(length > LEAST_LENGTH_MM)) {
        continue;
      }
      double[] ca = joints.covarianceMm2(from);
      double[] cb = joints.covarianceMm2(to);
      double along =
          along(ca, dx / length, dy / length, dz / length)
              + along(cb, dx / length, dy / length, dz / length);
      double across = ca[0] + ca[3] + ca[5] + cb[0] + cb[3] + cb[5] - along;
      double bone = length - across / (2 * length);
      double error = bone - state.boneMm[b];
      double variance = along + SIGMA_MM * SIGMA_MM;
      double weight = SIGMA_MM * SIGMA_MM / variance;
      if (state.boneWeight[b] > LEAST_WEIGHT && error * error > 9 * variance) {
        weight *= 3 * Math.sqrt(variance) / Math.abs(error); // Huber
      }
      if (Double.isFinite(bone) && Double.isFinite(weight)) {
        state.boneWeight[b] += weight;
        state.boneMm[b] += weight / state.boneWeight[b] * error;
      }
    }
  }

  private static double along(double[] c, double x, double y, double z) {
    return c[0] * x * x
        + c[3] * y * y
        + c[5] * z * z
        + 2 * (c[1] * x * y + c[2] * x * z + c[4] * y * z);
  }

  /** Draws joints that are present towards the learned lengths. */
  void draw(BodyState state, Joints3d joints) {
    for (int round = 0; round < ROUNDS; round++) {
      for (int b = 0; b < Skeleton.BONES.size(); b++) {
        int from = Skeleton.BONES.get(b).from().ordinal();
        int to = Skeleton.BONES.get(b).to().ordinal();
        if (state.boneWeight[b] > LEAST_WEIGHT && joints.present(from) && joints.present(to)) {
          draw(joints, from, to, state.boneMm[b]);
        }
      }
    }
  }

  private void draw(Joints3d joints, int from, int to, double boneMm) {
    double dx = joints.xMm(to) - joints.xMm(from);
    double dy = joints.yMm(to) - joints.yMm(from);
    double dz = joints.zMm(to) - joints.zMm(from);
    double length = Math.sqrt(dx * dx + dy * dy + dz * dz);
    double[] ca = joints.covarianceMm2(from);
    double[] cb = joints.covarianceMm2(to);
    if (!(length > LEAST_LENGTH_MM)) {
      return;
    }
    double x = dx / length;
    double y = dy / length;
    double z = dz / length;
    double variance = along(ca, x, y, z) + along(cb, x, y, z) + SIGMA_MM * SIGMA_MM;
    double lambda = (length - boneMm) / variance;
    if (!Double.isFinite(lambda)) {
      return; // a joint of unknown covariance
    }
    move(joints, from, ca, x, y, z, lambda);
    move(joints, to, cb, x, y, z, -lambda);
  }

  private void move(
      Joints3d joints, int joint, double[] c, double x, double y, double z, double lambda) {
    shift[0] = lambda * (c[0] * x + c[1] * y + c[2] * z);
    shift[1] = lambda * (c[1] * x + c[3] * y + c[4] * z);
    shift[2] = lambda * (c[2] * x + c[4] * y + c[5] * z);
    joints.move(
        joint,
        joints.xMm(joint) + shift[0],
        joints.yMm(joint) + shift[1],
        joints.zMm(joint) + shift[2]);
  }
}
