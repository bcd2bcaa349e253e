package evpose.simulation.body;

import evpose.pose.Joint;
import evpose.pose.Skeleton;
import evpose.simulation.render.Capsules;
import java.util.List;

/**
 * A person standing in the world: forward kinematics from a {@link BodyPose} and a {@link Subject}
 * to joints and surface. Not thread-safe; {@link #stand} overwrites what the last call left.
 *
 * <p>The thirteen joints lie where the labels of DHP19 are, which is not at the joint centres: its
 * network was trained on marker-based positions. The offsets, mm in the frame of a segment for the
 * right side, were fitted by what a network trained on real recordings finds in simulated ones.
 *
 * @see "Calabrese et al. 2019, DHP19"
 */
public final class Figure {
  /** Height of the soles above the world's z = 0, as in DHP19's Vicon frame. */
  public static final double FLOOR_MM = 65;

  private static final double[] HEAD = {0, 12, 282};
  private static final double[] SHOULDER = {-8, 4, 99};
  private static final double[] ELBOW = {-20, 20, 38};
  private static final double[] HIP = {-22, -80, 142};
  private static final double[] HAND = {-36, -18, 5};
  private static final double[] KNEE = {8, -82, 52};
  private static final double[] FOOT = {-3, -164, 12};

  /** Where a sole may touch: heel and toes, from the ankle along the foot. */
  private static final double[] SOLE_MM = {55, -185};

  private final Subject subject;
  private final List<Anatomy.Part> parts;
  private final Capsules capsules;
  private final double[] origins = new double[3 * Segment.COUNT];
  private final double[] joints = new double[3 * Skeleton.JOINTS];
  private double[] rotations = new double[9 * Segment.COUNT];

  public Figure(Subject subject) {
    this.subject = subject;
    this.parts = Anatomy.of(subject);
    this.capsules = Anatomy.capsules(parts);
  }

  /** The joints after the last {@link #stand}, [13][3] mm in the world; the live array. */
  public double[] jointsInWorldMm() {
    return joints;
  }

  /** The surface after the last {@link #stand}, in the world; the live object. */
  public Capsules capsules() {
    return capsules;
  }

  /** Takes a pose. */
  public void stand(BodyPose pose) {
    rotations = pose.rotations();
    chain();
    putOnFloor(pose);
    placeJoints();
    placeSurface();
  }

  private void chain() {
    set(Segment.PELVIS, 0, 0, 0);
    hang(Segment.CHEST, Segment.PELVIS, 0, 0, subject.lumbarMm());
    hang(Segment.NECK, Segment.CHEST, 0, 10 * subject.scale(), subject.neckHeightMm());
    hang(Segment.HEAD, Segment.NECK, 0, -8 * subject.scale(), subject.neckMm());
    for (int i = 0; i < 2; i++) {
      int side = i == 0 ? -1 : 1;
      Segment upperArm = pick(Segment.UPPER_ARM_R, i);
      double raised = raised(upperArm);
      hang(
          upperArm,
          Segment.CHEST,
          side * (subject.shoulderHalfWidthMm() - 18 * raised * subject.scale()),
          0,
          subject.shoulderHeightMm() + 45 * raised * subject.scale());
      hang(pick(Segment.FOREARM_R, i), upperArm, 0, 0, -subject.upperArmMm());
      hang(pick(Segment.HAND_R, i), pick(Segment.FOREARM_R, i), 0, 0, -subject.forearmMm());
      Segment thigh = pick(Segment.THIGH_R, i);
      hang(thigh, Segment.PELVIS, side * subject.hipHalfWidthMm(), 0, 0);
      hang(pick(Segment.SHIN_R, i), thigh, 0, 0, -subject.thighMm());
      hang(pick(Segment.FOOT_R, i), pick(Segment.SHIN_R, i), 0, 0, -subject.shinMm());
    }
  }

  /** How far the shoulder girdle follows the arm: 0 hanging to 50 degrees, 1 from 160 degrees. */
  private double raised(Segment upperArm) {
    int a = 9 * upperArm.ordinal();
    int c = 9 * Segment.CHEST.ordinal();
    double cos = 0; // between the arm's and the trunk's long axes
    for (int row = 0; row < 3; row++) {
      cos += rotations[a + 3 * row + 2] * rotations[c + 3 * row + 2];
    }
    double degrees = StrictMath.toDegrees(StrictMath.acos(Math.max(-1, Math.min(1, cos))));
    return Math.max(0, Math.min(1, (degrees - 50) / 110));
  }

