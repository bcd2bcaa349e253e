package evpose.simulation.mocap;

import static evpose.simulation.mocap.Vectors.across;
import static evpose.simulation.mocap.Vectors.column;
import static evpose.simulation.mocap.Vectors.columns;
import static evpose.simulation.mocap.Vectors.cross;
import static evpose.simulation.mocap.Vectors.length;
import static evpose.simulation.mocap.Vectors.minus;
import static evpose.simulation.mocap.Vectors.plus;
import static evpose.simulation.mocap.Vectors.times;
import static evpose.simulation.mocap.Vectors.transposed;
import static evpose.simulation.mocap.Vectors.unit;

import evpose.simulation.body.BodyPose;
import evpose.simulation.body.Rotations;
import evpose.simulation.body.Segment;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The person of a motion-capture file, frame by frame, as poses of our body. The trunk takes the
 * file's turns; limbs take the directions between the file's joints, so the rest pose (T, A,
 * hanging arms) does not matter. Lengths are those of whoever wears the motion.
 *
 * <p>y up becomes z up; on average over the file the person faces -y, as in DHP19. Legs of 856 mm
 * set the scale, since BVH has no unit and the motion is worn by others. The floor is where feet
 * stand, see {@link Ground}.
 *
 * <p>Not thread-safe.
 */
public final class CapturedBody {
  private static final double LEG_MM = 856;

  /** How much a nearly straight limb listens to the trunk for which way its hinge looks. */
  private static final double TRUNK_HINT = 0.2;

  private static final double[] Y_UP_TO_Z_UP = {1, 0, 0, 0, 0, -1, 0, 1, 0};

  private final CapturedSkeleton kinematics;
  private final int[] joints;
  private final double[] toWorld;
  private final double[] restToWorld;
  private final double mmPerUnit;
  private final double footRestSlopeDegrees;
  private final double[] xMm;
  private final double[] yMm;
  private final double[] clearanceMm;

  private CapturedBody(CapturedSkeleton skeleton) throws MotionFormatException {
    this.kinematics = skeleton;
    this.joints = BodyRole.assign(skeleton);
    kinematics.rest();
    double leg =
        length(minus(file(BodyRole.KNEE_L), file(BodyRole.HIP_L)))
            + length(minus(file(BodyRole.ANKLE_L), file(BodyRole.KNEE_L)));
    if (!(leg > 0)) { // negated so that NaN is refused too
      throw new MotionFormatException(
          kinematics.name() + ": a leg must have a length, its offsets are zero: leg=" + leg);
    }
    mmPerUnit = LEG_MM / leg;
    restToWorld = facingFront(left());
    footRestSlopeDegrees = has(BodyRole.TOE_L) && has(BodyRole.TOE_R) ? footSlope() : 0;
    double restAnkle = file(BodyRole.ANKLE_L)[1];
    double restToe = has(BodyRole.TOE_L) ? file(BodyRole.TOE_L)[1] : restAnkle;

    double[] meanLeft = new double[3];
    for (int i = 0; i < kinematics.frames(); i++) {
      kinematics.pose(i);
      meanLeft = plus(meanLeft, 1, unit(left()));
    }
    toWorld = facingFront(meanLeft);
    xMm = new double[kinematics.frames()];
    yMm = new double[kinematics.frames()];
    double[] low = new double[kinematics.frames()];
    for (int i = 0; i < kinematics.frames(); i++) {
      kinematics.pose(i);
      double[] middle = plus(world(BodyRole.HIP_R), 1, world(BodyRole.HIP_L));
      xMm[i] = mmPerUnit * middle[0] / 2;
      yMm[i] = mmPerUnit * middle[1] / 2;
      low[i] = mmPerUnit * lowest(restAnkle, restToe);
    }
    centre(xMm);
    centre(yMm);
    clearanceMm = Ground.clearanceMm(low, kinematics.frameSeconds());
  }

