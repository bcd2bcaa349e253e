package evpose.metrics.service.live;

/**
 * What the headers of a pose say about wall time, nanoseconds since 1970; {@link #UNKNOWN} where a
 * header is absent.
 *
 * @param publishedNanos when the source published the last packet of the step
 * @param receivedNanos when the service that wrote the pose had its input
 * @param doneNanos when that service was done
 * @param inferNanos how long the network computed, a duration
 */
public record RecordTimes(
    long publishedNanos, long receivedNanos, long doneNanos, long inferNanos) {
  /** A header that was not there. */
  public static final long UNKNOWN = -1;

  /** No header at all. */
  public static final RecordTimes NONE = new RecordTimes(UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN);
}
