package evpose.recordings;

import java.nio.file.Path;

/** The file breaks a rule of its own format, or is no recording at all. */
public final class BrokenRecordingException extends RecordingException {
  private static final long serialVersionUID = 1;

  /**
   * @param rule what is wrong, the rule, then name=value
   */
  public BrokenRecordingException(Path file, long byteOffset, String rule) {
    super(file, byteOffset, rule);
  }

  BrokenRecordingException(String message) {
    super(message);
  }
}
