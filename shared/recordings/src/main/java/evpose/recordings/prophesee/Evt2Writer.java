package evpose.recordings.prophesee;

import evpose.events.EventBuffer;
import evpose.recordings.OneCameraWriter;
import evpose.recordings.RecordedCamera;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * Writes EVT2, as {@link Evt2Decoder} draws it. Times end after 2^34 µs, 4.7 hours.
 *
 * @see "Prophesee, EVT 2.0 format"
 */
public final class Evt2Writer extends OneCameraWriter {
  private static final int LARGEST_SIDE = 1 << 11;
  private static final long LATEST_MICROS = (1L << 34) - 1;
  private static final int LOW_BITS = 6;

  private long high = -1;

  private Evt2Writer(Path file, RecordedCamera camera) throws IOException {
    super(file, camera, "EVT2", LARGEST_SIDE, LATEST_MICROS);
  }

  /**
   * Begins a file; one that is there is written over.
   *
   * @throws IllegalArgumentException when the sensor is larger than 2048 pixels a side
   */
  public static Evt2Writer create(Path file, RecordedCamera camera) throws IOException {
    Evt2Writer writer = new Evt2Writer(file, camera);
    writer.out.text(RawHeader.text("2.0", "EVT2", camera));
    return writer;
  }

  @Override
  protected void append(EventBuffer events) throws IOException {
    for (int i = 0; i < events.size(); i++) {
      long micros = events.micros(i);
      ByteBuffer words = out.room(8);
      if (micros >> LOW_BITS != high) {
        high = micros >> LOW_BITS;
        words.putInt(0x8 << 28 | (int) high);
      }
      int low = (int) micros & 0x3F;
      words.putInt(events.polarity(i) << 28 | low << 22 | events.x(i) << 11 | events.y(i));
    }
  }
}
