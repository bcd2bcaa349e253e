package evpose.datasets;

import java.util.List;
import java.util.Optional;

/**
 * The part of a DHP19 recording that has truth: Vicon's start and stop reach the cameras as special
 * events, not always both.
 *
 * @param startMicros of the first label; events lie after it
 * @param stopMicros events lie before it
 * @see "DHP19 release, the scripts that cut recordings"
 */
record RecordedSpan(long startMicros, long stopMicros) {
  private static final int LABEL_MICROS = 10_000;
  private static final int MOST_SPECIALS = 5;

  /**
   * Finds it.
   *
   * @param specialMicros times of special events
   * @param firstMicros of all events
   * @param lastMicros of all events
   * @param labels how many, 100 a second
   * @return empty when there are too many special events to tell
   */
  static Optional<RecordedSpan> of(
      List<Long> specialMicros, long firstMicros, long lastMicros, int labels) {
    long length = (long) labels * LABEL_MICROS;
    return switch (specialMicros.size()) {
      case 0 -> Optional.of(new RecordedSpan(firstMicros, lastMicros));
      case 1, 2, 4 -> Optional.of(around(specialMicros.get(0), firstMicros, lastMicros, length));
      case 3, MOST_SPECIALS ->
          Optional.of(
              new RecordedSpan(specialMicros.get(0), specialMicros.get(specialMicros.size() - 1)));
      default -> Optional.empty();
    };
  }

  /** One mark is the stop when it lies nearer the end, else the start. */
  private static RecordedSpan around(long mark, long first, long last, long length) {
    return last - mark < mark - first
        ? new RecordedSpan(mark - length, mark)
        : new RecordedSpan(mark, mark + length);
  }

  boolean contains(long micros) {
    return startMicros < micros && micros < stopMicros;
  }
}
