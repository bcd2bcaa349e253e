package evpose.exports;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A body as bones that turn, from the places of its joints. Points alone leave the twist of a limb
 * open: each bone is turned against its parent by the least turn that points it at its joint.
 *
 * <pre>
 *   hips    x axis along the hips, y axis towards the shoulders
 *   chest   x axis along the shoulders, y axis away from the hips
 *   others  turn = least(parent's turn · rest, joint - place) · parent's turn
 *   place   parent's place + parent's turn · offset
 * </pre>
 *
 * A bone whose joint is missing keeps its turn against its parent, hips whose joints are missing
 * keep their place; before a bone was ever seen it rests. y up, mm. Mutable; not thread-safe.
 */
final class Avatar {
  private static final AvatarBone[] BONES = AvatarBone.values();

  private final double[] lengthMm = new double[BONES.length];
  private final double[][] placeMm = new double[BONES.length][3];
  private final double[][] turn = new double[BONES.length][];
  private final double[][] turnInParent = new double[BONES.length][];

  Avatar() {
    Arrays.fill(lengthMm, Double.NaN);
    for (int b = 0; b < BONES.length; b++) {
      turn[b] = Turns.identity();
      turnInParent[b] = Turns.identity();
    }
  }

  void setLength(AvatarBone bone, double mm) {
    lengthMm[bone.ordinal()] = mm;
  }

  /** NaN as long as it is not known. */
  double lengthMm(AvatarBone bone) {
    return lengthMm[bone.ordinal()];
  }

  /** Where it begins, seen from its parent, in the parent's axes; never turned itself. */
  double[] offsetMm(AvatarBone bone) {
    double length = lengthMm[bone.ordinal()];
    return bone.offsetMm(Double.isFinite(length) ? length : 0);
  }

  /** Where it begins, mm, y up; the live array. */
  double[] placeMm(AvatarBone bone) {
    return placeMm[bone.ordinal()];
  }

  /** Its turn against its parent; not to be written to. */
  double[] turnInParent(AvatarBone bone) {
    return turnInParent[bone.ordinal()];
  }

  /**
   * Takes a pose.
   *
   * @param joints [13][4] x, y, z in mm (z up) and confidence
   */
  void take(double[][] joints) {
    for (AvatarBone bone : BONES) {
      int b = bone.ordinal();
      AvatarBone parent = bone.parent();
      double[] parentTurn = parent == null ? Turns.identity() : turn[parent.ordinal()];
      if (parent == null) {
        double[] seen = AvatarBone.Point.MID_HIPS.in(joints);
        placeMm[b] = seen == null ? placeMm[b] : seen;
      } else {
        placeMm[b] = Turns.plus(placeMm[parent.ordinal()], Turns.apply(parentTurn, offsetMm(bone)));
      }
      double[] seen = seenTurn(bone, parentTurn, joints);
      if (seen == null) {
        turn[b] = Turns.times(parentTurn, turnInParent[b]);
      } else {
        turn[b] = seen;
        turnInParent[b] = Turns.times(Turns.transposed(parentTurn), seen);
      }
    }
  }

  private double @Nullable [] seenTurn(AvatarBone bone, double[] parentTurn, double[][] joints) {
    if (bone == AvatarBone.HIPS) {
      return across(
          joints, AvatarBone.Point.HIP_R, AvatarBone.Point.HIP_L, towardsShoulders(joints));
    }
    if (bone == AvatarBone.CHEST) {
      double[] up = Turns.apply(parentTurn, new double[] {0, 1, 0});
      return across(joints, AvatarBone.Point.SHOULDER_R, AvatarBone.Point.SHOULDER_L, up);
    }
    AvatarBone.Point aim = bone.aim();
    double[] target = aim == null ? null : aim.in(joints);
    if (target == null) {
      return null;
    }
    double[] direction = Turns.unit(Turns.minus(target, placeMm[bone.ordinal()]));
    return direction == null
        ? null
        : Turns.times(
            Turns.least(Turns.apply(parentTurn, bone.restDirection()), direction), parentTurn);
  }

  private static double @Nullable [] towardsShoulders(double[][] joints) {
    double[] hips = AvatarBone.Point.MID_HIPS.in(joints);
    double[] shoulders = AvatarBone.Point.MID_SHOULDERS.in(joints);
    return hips == null || shoulders == null ? null : Turns.minus(shoulders, hips);
  }

  private static double @Nullable [] across(
      double[][] joints, AvatarBone.Point right, AvatarBone.Point left, double @Nullable [] up) {
    double[] r = right.in(joints);
    double[] l = left.in(joints);
    return r == null || l == null || up == null ? null : Turns.frame(Turns.minus(l, r), up);
  }
}
