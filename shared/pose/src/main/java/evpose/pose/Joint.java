package evpose.pose;

/**
 * The 13 joints of DHP19, in the order in which every array of joints here lists them. R and L are
 * the person's own.
 *
 * @see "Calabrese et al. 2019, DHP19"
 */
public enum Joint {
  HEAD("head"),
  SHOULDER_R("shoulderR"),
  SHOULDER_L("shoulderL"),
  ELBOW_R("elbowR"),
  ELBOW_L("elbowL"),
  HIP_R("hipR"),
  HIP_L("hipL"),
  HAND_R("handR"),
  HAND_L("handL"),
  KNEE_R("kneeR"),
  KNEE_L("kneeL"),
  FOOT_R("footR"),
  FOOT_L("footL");

  private final String label;

  Joint(String label) {
    this.label = label;
  }

  /** The name on the wire, {@code shoulderR}. */
  public String label() {
    return label;
  }

  /** The same joint on the body's other side; the head is its own. */
  public Joint mirrored() {
    if (this == HEAD) {
      return HEAD;
    }
    int i = ordinal();
    return values()[i % 2 == 1 ? i + 1 : i - 1];
  }
}
