package evpose.recordings.rosbag;

import evpose.events.EventBuffer;
import evpose.events.SensorGeometry;
import evpose.recordings.BrokenRecordingException;
import evpose.recordings.EventGate;
import evpose.recordings.EventReader;
import evpose.recordings.Problems;
import evpose.recordings.RecordedCamera;
import evpose.recordings.RecordingException;
import evpose.recordings.RecordingProblem;
import evpose.recordings.UnsupportedRecordingException;
import evpose.recordings.prophesee.Evt3Words;
import evpose.recordings.rosbag.SqliteFile.BrokenTableException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads the event cameras of a ROS 2 bag, message by message. Other topics are stepped over and
 * counted.
 *
 * <p>Kinds of problems: {@code broken-message}, {@code broken-table}, {@code outside-sensor},
 * {@code bad-time}, {@code time-backwards}, and those of EVT3. Not thread-safe.
 */
public final class RosbagReader implements EventReader {
  private static final byte[] MAGIC = SqliteFile.MAGIC.getBytes(StandardCharsets.ISO_8859_1);
  private static final String TYPE = "event_camera_msgs/msg/EventPacket";
  private static final int MOST_CAMERAS = 64;
  private static final int MOST_TOPICS = 4096;
  private static final int MOST_LOOKED_AT = 100_000;
  private static final int TOPIC_ID = 1;
  private static final int DATA = 3;

  private final Path file;
  private final SqliteFile sqlite;
  private final SqliteFile.Rows messages;
  private final Map<Long, String> topics = new HashMap<>();
  private final List<RecordedCamera> cameras = new ArrayList<>();
  private final Map<Long, Source> sources = new HashMap<>();
  private final Map<String, Long> others = new TreeMap<>();
  private final Problems problems = new Problems();
  private long message;
  private boolean ended;

  /** What turns one topic's messages into events. */
  private final class Source {
    final int camera;
    final String encoding;
    final EventGate gate;
    final Evt3Words words;

    Source(int camera, String encoding, SensorGeometry sensor) {
      this.camera = camera;
      this.encoding = encoding;
      gate = new EventGate(file, sensor, problems);
      words = new Evt3Words(file, sensor, problems);
    }
  }

