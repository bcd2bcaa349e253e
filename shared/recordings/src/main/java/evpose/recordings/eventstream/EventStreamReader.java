package evpose.recordings.eventstream;

import evpose.events.EventBuffer;
import evpose.recordings.BrokenRecordingException;
import evpose.recordings.EventGate;
import evpose.recordings.EventReader;
import evpose.recordings.InputFile;
import evpose.recordings.Problems;
import evpose.recordings.RecordedCamera;
import evpose.recordings.RecordingException;
import evpose.recordings.RecordingProblem;
import evpose.recordings.UnsupportedRecordingException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads Event Stream 2 with DVS or ATIS events; the one camera is {@code cam0}. Exposure
 * measurements of ATIS pixels are stepped over and counted.
 *
 * <p>Kinds of problems: {@code outside-sensor}, {@code bad-time}, {@code truncated}. Not
 * thread-safe.
 */
public final class EventStreamReader implements EventReader {
  static final byte[] MAGIC = "Event Stream".getBytes(StandardCharsets.ISO_8859_1);
  static final int MAJOR = 2;
  static final int DVS = 1;
  static final int OVERFLOW = 0xFF;
  static final int OVERFLOW_MICROS = 127;
  private static final int RESET = 0xFE;
  private static final int ATIS = 2;
  private static final int ATIS_OVERFLOW = 0xFC;
  private static final int ATIS_OVERFLOW_MICROS = 63;
  private static final int HEAD_BYTES = 20;
  private static final int BYTES_BEHIND_TIME = 4;

  private final InputFile input;
  private final boolean atis;
  private final RecordedCamera camera;
  private final Problems problems = new Problems();
  private final Map<String, Long> others = new TreeMap<>();
  private final EventGate gate;
  private long micros;

  /** Whether a file that begins like this is an Event Stream. */
  public static boolean recognises(byte[] head) {
    return head.length >= MAGIC.length
        && Arrays.equals(head, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  /**
   * Opens a file that {@link #recognises} said yes to.
   *
   * @throws UnsupportedRecordingException for another version than 2, and for other events than
   *     those of DVS and ATIS
   * @throws BrokenRecordingException when the head is cut short or tells no possible sensor
   */
  public static EventStreamReader open(Path file) throws IOException {
    InputFile input = InputFile.open(file);
    boolean done = false;
    try {
      EventStreamReader reader = new EventStreamReader(input);
      done = true;
      return reader;
    } finally {
      if (!done) {
        input.close();
      }
    }
  }

  private EventStreamReader(InputFile input) throws IOException {
    this.input = input;
    if (!input.need(HEAD_BYTES)) {
      throw new BrokenRecordingException(
          input.file(),
          0,
          "the head must have " + HEAD_BYTES + " bytes: bytes=" + input.chunk().remaining());
    }
    ByteBuffer head = input.chunk();
    int major = head.get(12);
    int kind = head.get(15);
    if (major != MAJOR || (kind != DVS && kind != ATIS)) {
      throw new UnsupportedRecordingException(
          input.file(),
          12,
          "Event Stream is read in version 2 with events of kind 1 (DVS) or 2 (ATIS): version="
              + major
              + ", kind="
              + kind);
    }
    atis = kind == ATIS;
    int width = head.getShort(16) & 0xFFFF;
    int height = head.getShort(18) & 0xFFFF;
    if (width == 0 || height == 0) {
      throw new BrokenRecordingException(
          input.file(),
          16,
          "sensor sides must be in [1, 65536] pixels: width=" + width + ", height=" + height);
    }
    camera = new RecordedCamera("cam0", width, height);
    gate = new EventGate(input.file(), camera.sensor(), problems);
    head.position(HEAD_BYTES);
  }

  @Override
  public String format() {
    return "Event Stream";
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
    if (atis) {
      decodeAtis(into.get(0));
    } else {
      decodeDvs(into.get(0));
    }
    ByteBuffer rest = input.chunk();
    if (input.ended() && rest.hasRemaining()) {
      problems.count(
          "truncated",
          () ->
              RecordingException.at(
                  input.file(),
                  input.position(),
                  "the last event is cut short: bytes=" + rest.remaining()));
      rest.position(rest.limit());
    }
    return true;
  }

  private void decodeDvs(EventBuffer into) {
    ByteBuffer bytes = input.chunk();
    while (bytes.hasRemaining()) {
      int first = bytes.get(bytes.position()) & 0xFF;
      if (first == OVERFLOW) {
        micros += OVERFLOW_MICROS;
      } else if (first != RESET) {
        if (bytes.remaining() <= BYTES_BEHIND_TIME) {
          return;
        }
        micros += first >> 1;
        take(first & 1, into);
        continue;
      }
      bytes.position(bytes.position() + 1);
    }
  }

  private void decodeAtis(EventBuffer into) {
    ByteBuffer bytes = input.chunk();
    while (bytes.hasRemaining()) {
      int first = bytes.get(bytes.position()) & 0xFF;
      if (first >= ATIS_OVERFLOW) {
        micros += (long) ATIS_OVERFLOW_MICROS * (first & 3);
        bytes.position(bytes.position() + 1);
        continue;
      }
      if (bytes.remaining() <= BYTES_BEHIND_TIME) {
        return;
      }
      micros += first >> 2;
      if ((first & 1) == 0) {
        take(first >> 1 & 1, into);
      } else {
        others.merge("exposure", 1L, Long::sum);
        bytes.position(bytes.position() + 1 + BYTES_BEHIND_TIME);
      }
    }
  }

  private void take(int polarity, EventBuffer into) {
    ByteBuffer bytes = input.chunk();
    int at = bytes.position();
    int x = bytes.getShort(at + 1) & 0xFFFF;
    int y = camera.height() - 1 - (bytes.getShort(at + 3) & 0xFFFF);
    gate.take(x, y, micros, polarity, input.position(), into);
    bytes.position(at + 1 + BYTES_BEHIND_TIME);
  }

  @Override
  public double share() {
    return input.share();
  }

  @Override
  public List<RecordingProblem> problems() {
    return problems.list();
  }

  @Override
  public Map<String, Long> otherStreams() {
    return Map.copyOf(others);
  }

  @Override
  public void close() throws IOException {
    input.close();
  }
}
