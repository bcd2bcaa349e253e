package evpose.recordings.aedat3;

import evpose.events.EventBuffer;
import evpose.recordings.EventGate;
import evpose.recordings.EventReader;
import evpose.recordings.InputFile;
import evpose.recordings.Problems;
import evpose.recordings.RecordedCamera;
import evpose.recordings.RecordingException;
import evpose.recordings.RecordingProblem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads AEDAT 3.1 in format RAW, of one or several sources. Other kinds of packets are stepped over
 * and counted; events that the file marks as not valid are, too.
 *
 * <p>Kinds of problems: {@code unknown-source}, {@code bad-packet}, {@code truncated}, {@code
 * outside-sensor}, {@code bad-time}, {@code time-backwards}. Not thread-safe.
 */
public final class Aedat3Reader implements EventReader {
  private static final byte[] MAGIC = Aedat3Header.VERSION.getBytes(StandardCharsets.ISO_8859_1);
  private static final int HEAD_BYTES = 28;
  private static final int POLARITY = 1;
  private static final int POLARITY_BYTES = 8;
  private static final int OVERFLOW_BITS = 31;
  private static final String[] KINDS = {
    "special",
    "polarity",
    "frame",
    "imu6",
    "imu9",
    "sample",
    "ear",
    "config",
    "point1d",
    "point2d",
    "point3d",
    "point4d",
    "spike",
    "matrix4x4"
  };

  private final InputFile input;
  private final List<RecordedCamera> cameras = new ArrayList<>();
  private final Map<Integer, Integer> cameraOfSource = new HashMap<>();
  private final List<EventGate> gates = new ArrayList<>();
  private final Problems problems = new Problems();
  private final Map<String, Long> others = new TreeMap<>();
  private int camera;
  private long overflowMicros;
  private long eventsLeft; // of the packet we are in

  /** Whether a file that begins like this is AEDAT 3.1. */
  public static boolean recognises(byte[] head) {
    return head.length >= MAGIC.length
        && Arrays.equals(head, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  /**
   * Opens a file that {@link #recognises} said yes to.
   *
   * @throws IOException as the header's reading: broken, or not supported
   */
  public static Aedat3Reader open(Path file) throws IOException {
    InputFile input = InputFile.open(file);
    boolean done = false;
    try {
      Aedat3Reader reader = new Aedat3Reader(input, Aedat3Header.read(input));
      done = true;
      return reader;
    } finally {
      if (!done) {
        input.close();
      }
    }
  }

  private Aedat3Reader(InputFile input, Aedat3Header header) {
    this.input = input;
    header
        .cameras()
        .forEach(
            (source, of) -> {
              cameraOfSource.put(source, cameras.size());
              cameras.add(of);
              gates.add(new EventGate(input.file(), of.sensor(), problems));
            });
  }

  @Override
  public String format() {
    return "AEDAT3.1";
  }

  @Override
  public List<RecordedCamera> cameras() {
    return List.copyOf(cameras);
  }

  @Override
  public boolean read(List<EventBuffer> into) throws IOException {
    if (eventsLeft == 0 && !nextPacket()) {
      return false;
    }
    if (!input.need(POLARITY_BYTES)) {
      return cutShort("the last packet is cut short: events left=" + eventsLeft);
    }
    takeEvents(into.get(camera));
    return true;
  }

  /** Goes to the events of the next packet of polarity events; false when there is none. */
  private boolean nextPacket() throws IOException {
    while (input.need(1)) {
      if (!input.need(HEAD_BYTES)) {
        return cutShort("the head of a packet is cut short: bytes=" + input.chunk().remaining());
      }
      ByteBuffer chunk = input.chunk();
      int at = chunk.position();
      int kind = chunk.getShort(at) & 0xFFFF;
      int source = chunk.getShort(at + 2) & 0xFFFF;
      int eventBytes = chunk.getInt(at + 4);
      int overflows = chunk.getInt(at + 12);
      int events = chunk.getInt(at + 20);
      if (eventBytes < 1 || events < 0 || overflows < 0) {
        return lostFraming(kind, eventBytes, events, overflows);
      }
      chunk.position(at + HEAD_BYTES);
      Integer known = cameraOfSource.get(source);
      if (kind == POLARITY && known != null && eventBytes == POLARITY_BYTES && events > 0) {
        camera = known;
        eventsLeft = events;
        overflowMicros = (long) overflows << OVERFLOW_BITS;
        return true;
      }
      if (kind == POLARITY && events > 0) {
        stranger(source, eventBytes);
      } else if (kind != POLARITY) {
        others.merge(kind < KINDS.length ? KINDS[kind] : "unknown", 1L, Long::sum);
      }
      if (!input.seek(input.position() + (long) eventBytes * events)) {
        return cutShort("a packet is cut short: eventSize=" + eventBytes + ", events=" + events);
      }
    }
    return false;
  }

  private boolean lostFraming(int kind, int eventBytes, int events, int overflows) {
    problems.count(
        "bad-packet",
        () ->
            RecordingException.at(
                input.file(),
                input.position(),
                "the head of a packet must tell sizes and counts that are not negative, reading ends"
                    + " here: kind="
                    + kind
                    + ", eventSize="
                    + eventBytes
                    + ", eventNumber="
                    + events
                    + ", eventTSOverflow="
                    + overflows));
    return leave();
  }

  private void stranger(int source, int eventBytes) {
    problems.count(
        "unknown-source",
        () ->
            RecordingException.at(
                input.file(),
                input.position(),
                "polarity events must come from a source that the text names and have 8 bytes, left"
                    + " out: source="
                    + source
                    + ", eventSize="
                    + eventBytes));
  }

  private boolean cutShort(String what) {
    problems.count("truncated", () -> RecordingException.at(input.file(), input.position(), what));
    return leave();
  }

  private boolean leave() {
    eventsLeft = 0;
    input.seek(Long.MAX_VALUE);
    return false;
  }

  private void takeEvents(EventBuffer into) {
    ByteBuffer chunk = input.chunk();
    EventGate gate = gates.get(camera);
    int at = chunk.position();
    int events = (int) Math.min(eventsLeft, chunk.remaining() / POLARITY_BYTES);
    long offset = input.position();
    for (int i = 0; i < events; i++, at += POLARITY_BYTES, offset += POLARITY_BYTES) {
      int word = chunk.getInt(at);
      if ((word & 1) == 0) {
        others.merge("not valid", 1L, Long::sum);
        continue;
      }
      int stamp = chunk.getInt(at + 4);
      long micros = stamp < 0 ? -1 : overflowMicros + stamp;
      gate.take(word >>> 17, word >>> 2 & 0x7FFF, micros, word >>> 1 & 1, offset, into);
    }
    chunk.position(at);
    eventsLeft -= events;
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
