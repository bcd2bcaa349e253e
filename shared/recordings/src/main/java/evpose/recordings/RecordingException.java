package evpose.recordings;

import java.io.IOException;
import java.nio.file.Path;

/** Why a file cannot be read as a recording; one line that names the file and the byte. */
public abstract sealed class RecordingException extends IOException
    permits BrokenRecordingException, UnsupportedRecordingException {
  private static final long serialVersionUID = 1;

  RecordingException(Path file, long byteOffset, String rule) {
    super(at(file, byteOffset, rule));
  }

  RecordingException(String message) {
    super(message);
  }

  /**
   * "file, byte n: rule": how every message about a place in a file begins. What the rule quotes of
   * the file may hold anything: line breaks and the like become '?'.
   */
  public static String at(Path file, long byteOffset, String rule) {
    return file + ", byte " + byteOffset + ": " + rule.replaceAll("\\p{Cntrl}", "?");
  }
}
