package evpose.recordings;

import evpose.events.EventBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * What every writer asks of events before it writes a byte of them: inside the sensor, and none
 * older than one before. Not thread-safe.
 */
public final class EventOrder {
  private final List<RecordedCamera> cameras;
  private final long[] newestMicros;

  public EventOrder(List<RecordedCamera> cameras) {
    this.cameras = cameras;
    newestMicros = new long[cameras.size()];
    Arrays.fill(newestMicros, Long.MIN_VALUE);
  }

  /**
   * Checks the next events of a camera.
   *
   * @throws IllegalArgumentException naming the rule and the event, if one is broken
   */
  public void check(int camera, EventBuffer events) {
    RecordedCamera of = cameras.get(camera);
    long newest = newestMicros[camera];
    for (int i = 0; i < events.size(); i++) {
      if (events.x(i) >= of.width() || events.y(i) >= of.height()) {
        throw new IllegalArgumentException(
            "an event must lie inside the sensor: x="
                + events.x(i)
                + ", y="
                + events.y(i)
                + ", sensor="
                + of.sensor());
      }
      if (events.micros(i) < newest) {
        throw new IllegalArgumentException(
            "the times of a camera must not decrease: micros="
                + events.micros(i)
                + ", before="
                + newest
                + ", camera="
                + of.id());
      }
      newest = events.micros(i);
    }
    newestMicros[camera] = newest;
  }
}
