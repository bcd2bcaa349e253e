package evpose.recordings;

import evpose.events.EventBuffer;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Reads the events of a recording from its first byte to its last, in bounded memory. Gives what
 * the file holds in the file's order: no windows, no clock, no sorting across cameras ({@link
 * RecordedSteps} does that). Not thread-safe.
 */
public interface EventReader extends Closeable {
  /**
   * Later events (in 36 000 years) are taken for broken ones; sums of times stay far from overflow.
   */
  long LATEST_MICROS = 1L << 60;

  /** Name of the format, such as {@code AEDAT4}. */
  String format();

  /** The cameras whose events the file holds, at least one; known before the first read. */
  List<RecordedCamera> cameras();

  /**
   * Appends the events of the next piece of the file. Every event lies inside its sensor and at a
   * time in [0, {@link #LATEST_MICROS}]; others are counted as problems and left out. Times may go
   * backwards: that is counted, too, but such events are given.
   *
   * @param into one buffer for each of {@link #cameras()}, in their order; appended to, never
   *     cleared
   * @return false when nothing was left to read
   * @throws BrokenRecordingException when the file breaks its format so that reading cannot go on
   */
  boolean read(List<EventBuffer> into) throws IOException;

  /** What was stepped over so far. */
  List<RecordingProblem> problems();

  /** How much of the file was read, [0, 1]; about, for bars. */
  double share();

  /**
   * What the file holds beside events and was skipped so far, in pieces by type (frames, inertial
   * samples, triggers).
   */
  default Map<String, Long> otherStreams() {
    return Map.of();
  }
}
