package evpose.source.service;

/** The feed cannot be had; the message is one line that says what is wrong and what to do. */
public final class SourceException extends RuntimeException {
  private static final long serialVersionUID = 1;

  SourceException(String message) {
    super(message);
  }

  SourceException(String message, Throwable cause) {
    super(message, cause);
  }
}
