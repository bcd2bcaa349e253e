package evpose.recordings.aedat4;

import evpose.events.EventBuffer;
import evpose.recordings.BrokenRecordingException;
import evpose.recordings.EventReader;
import evpose.recordings.Problems;
import evpose.recordings.RecordedCamera;
import evpose.recordings.RecordingProblem;
import evpose.recordings.UnsupportedRecordingException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads AEDAT4, packet by packet. A packet whose body is broken is stepped over and counted; what
 * cannot be stepped over (a packet's head) ends the reading and is counted, too, because a
 * recording that was cut off is worth its beginning. Not thread-safe.
 *
 * <p>Kinds of problems: {@code broken-packet}, {@code unknown-stream}, {@code truncated}, {@code
 * lost-framing}, {@code bad-table-position}, {@code outside-sensor}, {@code bad-time}, {@code
 * time-backwards}.
 */
public final class Aedat4Reader implements EventReader {
  private static final byte[] MAGIC = FileHeader.MAGIC.getBytes(StandardCharsets.ISO_8859_1);

  /** Four million events; DV writes some thousands. */
  private static final int LARGEST_BODY = 1 << 26;

  private static final int NO_EVENTS = -1;

  private final OpenedFile opened;
  private final Packets packets;
  private final Problems problems;
  private final List<RecordedCamera> cameras;
  private final Map<Integer, Stream> streams = new HashMap<>();
  private final Map<Integer, Integer> cameraOfStream = new HashMap<>();
  private final Map<String, Long> others = new TreeMap<>();
  private final ByteSink unpacked = new ByteSink(LARGEST_BODY);
  private final long[] newestMicros;

  /** Whether a file that begins like this is AEDAT4. */
  public static boolean recognises(byte[] head) {
    return head.length >= MAGIC.length
        && Arrays.equals(head, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  /**
   * Opens a file that {@link #recognises} said yes to and reads its head.
   *
   * @throws BrokenRecordingException when the head breaks the format
   * @throws UnsupportedRecordingException when it asks for something unknown here, or the file
   *     holds no events
   */
  public static Aedat4Reader open(Path file) throws IOException {
    Problems problems = new Problems();
    FileChannel channel = FileChannel.open(file);
    boolean done = false;
    try {
      OpenedFile opened = OpenedFile.read(file, channel, problems);
      Aedat4Reader reader = new Aedat4Reader(opened, problems, Cameras.of(file, opened.streams()));
      done = true;
      return reader;
    } finally {
      if (!done) {
        channel.close();
      }
    }
  }

  /**
   * Reads a live stream of DV, such as dv-processing's NetworkWriter sends: AEDAT4 without its
   * first line and its index. {@link #read} waits for the next packet.
   *
   * @param in from the connection's first byte on; closed with the reader
   * @param name of the connection, for messages
   * @throws BrokenRecordingException when the head breaks the format
   */
  public static Aedat4Reader live(InputStream in, String name) throws IOException {
    Problems problems = new Problems();
    OpenedFile opened = OpenedFile.read(in, name, problems);
    return new Aedat4Reader(opened, problems, Cameras.of(Path.of(name), opened.streams()));
  }

  private Aedat4Reader(OpenedFile opened, Problems problems, List<RecordedCamera> cameras) {
    this.opened = opened;
    this.problems = problems;
    this.cameras = cameras;
    packets = opened.packets();
    for (Stream stream : opened.streams()) {
      streams.put(stream.id(), stream);
      if (stream.holdsEvents()) {
        cameraOfStream.put(stream.id(), cameraOfStream.size());
      }
    }
    newestMicros = new long[cameras.size()];
    Arrays.fill(newestMicros, Long.MIN_VALUE);
  }

  @Override
  public String format() {
    return "AEDAT4";
  }

  @Override
  public List<RecordedCamera> cameras() {
    return cameras;
  }

  @Override
  public boolean read(List<EventBuffer> into) throws IOException {
    while (packets.next()) {
      int camera = cameraOfStream.getOrDefault(packets.stream(), NO_EVENTS);
      if (camera == NO_EVENTS) {
        stepOver();
      } else if (take(camera, into.get(camera))) {
        return true;
      }
    }
    return false;
  }

  private void stepOver() {
    Stream stream = streams.get(packets.stream());
    if (stream != null) {
      others.merge(stream.type(), 1L, Long::sum);
      return;
    }
    problems.count(
        "unknown-stream",
        () ->
            packets.place(
                "a packet must belong to a stream that the header names, left out: stream="
                    + packets.stream()
                    + ", streams="
                    + opened.streams().stream().map(Stream::id).toList()));
  }

  private boolean take(int camera, EventBuffer into) throws IOException {
    try {
      byte[] body = packets.body(LARGEST_BODY);
      Packing.unpack(opened.compression(), body, packets.size(), unpacked);
      EventBody events = EventBody.parse(unpacked);
      for (int i = 0; i < events.count(); i++) {
        take(camera, events, i, into);
      }
      return true;
    } catch (MalformedBodyException e) {
      problems.count("broken-packet", () -> packets.place(e.rule() + "; packet left out"));
      return false;
    }
  }

  private void take(int camera, EventBody events, int i, EventBuffer into) {
    RecordedCamera of = cameras.get(camera);
    int x = events.x(i);
    int y = events.y(i);
    long micros = events.micros(i);
    if (x < 0 || x >= of.width() || y < 0 || y >= of.height()) {
      problems.count(
          "outside-sensor",
          () ->
              packets.place(
                  "an event must lie inside the sensor, left out: x="
                      + x
                      + ", y="
                      + y
                      + ", sensor="
                      + of.sensor()));
      return;
    }
    if (micros < 0 || micros > LATEST_MICROS) {
      problems.count(
          "bad-time",
          () ->
              packets.place(
                  "an event's time must be in [0, 2^60] microseconds, left out: micros=" + micros));
      return;
    }
    if (micros < newestMicros[camera]) {
      long before = newestMicros[camera];
      problems.count(
          "time-backwards",
          () ->
              packets.place(
                  "the times of a camera must not decrease: micros="
                      + micros
                      + ", before="
                      + before));
    }
    newestMicros[camera] = Math.max(newestMicros[camera], micros);
    into.add(x, y, micros, events.polarity(i));
  }

  @Override
  public double share() {
    return packets.share();
  }

  @Override
  public List<RecordingProblem> problems() {
    return problems.list();
  }

  @Override
  public Map<String, Long> otherStreams() {
    return new TreeMap<>(others);
  }

  @Override
  public void close() throws IOException {
    packets.close();
  }
}
