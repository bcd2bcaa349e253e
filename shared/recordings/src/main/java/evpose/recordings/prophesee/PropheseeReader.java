package evpose.recordings.prophesee;

import evpose.events.EventBuffer;
import evpose.events.SensorGeometry;
import evpose.recordings.BrokenRecordingException;
import evpose.recordings.EventReader;
import evpose.recordings.RecordedCamera;
import evpose.recordings.RecordingProblem;
import evpose.recordings.UnsupportedRecordingException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Reads EVT2, EVT2.1, EVT3 and DAT. The one camera is {@code cam0}; where the header does not tell
 * its size, it is taken to be 1280x720, and that is counted. Clocks go on when they wrap.
 *
 * <p>Kinds of problems: {@code no-geometry}, {@code outside-sensor}, {@code unknown-word}, {@code
 * before-first-time}, {@code bad-polarity}, {@code time-wrapped}, {@code time-backwards}, {@code
 * truncated}. Not thread-safe.
 */
public final class PropheseeReader implements EventReader {
  private static final int CHUNK_BYTES = 1 << 16; // a multiple of every word
  private static final SensorGeometry LARGEST = new SensorGeometry(1280, 720);
  private static final int DAT_2D = 0x00;
  private static final int DAT_CD = 0x0C;

  private final FileChannel channel;
  private final RawFormat format;
  private final RecordedCamera camera;
  private final Scene scene;
  private final Decoder decoder;
  private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  private long at;

  /** Whether a file that begins like this names one of the formats. */
  public static boolean recognises(byte[] head) {
    return head.length > 1 && head[0] == '%' && head[1] == ' ' && RawHeader.names(head);
  }

  /**
   * Opens a file that {@link #recognises} said yes to.
   *
   * @throws UnsupportedRecordingException for DAT records that hold no changes of brightness
   * @throws BrokenRecordingException when the header names no format, or no possible sensor
   */
  public static PropheseeReader open(Path file) throws IOException {
    FileChannel channel = FileChannel.open(file);
    boolean done = false;
    try {
      RawHeader header = RawHeader.read(file, channel);
      RawFormat format = header.format();
      if (format == null) {
        throw new BrokenRecordingException(file, 0, "no line of the header names the format");
      }
      PropheseeReader reader = new PropheseeReader(file, channel, header, format);
      done = true;
      return reader;
    } finally {
      if (!done) {
        channel.close();
      }
    }
  }

  private PropheseeReader(Path file, FileChannel channel, RawHeader header, RawFormat format)
      throws IOException {
    this.channel = channel;
    this.format = format;
    at = header.bytes();
    SensorGeometry told = header.sensor();
    SensorGeometry sensor = told == null ? LARGEST : told;
    camera = new RecordedCamera("cam0", sensor.width(), sensor.height());
    scene = new Scene(file, sensor, format.timeBits);
    if (told == null) {
      scene.problem("no-geometry", 0, "the header tells no size, taken to be sensor=" + sensor);
    }
    decoder =
        switch (format) {
          case EVT2 -> new Evt2Decoder(scene);
          case EVT21 -> new Evt21Decoder(scene);
          case EVT3 -> new Evt3Decoder(scene);
          case DAT -> new DatDecoder(scene);
        };
    if (format == RawFormat.DAT) {
      at = behindRecordType(file);
    }
  }

  private long behindRecordType(Path file) throws IOException {
    long from = at;
    fill();
    if (chunk.remaining() < 2) {
      throw new BrokenRecordingException(
          file, from, "two bytes must tell type and size of the records: bytes=" + chunk.limit());
    }
    int type = chunk.get(0);
    int size = chunk.get(1);
    if ((type != DAT_2D && type != DAT_CD) || size != format.wordBytes) {
      throw new UnsupportedRecordingException(
          file,
          from,
          "DAT is read with records of type 0 or 12 and of 8 bytes: type="
              + type
              + ", bytes="
              + size);
    }
    return from + 2;
  }

  private boolean fill() throws IOException {
    chunk.clear();
    int got = 0;
    while (chunk.hasRemaining() && got >= 0) {
      got = channel.read(chunk, at + chunk.position());
    }
    chunk.flip();
    return chunk.hasRemaining();
  }

  @Override
  public String format() {
    return format.title;
  }

  @Override
  public List<RecordedCamera> cameras() {
    return List.of(camera);
  }

  @Override
  public boolean read(List<EventBuffer> into) throws IOException {
    if (!fill()) {
      return false;
    }
    int bytes = chunk.limit();
    int rest = bytes % format.wordBytes;
    chunk.limit(bytes - rest);
    decoder.decode(chunk, at, into.get(0));
    if (rest > 0) {
      scene.problem("truncated", at + bytes - rest, "the last word is cut short: bytes=" + rest);
    }
    at += bytes;
    return true;
  }

  @Override
  public List<RecordingProblem> problems() {
    return scene.problems.list();
  }

  @Override
  public Map<String, Long> otherStreams() {
    return Map.copyOf(scene.others);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
