package evpose.source.service;

import evpose.messages.EventPackets;
import evpose.messages.Keys;
import evpose.messages.MalformedMessageException;
import evpose.messages.RigCamera;
import evpose.messages.RigMessage;
import evpose.messages.Topics;
import evpose.recordings.EventWriter;
import evpose.recordings.RecordedCamera;
import evpose.recordings.RecordingFormat;
import evpose.streaming.KafkaAccess;
import evpose.streaming.StreamsSettings;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Topics of a rig into files: events as a recording, whatever is JSON as a line a record. In no
 * consumer group, commits nothing. Belongs to one thread.
 */
public final class Recording implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);

  private final RigMessage rig;
  private final Consumer<byte[], byte[]> consumer;
  private final PacketRecorder recorder = new PacketRecorder();
  private final List<EventWriter> writers = new ArrayList<>();
  private final List<Path> files = new ArrayList<>();
  private final Map<String, OutputStream> lines = new LinkedHashMap<>();
  private final Map<String, Long> linesWritten = new LinkedHashMap<>();
  private final byte[] rigKey;
  private long malformed;

  /**
   * What was written so far.
   *
   * @param files of the events
   * @param cameras accounts by camera
   * @param lines records written of each other topic
   * @param malformed records of topic events that hold no packet, left out
   * @param offsets where reading goes on, by topic and partition
   */
  public record Summary(
      List<String> files,
      Map<String, PacketRecorder.Camera> cameras,
      Map<String, Long> lines,
      long malformed,
      Map<String, Long> offsets) {
    /** Events of all cameras. */
    public long events() {
      return cameras.values().stream().mapToLong(PacketRecorder.Camera::events).sum();
    }

    /** Packets that the log did not have, or that came out of order. */
    public long missing() {
      return cameras.values().stream().mapToLong(c -> c.lost() + c.backwards()).sum();
    }
  }

  /**
   * Begins the files; those that are there are written over.
   *
   * @param fromBegin whether what the log holds already is recorded, too
   * @param out of the events; several cameras in a format for one get a file each, {@code
   *     walk-left.raw}
   * @param topics beside events, written to {@code walk.poses-3d.jsonl}
   */
  public static Recording open(
      String bootstrap,
      RigMessage rig,
      boolean fromBegin,
      Path out,
      RecordingFormat format,
      List<String> topics)
      throws IOException {
    Map<String, Object> config = KafkaAccess.of(bootstrap);
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, StreamsSettings.MAX_RECORD_BYTES);
    Recording recording =
        new Recording(
            rig,
            new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
    boolean done = false;
    try {
      recording.assign(fromBegin, topics);
      recording.create(out, format, topics);
      done = true;
      return recording;
    } finally {
      if (!done) {
        recording.close();
      }
    }
  }

  private Recording(RigMessage rig, Consumer<byte[], byte[]> consumer) {
    this.rig = rig;
    this.consumer = consumer;
    rigKey = Keys.of(rig.rig());
  }

  private void assign(boolean fromBegin, List<String> topics) {
    List<TopicPartition> partitions = new ArrayList<>();
    rig.cameras().stream()
        .map(RigCamera::eventsPartition)
        .distinct()
        .forEach(p -> partitions.add(new TopicPartition(Topics.EVENTS, p)));
    topics.forEach(topic -> partitions.add(new TopicPartition(topic, rig.posesPartition())));
    consumer.assign(partitions);
    if (fromBegin) {
      consumer.seekToBeginning(partitions);
    } else {
      consumer.seekToEnd(partitions);
    }
    partitions.forEach(consumer::position); // asks the broker now: this is where it begins
  }

  private void create(Path out, RecordingFormat format, List<String> topics) throws IOException {
    List<RecordedCamera> cameras =
        rig.cameras().stream().map(c -> new RecordedCamera(c.id(), c.width(), c.height())).toList();
    if (format.severalCameras() || cameras.size() == 1) {
      EventWriter writer = writer(out, format, cameras);
      for (int c = 0; c < cameras.size(); c++) {
        recorder.add(cameras.get(c).id(), writer, c);
      }
    } else {
      for (RecordedCamera camera : cameras) {
        Path file = beside(out, "-" + camera.id() + format.ending());
        recorder.add(camera.id(), writer(file, format, List.of(camera)), 0);
      }
    }
    for (String topic : topics) {
      Path file = beside(out, "." + topic + ".jsonl");
      lines.put(topic, new BufferedOutputStream(Files.newOutputStream(file), 1 << 16));
      linesWritten.put(topic, 0L);
    }
  }

  private EventWriter writer(Path file, RecordingFormat format, List<RecordedCamera> cameras)
      throws IOException {
    EventWriter writer = format.create(file, cameras);
    writers.add(writer);
    files.add(file);
    return writer;
  }

  /** A file beside another, named as it with another ending. */
  public static Path beside(Path file, String ending) {
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    return file.resolveSibling((dot > 0 ? name.substring(0, dot) : name) + ending);
  }

  /**
   * Writes what has come since the last call; waits a little when nothing has.
   *
   * @return how many records came
   * @throws IllegalArgumentException when the format cannot hold them; in words
   */
  public int poll() throws IOException {
    int came = 0;
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
      came++;
      if (record.value() == null) {
        continue; // a tombstone tells nothing here
      }
      if (record.topic().equals(Topics.EVENTS)) {
        takePacket(record.value());
      } else if (Arrays.equals(record.key(), rigKey)) {
        OutputStream to = lines.get(record.topic());
        if (to != null) {
          to.write(record.value());
          to.write('\n');
          linesWritten.merge(record.topic(), 1L, Long::sum);
        }
      }
    }
    return came;
  }

  private void takePacket(byte[] value) throws IOException {
    try {
      var packet = EventPackets.decode(value);
      if (packet.rig().equals(rig.rig())) {
        recorder.take(packet);
      }
    } catch (MalformedMessageException e) {
      malformed++; // counted: camera-service sets it aside with all that is known of it
    }
  }

  /** Data time that all cameras have covered, seconds. */
  public double seconds() {
    return recorder.coveredMicros() / 1e6;
  }

  public Summary summary() {
    Map<String, Long> offsets = new TreeMap<>();
    for (TopicPartition partition : consumer.assignment()) {
      offsets.put(partition.toString(), consumer.position(partition));
    }
    return new Summary(
        files.stream().map(Path::toString).toList(),
        recorder.cameras(),
        Map.copyOf(linesWritten),
        malformed,
        offsets);
  }

  /** Finishes the files. */
  @Override
  public void close() throws IOException {
    IOException failed = null;
    List<Closeable> all = new ArrayList<>(writers);
    all.addAll(lines.values());
    all.add(consumer);
    for (Closeable each : all) {
      try {
        each.close();
      } catch (IOException e) {
        failed = e; // the others are finished all the same
      } catch (KafkaException e) {
        failed = new IOException("Kafka's client cannot be closed: cause=" + e, e);
      }
    }
    if (failed != null) {
      throw failed;
    }
  }
}
