package evpose.recordings;

/**
 * Times that a format has no room for. Counting them from the first event may help, unless that was
 * done.
 */
public final class TimeRangeException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /**
   * @param format its name
   * @param latestMicros the latest time that it has room for
   * @param micros what was to be written
   */
  TimeRangeException(String format, long latestMicros, long micros) {
    super(
        format + " has room for times in [0, " + latestMicros + "] microseconds: micros=" + micros);
  }
}
