package evpose.exports;

import evpose.pose.Joint;
import org.jspecify.annotations.Nullable;

/**
 * The bones of an avatar that 13 joints can move, parents first. At rest the avatar stands as a T:
 * y up, facing +z, its left along +x.
 *
 * <pre>
 *   Hips (middle of the hips) -- Spine -- Spine1 (middle of the shoulders) -- Neck -- Head
 *    |-- LeftUpLeg -- LeftLeg -- LeftFoot         |-- LeftArm -- LeftForeArm -- LeftHand
 *    '-- RightUpLeg -- ...                        '-- RightArm -- ...
 * </pre>
 *
 * Spine and neck begin where their parents do: they only turn.
 */
enum AvatarBone {
  HIPS("Hips", "Hips", null, Axis.NONE, null, null, 0, Axis.NONE, null),
  SPINE("Spine", "Spine", HIPS, Axis.NONE, null, null, 0, Axis.UP, Point.MID_SHOULDERS),
  CHEST("Spine1", "Chest", SPINE, Axis.UP, Point.MID_HIPS, Point.MID_SHOULDERS, 1, Axis.NONE, null),
  NECK("Neck", "Neck", CHEST, Axis.NONE, null, null, 0, Axis.UP, Point.HEAD),
  HEAD("Head", "Head", NECK, Axis.UP, Point.MID_SHOULDERS, Point.HEAD, 1, Axis.NONE, null),
  ARM_L(
      "LeftArm",
      "LeftUpperArm",
      CHEST,
      Axis.LEFT,
      Point.SHOULDER_R,
      Point.SHOULDER_L,
      0.5,
      Axis.LEFT,
      Point.ELBOW_L),
  FOREARM_L(
      "LeftForeArm",
      "LeftLowerArm",
      ARM_L,
      Axis.LEFT,
      Point.SHOULDER_L,
      Point.ELBOW_L,
      1,
      Axis.LEFT,
      Point.HAND_L),
  HAND_L(
      "LeftHand",
      "LeftHand",
      FOREARM_L,
      Axis.LEFT,
      Point.ELBOW_L,
      Point.HAND_L,
      1,
      Axis.NONE,
      null),
  ARM_R(
      "RightArm",
      "RightUpperArm",
      CHEST,
      Axis.RIGHT,
      Point.SHOULDER_R,
      Point.SHOULDER_L,
      0.5,
      Axis.RIGHT,
      Point.ELBOW_R),
  FOREARM_R(
      "RightForeArm",
      "RightLowerArm",
      ARM_R,
      Axis.RIGHT,
      Point.SHOULDER_R,
      Point.ELBOW_R,
      1,
      Axis.RIGHT,
      Point.HAND_R),
  HAND_R(
      "RightHand",
      "RightHand",
      FOREARM_R,
      Axis.RIGHT,
      Point.ELBOW_R,
      Point.HAND_R,
      1,
      Axis.NONE,
      null),
  THIGH_L(
      "LeftUpLeg",
      "LeftUpperLeg",
      HIPS,
      Axis.LEFT,
      Point.HIP_R,
      Point.HIP_L,
      0.5,
      Axis.DOWN,
      Point.KNEE_L),
  SHIN_L(
      "LeftLeg",
      "LeftLowerLeg",
      THIGH_L,
      Axis.DOWN,
      Point.HIP_L,
      Point.KNEE_L,
      1,
      Axis.DOWN,
      Point.FOOT_L),
  FOOT_L("LeftFoot", "LeftFoot", SHIN_L, Axis.DOWN, Point.KNEE_L, Point.FOOT_L, 1, Axis.NONE, null),
  THIGH_R(
      "RightUpLeg",
      "RightUpperLeg",
      HIPS,
      Axis.RIGHT,
      Point.HIP_R,
      Point.HIP_L,
      0.5,
      Axis.DOWN,
      Point.KNEE_R),
  SHIN_R(
      "RightLeg",
      "RightLowerLeg",
      THIGH_R,
      Axis.DOWN,
      Point.HIP_R,
      Point.KNEE_R,
      1,
      Axis.DOWN,
      Point.FOOT_R),
  FOOT_R(
      "RightFoot", "RightFoot", SHIN_R, Axis.DOWN, Point.KNEE_R, Point.FOOT_R, 1, Axis.NONE, null);

