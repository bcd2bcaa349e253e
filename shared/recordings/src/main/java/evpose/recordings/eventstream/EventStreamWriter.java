package evpose.recordings.eventstream;

import evpose.events.EventBuffer;
import evpose.recordings.OneCameraWriter;
import evpose.recordings.RecordedCamera;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * Writes Event Stream 2 with DVS events. Time is told from event to event, a byte for every 127 µs
 * of silence, so it should begin near 0.
 */
public final class EventStreamWriter extends OneCameraWriter {
  private static final int LARGEST_SIDE = 65_535;

  /** 19 hours, of which the silence before the first event may take 540 MB. */
  private static final long LATEST_MICROS = (1L << 36) - 1;

  private final int height;
  private long before;

  private EventStreamWriter(Path file, RecordedCamera camera) throws IOException {
    super(file, camera, "Event Stream", LARGEST_SIDE, LATEST_MICROS);
    height = camera.height();
  }

  /**
   * Begins a file; one that is there is written over.
   *
   * @throws IllegalArgumentException when the sensor is larger than 65535 pixels a side
   */
  public static EventStreamWriter create(Path file, RecordedCamera camera) throws IOException {
    EventStreamWriter writer = new EventStreamWriter(file, camera);
    ByteBuffer head = writer.out.room(EventStreamReader.MAGIC.length + 8);
    head.put(EventStreamReader.MAGIC);
    head.put((byte) EventStreamReader.MAJOR).put((byte) 0).put((byte) 0);
    head.put((byte) EventStreamReader.DVS);
    head.putShort((short) camera.width()).putShort((short) camera.height());
    return writer;
  }

  @Override
  protected void append(EventBuffer events) throws IOException {
    for (int i = 0; i < events.size(); i++) {
      long micros = events.micros(i) - before;
      for (;
          micros >= EventStreamReader.OVERFLOW_MICROS;
          micros -= EventStreamReader.OVERFLOW_MICROS) {
        out.room(1).put((byte) EventStreamReader.OVERFLOW);
      }
      ByteBuffer bytes = out.room(5);
      bytes.put((byte) (micros << 1 | events.polarity(i)));
      bytes.putShort((short) events.x(i));
      bytes.putShort((short) (height - 1 - events.y(i)));
      before = events.micros(i);
    }
  }
}
