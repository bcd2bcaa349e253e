package evpose.cli.compare;

import evpose.messages.CalibrationMessage;
import evpose.messages.RigMessage;
import java.util.Optional;

/**
 * What is to be compared.
 *
 * @param bootstrap where Kafka is
 * @param calibration of the rig; without one there is no 3D, and no 2D error
 * @param fromStep first step that is compared
 * @param toStep first step that is not compared any more
 */
public record CompareRequest(
    String bootstrap,
    RigMessage rig,
    Optional<CalibrationMessage> calibration,
    Variant a,
    Variant b,
    long fromStep,
    long toStep) {
  public CompareRequest {
    if (fromStep < 0 || toStep <= fromStep) {
      throw new IllegalArgumentException(
          "a range begins at 0 or later and ends after it begins: from="
              + fromStep
              + ", to="
              + toStep);
    }
  }

  boolean looksAt(long step) {
    return step >= fromStep && step < toStep;
  }
}