  /** Where a bone begins, seen from its parent, at rest. */
  enum Axis {
    NONE(0, 0, 0),
    UP(0, 1, 0),
    DOWN(0, -1, 0),
    LEFT(1, 0, 0),
    RIGHT(-1, 0, 0);

    private final double x;
    private final double y;
    private final double z;

    Axis(double x, double y, double z) {
      this.x = x;
      this.y = y;
      this.z = z;
    }

    /** So far along it. */
    double[] times(double length) {
      return new double[] {x * length, y * length, z * length};
    }
  }

  /** What is measured: the joints, and the middles of the hips and of the shoulders. */
  enum Point {
    HEAD(Joint.HEAD, Joint.HEAD),
    SHOULDER_R(Joint.SHOULDER_R, Joint.SHOULDER_R),
    SHOULDER_L(Joint.SHOULDER_L, Joint.SHOULDER_L),
    ELBOW_R(Joint.ELBOW_R, Joint.ELBOW_R),
    ELBOW_L(Joint.ELBOW_L, Joint.ELBOW_L),
    HIP_R(Joint.HIP_R, Joint.HIP_R),
    HIP_L(Joint.HIP_L, Joint.HIP_L),
    HAND_R(Joint.HAND_R, Joint.HAND_R),
    HAND_L(Joint.HAND_L, Joint.HAND_L),
    KNEE_R(Joint.KNEE_R, Joint.KNEE_R),
    KNEE_L(Joint.KNEE_L, Joint.KNEE_L),
    FOOT_R(Joint.FOOT_R, Joint.FOOT_R),
    FOOT_L(Joint.FOOT_L, Joint.FOOT_L),
    MID_HIPS(Joint.HIP_R, Joint.HIP_L),
    MID_SHOULDERS(Joint.SHOULDER_R, Joint.SHOULDER_L);

    private final Joint a;
    private final Joint b;

    Point(Joint a, Joint b) {
      this.a = a;
      this.b = b;
    }

    /**
     * Where it is, y up: our x, y, z are its x, -z, y.
     *
     * @param joints [13][4] x, y, z in mm (z up) and confidence
     * @return [3] mm; null when a joint is missing
     */
    double @Nullable [] in(double[][] joints) {
      double[] p = joints[a.ordinal()];
      double[] q = joints[b.ordinal()];
      if (!(p[3] > 0) || !(q[3] > 0)) {
        return null;
      }
      return new double[] {(p[0] + q[0]) / 2, (p[2] + q[2]) / 2, -(p[1] + q[1]) / 2};
    }
  }

  private final String label;
  private final String unityName;
  private final @Nullable AvatarBone parent;
  private final Axis axis;
  private final @Nullable Point from;
  private final @Nullable Point to;
  private final double share;
  private final Axis along;
  private final @Nullable Point aim;

  AvatarBone(
      String label,
      String unityName,
      @Nullable AvatarBone parent,
      Axis axis,
      @Nullable Point from,
      @Nullable Point to,
      double share,
      Axis along,
      @Nullable Point aim) {
    this.label = label;
    this.unityName = unityName;
    this.parent = parent;
    this.axis = axis;
    this.from = from;
    this.to = to;
    this.share = share;
    this.along = along;
    this.aim = aim;
  }

  /** As Motion Builder and Mixamo call it. */
  String label() {
    return label;
  }

  /** As Unity's HumanBodyBones and VRM call it. */
  String unityName() {
    return unityName;
  }

  /** Null for the hips. */
  @Nullable AvatarBone parent() {
    return parent;
  }

  /** Whether it begins somewhere else than its parent. */
  boolean hasLength() {
    return from != null;
  }

  /** Offset from its parent at rest. */
  double[] offsetMm(double lengthMm) {
    return axis.times(lengthMm);
  }

  /** Where it points to; null when joints do not say. */
  @Nullable Point aim() {
    return aim;
  }

  /** How it lies at rest, when it points somewhere. */
  double[] restDirection() {
    return along.times(1);
  }

  /** How long it is in these joints, mm; NaN when a joint is missing. */
  double lengthMm(double[][] joints) {
    if (from == null || to == null) {
      return 0;
    }
    double[] a = from.in(joints);
    double[] b = to.in(joints);
    if (a == null || b == null) {
      return Double.NaN;
    }
    double dx = b[0] - a[0];
    double dy = b[1] - a[1];
    double dz = b[2] - a[2];
    return share * Math.sqrt(dx * dx + dy * dy + dz * dz);
  }
}