  /**
   * Opens a BVH file, or an AMC file whose skeleton lies beside it.
   *
   * @throws MotionFormatException when it is broken, has another ending, no skeleton, or names too
   *     few of a body's joints
   */
  public static CapturedBody open(Path motion) throws IOException {
    return switch (SkeletonSearch.ending(motion)) {
      case "bvh" -> of(new BvhKinematics(BvhReader.read(motion)));
      case "amc" -> readAmc(SkeletonSearch.of(motion), motion);
      default ->
          throw new MotionFormatException(
              motion + ": motions are read from .bvh files, or from .amc files beside their .asf");
    };
  }

  /**
   * Reads an AMC motion of an ASF skeleton, 120 frames a second.
   *
   * @throws MotionFormatException when either is broken, they do not belong together, or the
   *     skeleton names too few of a body's joints
   */
  public static CapturedBody readAmc(Path skeleton, Path motion) throws IOException {
    return of(AmcReader.read(AsfReader.read(skeleton), motion));
  }

  static CapturedBody of(CapturedSkeleton skeleton) throws MotionFormatException {
    return new CapturedBody(skeleton);
  }

  public String name() {
    return kinematics.name();
  }

  public int frames() {
    return kinematics.frames();
  }

  public double frameSeconds() {
    return kinematics.frameSeconds();
  }

  /**
   * The pose of a frame; its place has its mean over the file at the world's origin, and may wander
   * as far as the person did.
   */
  public void poseAt(int frame, BodyPose out) {
    kinematics.pose(frame);
    double[] pelvis = trunk(BodyRole.HIPS);
    double[] chest = has(BodyRole.CHEST) ? trunk(BodyRole.CHEST) : pelvis;
    out.turn(Segment.PELVIS, pelvis);
    out.turn(Segment.CHEST, chest);
    out.turn(Segment.NECK, has(BodyRole.NECK) ? trunk(BodyRole.NECK) : chest);
    out.turn(Segment.HEAD, trunk(BodyRole.HEAD));
    arm(
        out,
        chest,
        new BodyRole[] {BodyRole.SHOULDER_R, BodyRole.ELBOW_R, BodyRole.WRIST_R},
        new Segment[] {Segment.UPPER_ARM_R, Segment.FOREARM_R, Segment.HAND_R});
    arm(
        out,
        chest,
        new BodyRole[] {BodyRole.SHOULDER_L, BodyRole.ELBOW_L, BodyRole.WRIST_L},
        new Segment[] {Segment.UPPER_ARM_L, Segment.FOREARM_L, Segment.HAND_L});
    leg(
        out,
        pelvis,
        new BodyRole[] {BodyRole.HIP_R, BodyRole.KNEE_R, BodyRole.ANKLE_R, BodyRole.TOE_R},
        new Segment[] {Segment.THIGH_R, Segment.SHIN_R, Segment.FOOT_R});
    leg(
        out,
        pelvis,
        new BodyRole[] {BodyRole.HIP_L, BodyRole.KNEE_L, BodyRole.ANKLE_L, BodyRole.TOE_L},
        new Segment[] {Segment.THIGH_L, Segment.SHIN_L, Segment.FOOT_L});
    out.place(xMm[frame], yMm[frame], clearanceMm[frame]);
  }

  /** The trunk's segments are turned as the file's joints are against their rest. */
  private double[] trunk(BodyRole role) {
    double[] turn = kinematics.turn(joints[role.ordinal()]);
    return Rotations.product(toWorld, turn, transposed(restToWorld));
  }

  private void arm(BodyPose out, double[] chest, BodyRole[] at, Segment[] segments) {
    double[] upper = unit(minus(world(at[1]), world(at[0])));
    double[] fore = unit(minus(world(at[2]), world(at[1])));
    double[] front = times(chest, new double[] {0, -1, 0});
    // an elbow bends forward
    double[] forward = plus(across(fore, upper), TRUNK_HINT, across(front, upper));
    double[] upperArm = hanging(upper, forward);
    double[] forearm = hangingBeside(fore, column(upperArm, 0));
    out.turn(segments[0], upperArm);
    out.turn(segments[1], forearm);
    out.turn(segments[2], forearm);
  }

