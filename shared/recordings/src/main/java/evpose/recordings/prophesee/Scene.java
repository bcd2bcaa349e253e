package evpose.recordings.prophesee;

import evpose.events.EventBuffer;
import evpose.events.SensorGeometry;
import evpose.recordings.EventGate;
import evpose.recordings.EventReader;
import evpose.recordings.Problems;
import evpose.recordings.RecordingException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** What the decoders share: the sensor, the clock that goes on when it wraps, and the accounts. */
final class Scene {
  final Problems problems;
  final Map<String, Long> others = new TreeMap<>();
  private final Path file;
  private final EventGate gate;
  private final long wrapMicros;
  private long wrappedMicros;
  private long lastStamp;

  Scene(Path file, SensorGeometry sensor, int timeBits, Problems problems) {
    this.file = file;
    this.problems = problems;
    gate = new EventGate(file, sensor, problems);
    wrapMicros = 1L << timeBits;
  }

  /** Time of a stamp: one that lies more than half a turn before the last one wrapped. */
  long micros(long stamp, long offset) {
    if (lastStamp - stamp > wrapMicros / 2) {
      problem("time-wrapped", offset, "the clock began anew: stamp=" + stamp);
      if (wrappedMicros < EventReader.LATEST_MICROS - 2 * wrapMicros) {
        wrappedMicros += wrapMicros;
      }
    }
    lastStamp = stamp;
    return wrappedMicros + stamp;
  }

  void event(int x, int y, long micros, int polarity, long offset, EventBuffer into) {
    gate.take(x, y, micros, polarity, offset, into);
  }

  void other(String type) {
    others.merge(type, 1L, Long::sum);
  }

  void unknown(int type, long offset) {
    problems.count(
        "unknown-word",
        () -> RecordingException.at(file, offset, "a word of no known type: type=" + type));
  }

  /** Events before the clock (or the row) was told for the first time. */
  void early(long offset) {
    problem("before-first-time", offset, "an event before the first time or row, left out");
  }

  void problem(String kind, long offset, String rule) {
    problems.count(kind, () -> RecordingException.at(file, offset, rule));
  }
}
