package evpose.messages;

/**
 * Bytes that are not the message they should be. The message says in one line what is wrong, the
 * rule, and the values; {@link #reason()} is the short word that dead letters and counters use.
 */
public final class MalformedMessageException extends Exception {
  private static final long serialVersionUID = 1;
  private static final int MAX_MESSAGE = 500; // a torn string must not fill a log

  private final String reason;

  /**
   * @param reason kebab-case code out of a small fixed set, {@code bad-offset}
   * @param message what is wrong, the rule, then name=value; kept to one line
   */
  public MalformedMessageException(String reason, String message) {
    super(oneLine(message));
    this.reason = reason;
  }

  public String reason() {
    return reason;
  }

  private static String oneLine(String message) {
    String line = message.replaceAll("[\\p{Cntrl}\\u0080-\\u009F\\u2028\\u2029]+", " ");
    return line.length() <= MAX_MESSAGE ? line : line.substring(0, MAX_MESSAGE) + "...";
  }
}
