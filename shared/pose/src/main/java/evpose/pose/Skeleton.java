package evpose.pose;

import java.util.List;

/** How the 13 joints hang together. */
public final class Skeleton {
  /** Number of joints. */
  public static final int JOINTS = Joint.values().length;

  /** A bone between two joints. */
  public record Bone(Joint from, Joint to) {}

  /** The bones that are drawn and measured. */
  public static final List<Bone> BONES =
      List.of(
          new Bone(Joint.HEAD, Joint.SHOULDER_R),
          new Bone(Joint.HEAD, Joint.SHOULDER_L),
          new Bone(Joint.ELBOW_R, Joint.SHOULDER_R),
          new Bone(Joint.ELBOW_L, Joint.SHOULDER_L),
          new Bone(Joint.ELBOW_R, Joint.HAND_R),
          new Bone(Joint.ELBOW_L, Joint.HAND_L),
          new Bone(Joint.HIP_R, Joint.SHOULDER_R),
          new Bone(Joint.HIP_L, Joint.SHOULDER_L),
          new Bone(Joint.HIP_R, Joint.KNEE_R),
          new Bone(Joint.HIP_L, Joint.KNEE_L),
          new Bone(Joint.FOOT_R, Joint.KNEE_R),
          new Bone(Joint.FOOT_L, Joint.KNEE_L),
          new Bone(Joint.SHOULDER_R, Joint.SHOULDER_L),
          new Bone(Joint.HIP_R, Joint.HIP_L));

  private Skeleton() {}
}
