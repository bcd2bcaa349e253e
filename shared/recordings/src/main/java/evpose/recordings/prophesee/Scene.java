package evpose.recordings.prophesee;

import evpose.events.EventBuffer;
import evpose.events.SensorGeometry;
import evpose.recordings.EventReader;
import evpose.recordings.Problems;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** What the decoders share: the sensor, the clock that goes on when it wraps, and the accounts. */
final class Scene {
  final Problems problems = new Problems();
  final Map<String, Long> others = new TreeMap<>();
  private final Path file;
  private final int width;
  private final int height;
  private final long wrapMicros;
  private long wrappedMicros;
  private long lastStamp;
  private long newestMicros;

  Scene(Path file, SensorGeometry sensor, int timeBits) {
    this.file = file;
    width = sensor.width();
    height = sensor.height();
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
    if (x >= width || y >= height) {
      problem("outside-sensor", offset, "an event outside: column=" + x + ", row=" + y);
      return;
    }
    if (micros < newestMicros) {
      problem("time-backwards", offset, "time goes back: micros=" + micros);
    } else {
      newestMicros = micros;
    }
    into.add(x, y, micros, polarity);
  }

  void other(String type) {
    others.merge(type, 1L, Long::sum);
  }

  void unknown(int type, long offset) {
    problem("unknown-word", offset, "a word of no known type: type=" + type);
  }

  /** Events before the clock (or the row) was told for the first time. */
  void early(long offset) {
    problem("before-first-time", offset, "an event before the first time or row, left out");
  }

  void problem(String kind, long offset, String words) {
    problems.count(kind, () -> file + ", byte " + offset + ": " + words);
  }
}