  /** Whether a file that begins like this is a SQLite database. */
  public static boolean recognises(byte[] head) {
    return head.length >= MAGIC.length
        && Arrays.equals(head, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  /**
   * Opens a file that {@link #recognises} said yes to.
   *
   * @throws UnsupportedRecordingException when it is no bag with events in an encoding that is read
   * @throws BrokenRecordingException when it breaks SQLite's format
   */
  public static RosbagReader open(Path file) throws IOException {
    SqliteFile sqlite = null;
    boolean done = false;
    try {
      sqlite = new SqliteFile(file);
      RosbagReader reader = new RosbagReader(file, sqlite);
      done = true;
      return reader;
    } catch (BrokenTableException e) {
      throw new BrokenRecordingException(file, 0, "SQLite: " + e.getMessage());
    } finally {
      if (!done && sqlite != null) {
        sqlite.close();
      }
    }
  }

  private RosbagReader(Path file, SqliteFile sqlite) throws IOException, BrokenTableException {
    this.file = file;
    this.sqlite = sqlite;
    long topicsRoot = sqlite.root("topics");
    long messagesRoot = sqlite.root("messages");
    if (topicsRoot == 0 || messagesRoot == 0) {
      throw new UnsupportedRecordingException(
          file, 0, "SQLite is read as a bag of ROS 2, with tables topics and messages");
    }
    SqliteFile.Rows rows = sqlite.rows(topicsRoot);
    Set<Long> ours = new HashSet<>();
    while (rows.next() && topics.size() < MOST_TOPICS) {
      topics.put(rows.key(), rows.text(1));
      if (rows.text(2).equals(TYPE)) {
        ours.add(rows.key());
      }
    }
    learnCameras(sqlite.rows(messagesRoot), ours);
    if (cameras.isEmpty()) {
      throw new UnsupportedRecordingException(
          file,
          0,
          "a bag is read when messages of type "
              + TYPE
              + " are in it: topics="
              + printableTopics());
    }
    messages = sqlite.rows(messagesRoot);
  }

  private String printableTopics() {
    String all = String.join(" ", topics.values()).replaceAll("[^\\x20-\\x7E]", "?");
    return all.substring(0, Math.min(200, all.length()));
  }

  /** Each topic's first message tells its sensor and encoding. */
  private void learnCameras(SqliteFile.Rows rows, Set<Long> ours)
      throws IOException, BrokenTableException {
    int looked = 0;
    while (sources.size() < Math.min(ours.size(), MOST_CAMERAS)
        && looked++ < MOST_LOOKED_AT
        && rows.next()) {
      long topic = rows.integer(TOPIC_ID);
      EventMessage first =
          ours.contains(topic) && !sources.containsKey(topic) ? parse(rows.blob(DATA)) : null;
      if (first != null) {
        learn(topic, first);
      }
    }
  }

  private void learn(long topic, EventMessage first) throws IOException {
    String name = topics.getOrDefault(topic, "");
    if (!first.encoding().equals("evt3") && !first.encoding().equals("mono")) {
      throw new UnsupportedRecordingException(
          file,
          0,
          "events of ROS are read in encodings evt3 and mono: encoding="
              + first.encoding().replaceAll("[^\\x20-\\x7E]", "?"));
    }
    boolean possible =
        first.width() >= 1
            && first.width() <= 65_536
            && first.height() >= 1
            && first.height() <= 65_536;
    if (!possible) {
      throw new BrokenRecordingException(
          file,
          0,
          "sensor sides must be in [1, 65536] pixels: width="
              + first.width()
              + ", height="
              + first.height());
    }
    String id = RecordedCamera.idFrom(name.replaceAll("^/|/events$", ""));
    boolean taken = id.isEmpty() || cameras.stream().anyMatch(c -> c.id().equals(id));
    RecordedCamera camera =
        new RecordedCamera(taken ? "topic" + topic : id, (int) first.width(), (int) first.height());
    sources.put(topic, new Source(cameras.size(), first.encoding(), camera.sensor()));
    cameras.add(camera);
  }

  private static @Nullable EventMessage parse(@Nullable ByteBuffer cdr) {
    return cdr == null ? null : EventMessage.parse(cdr);
  }

  @Override
  public String format() {
    return "ROS 2 bag";
  }

  @Override
  public List<RecordedCamera> cameras() {
    return List.copyOf(cameras);
  }

  @Override
  public boolean read(List<EventBuffer> into) throws IOException {
    try {
      if (ended || !messages.next()) {
        ended = true;
        return false;
      }
    } catch (BrokenTableException e) {
      ended = true;
      problem("broken-table", e.getMessage() + ", reading ends here");
      return false;
    }
    message++;
    Source source = sources.get(messages.integer(TOPIC_ID));
    if (source == null) {
      others.merge("message", 1L, Long::sum);
      return true;
    }
    EventMessage events = parse(messages.blob(DATA));
    if (events == null || !events.encoding().equals(source.encoding)) {
      problem("broken-message", "a message must be an EventPacket in CDR, left out");
      return true;
    }
    if (source.encoding.equals("evt3")) {
      source.words.decode(events.events(), 0, into.get(source.camera));
    } else {
      takeMono(source, events, into.get(source.camera));
    }
    return true;
  }

  private static void takeMono(Source source, EventMessage message, EventBuffer into) {
    ByteBuffer words = message.events();
    for (int i = 0; i + 8 <= words.limit(); i += 8) {
      long word = words.getLong(i);
      long nanos = message.timeBaseNanos() + (word & 0xFFFF_FFFFL);
      int x = (int) (word >>> 32) & 0xFFFF;
      int y = (int) (word >>> 48) & 0x7FFF;
      source.gate.take(x, y, nanos < 0 ? -1 : nanos / 1000, (int) (word >>> 63), i, into);
    }
  }

  private void problem(String kind, String rule) {
    long which = message;
    problems.count(kind, () -> RecordingException.at(file, 0, "message " + which + ": " + rule));
  }

  /** Where the rows lie in the file is nobody's business: not known before the end. */
  @Override
  public double share() {
    return ended ? 1 : 0;
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
    sqlite.close();
  }
}
