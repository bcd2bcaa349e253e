package evpose.recordings.prophesee;

import evpose.events.EventBuffer;
import evpose.recordings.OneCameraWriter;
import evpose.recordings.RecordedCamera;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * Writes DAT, as {@link DatDecoder} draws it. Times end after 2^32 µs, 71 minutes.
 *
 * @see "Prophesee, DAT file format"
 */
public final class DatWriter extends OneCameraWriter {
  private static final int LARGEST_SIDE = 1 << 14;
  private static final long LATEST_MICROS = (1L << 32) - 1;

  private DatWriter(Path file, RecordedCamera camera) throws IOException {
    super(file, camera, "DAT", LARGEST_SIDE, LATEST_MICROS);
  }

  /**
   * Begins a file; one that is there is written over.
   *
   * @throws IllegalArgumentException when the sensor is larger than 16384 pixels a side
   */
  public static DatWriter create(Path file, RecordedCamera camera) throws IOException {
    DatWriter writer = new DatWriter(file, camera);
    writer.out.text(
        "% Data file containing CD events.\n% Version 2\n% Height "
            + camera.height()
            + "\n% Width "
            + camera.width()
            + "\n");
    ByteBuffer records = writer.out.room(2);
    records.put((byte) PropheseeReader.DAT_CD).put((byte) RawFormat.DAT.wordBytes);
    return writer;
  }

  @Override
  protected void append(EventBuffer events) throws IOException {
    for (int i = 0; i < events.size(); i++) {
      ByteBuffer record = out.room(RawFormat.DAT.wordBytes);
      record.putInt((int) events.micros(i));
      record.putInt(events.polarity(i) << 28 | events.y(i) << 14 | events.x(i));
    }
  }
}