  private void leg(BodyPose out, double[] pelvis, BodyRole[] at, Segment[] segments) {
    double[] upper = unit(minus(world(at[1]), world(at[0])));
    double[] lower = unit(minus(world(at[2]), world(at[1])));
    double[] front = times(pelvis, new double[] {0, -1, 0});
    // a knee bends backward
    double[] forward = plus(across(front, upper), -1, across(lower, upper));
    double[] thigh = hanging(upper, forward);
    double[] shin = hangingBeside(lower, column(thigh, 0));
    out.turn(segments[0], thigh);
    out.turn(segments[1], shin);
    if (!has(at[3])) {
      out.turn(segments[2], shin);
      return;
    }
    double[] y = unit(minus(world(at[2]), world(at[3]))); // toe to heel
    double[] x = unit(across(column(shin, 0), y));
    double[] foot = columns(x, y, cross(x, y));
    out.turn(segments[2], Rotations.times(foot, Rotations.aboutX(-footRestSlopeDegrees)));
  }

  /** The frame of a segment whose far end lies along {@code down} and whose front is known. */
  private static double[] hanging(double[] down, double[] forward) {
    double[] z = {-down[0], -down[1], -down[2]};
    double[] front = unit(across(forward, z));
    double[] y = {-front[0], -front[1], -front[2]};
    return columns(cross(y, z), y, z);
  }

  /** The frame of a segment whose far end lies along {@code down} and that shares a hinge. */
  private static double[] hangingBeside(double[] down, double[] hinge) {
    double[] z = {-down[0], -down[1], -down[2]};
    double[] x = unit(across(hinge, z));
    return columns(x, cross(z, x), z);
  }

  /** How far a foot points down at rest, degrees. */
  private double footSlope() {
    double[] foot = minus(file(BodyRole.TOE_L), file(BodyRole.ANKLE_L));
    double level = Math.sqrt(foot[0] * foot[0] + foot[2] * foot[2]);
    return StrictMath.toDegrees(StrictMath.atan2(-foot[1], level));
  }

  /** Height of the lowest of ankles and toes above where it is at rest, file units. */
  private double lowest(double restAnkle, double restToe) {
    double low =
        Math.min(file(BodyRole.ANKLE_L)[1], file(BodyRole.ANKLE_R)[1]) - (restAnkle - restToe);
    if (has(BodyRole.TOE_L) && has(BodyRole.TOE_R)) {
      low = Math.min(low, Math.min(file(BodyRole.TOE_L)[1], file(BodyRole.TOE_R)[1]));
    }
    return low;
  }

  /** From the right hip to the left, file axes. */
  private double[] left() {
    return minus(file(BodyRole.HIP_L), file(BodyRole.HIP_R));
  }

  /** File axes to world axes so that what is left there lies along +x. */
  private static double[] facingFront(double[] leftInFile) {
    double[] left = times(Y_UP_TO_Z_UP, leftInFile);
    double degrees = StrictMath.toDegrees(StrictMath.atan2(left[1], left[0]));
    return Rotations.times(Rotations.aboutZ(-degrees), Y_UP_TO_Z_UP);
  }

  private boolean has(BodyRole role) {
    return joints[role.ordinal()] >= 0;
  }

  private double[] file(BodyRole role) {
    return kinematics.place(joints[role.ordinal()]);
  }

  private double[] world(BodyRole role) {
    return times(toWorld, file(role));
  }

  private static void centre(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    double mean = sum / values.length;
    for (int i = 0; i < values.length; i++) {
      values[i] -= mean;
    }
  }
}
