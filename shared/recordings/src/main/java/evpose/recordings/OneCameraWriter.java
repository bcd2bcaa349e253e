package evpose.recordings;

import evpose.events.EventBuffer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What writers of formats for one camera share: the file, the order of events, the limits that a
 * format sets. Not thread-safe.
 */
public abstract class OneCameraWriter implements EventWriter {
  protected final OutputFile out;
  private final EventOrder order;
  private final String format;
  private final long latestMicros;

  /**
   * Begins a file; one that is there is written over.
   *
   * @param format its name, for messages
   * @param largestSide of a sensor that the format has room for, pixels
   * @param latestMicros the latest time that it has room for
   * @throws IllegalArgumentException when the camera's sensor is larger
   */
  protected OneCameraWriter(
      Path file, RecordedCamera camera, String format, int largestSide, long latestMicros)
      throws IOException {
    if (camera.width() > largestSide || camera.height() > largestSide) {
      throw new IllegalArgumentException(
          format
              + " has room for sensors of up to "
              + largestSide
              + " pixels a side: sensor="
              + camera.sensor());
    }
    order = new EventOrder(List.of(camera));
    this.format = format;
    this.latestMicros = latestMicros;
    out = OutputFile.create(file);
  }

  @Override
  public final void write(int camera, EventBuffer events) throws IOException {
    order.check(camera, events);
    if (events.size() == 0) {
      return;
    }
    long first = events.micros(0);
    long last = events.micros(events.size() - 1);
    if (first < 0 || last > latestMicros) {
      throw new TimeRangeException(format, latestMicros, first < 0 ? first : last);
    }
    append(events);
  }

  /** Writes events that were checked, at least one. */
  protected abstract void append(EventBuffer events) throws IOException;

  @Override
  public void close() throws IOException {
    out.close();
  }
}
