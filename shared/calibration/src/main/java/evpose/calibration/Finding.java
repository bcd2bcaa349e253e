package evpose.calibration;

/**
 * Something that is wrong with a calibration.
 *
 * @param camera whose; "" when it is the whole rig's
 * @param fault kebab-case code, {@code rows-not-flipped}
 * @param evidence what was measured and what to do, in words with numbers
 */
public record Finding(String camera, String fault, String evidence) {
  /** The fault of a whole rig. */
  static Finding ofRig(String fault, String evidence) {
    return new Finding("", fault, evidence);
  }
}
