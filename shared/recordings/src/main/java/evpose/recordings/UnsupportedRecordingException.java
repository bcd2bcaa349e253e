package evpose.recordings;

import java.nio.file.Path;

/** A fine file of a kind that evpose does not read yet. */
public final class UnsupportedRecordingException extends RecordingException {
  private static final long serialVersionUID = 1;

  /**
   * @param what what the file uses that is not supported, then name=value, then what to do
   */
  public UnsupportedRecordingException(Path file, long byteOffset, String what) {
    super(file, byteOffset, what);
  }

  UnsupportedRecordingException(String message) {
    super(message);
  }
}
