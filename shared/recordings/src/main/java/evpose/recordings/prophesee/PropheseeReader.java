package evpose.recordings.prophesee;

import evpose.events.EventBuffer;
import evpose.events.SensorGeometry;
import evpose.recordings.BrokenRecordingException;
import evpose.recordings.EventReader;
import evpose.recordings.InputFile;
import evpose.recordings.Problems;
import evpose.recordings.ReadHints;
import evpose.recordings.RecordedCamera;
import evpose.recordings.RecordingProblem;
import evpose.recordings.UnsupportedRecordingException;
import java.io.IOException;
import java.nio.ByteBuffer;
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
  private static final SensorGeometry LARGEST = new SensorGeometry(1280, 720);
  private static final int DAT_2D = 0x00;
  static final int DAT_CD = 0x0C;

  private final InputFile input;
  private final RawFormat format;
  private final RecordedCamera camera;
  private final Scene scene;
  private final Decoder decoder;

  /** Whether a file that begins like this names one of the formats. */
  public static boolean recognises(byte[] head) {
    return head.length > 1 && head[0] == '%' && head[1] == ' ' && RawHeader.names(head);
  }

  /**
   * Opens a file that {@link #recognises} said yes to.
   *
   * @param hints the sensor of a file whose header tells none
   * @throws UnsupportedRecordingException for DAT records that hold no changes of brightness
   * @throws BrokenRecordingException when the header names no format, or no possible sensor
   */
  public static PropheseeReader open(Path file, ReadHints hints) throws IOException {
    InputFile input = InputFile.open(file);
    boolean done = false;
    try {
      input.fill();
      ByteBuffer head = input.chunk();
      RawHeader header = RawHeader.parse(file, head.array(), head.limit());
      RawFormat format = header.format();
      if (format == null) {
        throw new BrokenRecordingException(file, 0, "no line of the header names the format");
      }
      head.position(header.bytes());
      if (format == RawFormat.DAT) {
        stepOverRecordType(input);
      }
      PropheseeReader reader = new PropheseeReader(input, header, format, hints);
      done = true;
      return reader;
    } finally {
      if (!done) {
        input.close();
      }
    }
  }

  private static void stepOverRecordType(InputFile input) throws IOException {
    long from = input.position();
    if (!input.need(2)) {
      throw new BrokenRecordingException(
          input.file(),
          from,
          "two bytes must tell type and size of the records: bytes=" + input.chunk().remaining());
    }
    int type = input.chunk().get();
    int size = input.chunk().get();
    if ((type != DAT_2D && type != DAT_CD) || size != RawFormat.DAT.wordBytes) {
      throw new UnsupportedRecordingException(
          input.file(),
          from,
          "DAT is read with records of type 0 or 12 and of 8 bytes: type="
              + type
              + ", bytes="
              + size);
    }
  }

  private PropheseeReader(InputFile input, RawHeader header, RawFormat format, ReadHints hints) {
    this.input = input;
    this.format = format;
    SensorGeometry told = header.sensor() == null ? hints.sensor() : header.sensor();
    SensorGeometry sensor = told == null ? LARGEST : told;
    camera = new RecordedCamera("cam0", sensor.width(), sensor.height());
    scene = new Scene(input.file(), sensor, format.timeBits, new Problems());
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
    if (!input.fill()) {
      return false;
    }
    ByteBuffer words = input.chunk();
    int end = words.limit();
    int rest = words.remaining() % format.wordBytes;
    words.limit(end - rest);
    decoder.decode(words, input.begin(), into.get(0));
    words.position(end - rest).limit(end);
    if (rest > 0 && input.ended()) {
      scene.problem("truncated", input.position(), "the last word is cut short: bytes=" + rest);
      words.position(end);
    }
    return true;
  }

  @Override
  public double share() {
    return input.share();
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
    input.close();
  }
}
