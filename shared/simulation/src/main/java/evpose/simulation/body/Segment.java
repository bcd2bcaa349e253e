package evpose.simulation.body;

/**
 * A rigid part of the body. Its frame's origin is the joint that ties it to its parent: the pelvis
 * has it midway between the hip joints, a forearm at the elbow.
 */
public enum Segment {
  PELVIS,
  CHEST,
  NECK,
  HEAD,
  UPPER_ARM_R,
  UPPER_ARM_L,
  FOREARM_R,
  FOREARM_L,
  HAND_R,
  HAND_L,
  THIGH_R,
  THIGH_L,
  SHIN_R,
  SHIN_L,
  FOOT_R,
  FOOT_L;

  /** How many there are. */
  public static final int COUNT = values().length;

  /**
   * The segment of the other side; those of the middle are their own.
   *
   * @param right whether the right one is meant
   */
  Segment onSide(boolean right) {
    if (ordinal() < UPPER_ARM_R.ordinal()) {
      return this;
    }
    int pair = ordinal() & ~1;
    return values()[right ? pair : pair + 1];
  }
}