  private void putOnFloor(BodyPose pose) {
    double low = Double.POSITIVE_INFINITY;
    for (int i = 0; i < 2; i++) {
      int foot = pick(Segment.FOOT_R, i).ordinal();
      for (double y : SOLE_MM) {
        double along = y * subject.scale();
        double z =
            rotations[9 * foot + 7] * along - rotations[9 * foot + 8] * subject.ankleHeightMm();
        low = Math.min(low, origins[3 * foot + 2] + z);
      }
    }
    double lift = FLOOR_MM + pose.clearanceMm() - low;
    for (int i = 0; i < origins.length; i += 3) {
      origins[i] += pose.xMm();
      origins[i + 1] += pose.yMm();
      origins[i + 2] += lift;
    }
  }

  private void placeJoints() {
    label(Joint.HEAD, Segment.HEAD, Segment.HEAD, HEAD, 1);
    for (int i = 0; i < 2; i++) {
      int mirror = i == 0 ? 1 : -1;
      label(
          pick(Joint.SHOULDER_R, i), pick(Segment.UPPER_ARM_R, i), Segment.CHEST, SHOULDER, mirror);
      label(
          pick(Joint.ELBOW_R, i),
          pick(Segment.FOREARM_R, i),
          pick(Segment.UPPER_ARM_R, i),
          ELBOW,
          mirror);
      label(pick(Joint.HIP_R, i), pick(Segment.THIGH_R, i), Segment.PELVIS, HIP, mirror);
      Segment hand = pick(Segment.HAND_R, i);
      label(pick(Joint.HAND_R, i), hand, hand, HAND, mirror);
      label(pick(Joint.KNEE_R, i), pick(Segment.SHIN_R, i), pick(Segment.THIGH_R, i), KNEE, mirror);
      Segment foot = pick(Segment.FOOT_R, i);
      label(pick(Joint.FOOT_R, i), foot, foot, FOOT, mirror);
    }
  }

  private void label(Joint joint, Segment at, Segment frame, double[] offset, int mirror) {
    double s = subject.scale();
    toWorld(
        at.ordinal(),
        frame.ordinal(),
        mirror * offset[0] * s,
        offset[1] * s,
        offset[2] * s,
        joints,
        3 * joint.ordinal());
  }

  private void placeSurface() {
    for (int i = 0; i < parts.size(); i++) {
      Anatomy.Part part = parts.get(i);
      int s = part.segment().ordinal();
      toWorld(s, s, part.a()[0], part.a()[1], part.a()[2], capsules.a(), 3 * i);
      toWorld(s, s, part.b()[0], part.b()[1], part.b()[2], capsules.b(), 3 * i);
      boolean lying = part.a()[2] == part.b()[2]; // its own axis is x or y, so z is across it
      for (int row = 0; row < 3; row++) {
        capsules.reference()[3 * i + row] = rotations[9 * s + 3 * row + (lying ? 2 : 0)];
      }
    }
  }

  private void hang(Segment child, Segment parent, double x, double y, double z) {
    int p = parent.ordinal();
    toWorld(p, p, x, y, z, origins, 3 * child.ordinal());
  }

  private void set(Segment segment, double x, double y, double z) {
    int o = 3 * segment.ordinal();
    origins[o] = x;
    origins[o + 1] = y;
    origins[o + 2] = z;
  }

  /** A point given in the directions of {@code frame} from the origin of {@code at}. */
  private void toWorld(
      int at, int frame, double x, double y, double z, double[] out, int outOffset) {
    for (int row = 0; row < 3; row++) {
      int r = 9 * frame + 3 * row;
      out[outOffset + row] =
          origins[3 * at + row] + rotations[r] * x + rotations[r + 1] * y + rotations[r + 2] * z;
    }
  }

  private static Segment pick(Segment right, int side) {
    return right.onSide(side == 0);
  }

  private static Joint pick(Joint right, int side) {
    return side == 0 ? right : right.mirrored();
  }
}
