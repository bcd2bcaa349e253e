package evpose.recordings;

import evpose.events.EventBuffer;
import evpose.events.SensorGeometry;
import java.nio.file.Path;

/**
 * What every reader promises of the events of one camera: they lie inside its sensor and at a
 * possible time; what does not is counted and left out. Times that go back are counted and given.
 * Not thread-safe.
 *
 * <p>Kinds of problems: {@code outside-sensor}, {@code bad-time}, {@code time-backwards}.
 */
public final class EventGate {
  private final Path file;
  private final int width;
  private final int height;
  private final Problems problems;
  private long newestMicros;

  public EventGate(Path file, SensorGeometry sensor, Problems problems) {
    this.file = file;
    width = sensor.width();
    height = sensor.height();
    this.problems = problems;
  }

  /**
   * Lets an event in, or counts why not.
   *
   * @param polarity 1 brighter, 0 darker
   * @param offset where in the file it is told
   * @param into (in and out) appended to
   */
  public void take(int x, int y, long micros, int polarity, long offset, EventBuffer into) {
    // one comparison each: negative numbers are large ones when taken as unsigned
    if (Integer.compareUnsigned(x, width) >= 0 || Integer.compareUnsigned(y, height) >= 0) {
      outside(x, y, offset);
      return;
    }
    if (micros < newestMicros) {
      if (micros < 0) {
        badTime(micros, offset);
        return;
      }
      backwards(micros, offset);
    } else if (micros > EventReader.LATEST_MICROS) {
      badTime(micros, offset);
      return;
    } else {
      newestMicros = micros;
    }
    into.add(x, y, micros, polarity);
  }

  private void outside(int x, int y, long offset) {
    problems.count(
        "outside-sensor",
        () ->
            RecordingException.at(
                file,
                offset,
                "an event must lie inside the sensor, left out: x="
                    + x
                    + ", y="
                    + y
                    + ", sensor="
                    + width
                    + "x"
                    + height));
  }

  private void badTime(long micros, long offset) {
    problems.count(
        "bad-time",
        () ->
            RecordingException.at(
                file,
                offset,
                "an event's time must be in [0, 2^60] microseconds, left out: micros=" + micros));
  }

  private void backwards(long micros, long offset) {
    long before = newestMicros;
    problems.count(
        "time-backwards",
        () ->
            RecordingException.at(
                file,
                offset,
                "the times of a camera must not decrease: micros="
                    + micros
                    + ", before="
                    + before));
  }
}
