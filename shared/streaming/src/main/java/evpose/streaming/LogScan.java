package evpose.streaming;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;

/**
 * Reads whole topics from their beginning to where they ended when that was asked: committed
 * records only, in no group, holding none of them. Not thread-safe.
 *
 * <pre>
 *   try (LogScan scan = new LogScan(clients)) {
 *     for (LogScan.Range range : scan.ranges("poses-2d")) {
 *       scan.read(range, record -> true);
 *     }
 *   }
 * </pre>
 */
public final class LogScan implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Map<String, Object> config;
  private final Consumer<byte[], byte[]> consumer;

  /**
   * What a partition held.
   *
   * @param begin offset of its first record; above 0 when retention has deleted some
   * @param end the offset that its next record will get
   */
  public record Range(TopicPartition partition, long begin, long end) {
    /** Most records that it can hold: offsets may have holes. */
    public long size() {
      return end - begin;
    }
  }

  /** Receives records, in the log's order. */
  @FunctionalInterface
  public interface Reader {
    /**
     * @return whether to go on
     */
    boolean read(ConsumerRecord<byte[], byte[]> record);
  }

  /**
   * @param consumerConfig at least {@code bootstrap.servers}
   */
  public LogScan(Map<String, ?> consumerConfig) {
    config = new HashMap<>(consumerConfig);
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, StreamsSettings.MAX_RECORD_BYTES);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /**
   * The partitions of a topic that hold anything, lowest first, as they are now.
   *
   * @throws IllegalStateException when the broker does not answer or has no such topic
   */
  public List<Range> ranges(String topic) {
    try {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic, PATIENCE).stream()
              .map(p -> new TopicPartition(topic, p.partition()))
              .toList();
      if (partitions.isEmpty()) {
        throw new IllegalStateException(
            "the broker has no such topic: topic=" + topic + ", " + bootstrap());
      }
      Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions, PATIENCE);
      Map<Integer, Range> ranges = new TreeMap<>();
      consumer
          .endOffsets(partitions, PATIENCE)
          .forEach(
              (p, end) ->
                  ranges.put(p.partition(), new Range(p, begins.getOrDefault(p, end), end)));
      return ranges.values().stream().filter(r -> r.size() > 0).toList();
    } catch (KafkaException e) {
      throw unreachable(e);
    }
  }

  /**
   * The parts of a topic that were published from one moment to another, as they are now; by
   * Kafka's timestamps, which are publishing time.
   *
   * @param fromMillis since 1970, inclusive
   * @param toMillis since 1970, exclusive
   * @throws IllegalStateException when the broker does not answer or has no such topic
   */
  public List<Range> ranges(String topic, long fromMillis, long toMillis) {
    List<Range> all = ranges(topic);
    try {
      Map<TopicPartition, OffsetAndTimestamp> begins = offsets(all, fromMillis);
      Map<TopicPartition, OffsetAndTimestamp> ends = offsets(all, toMillis);
      return all.stream()
          .map(
              r ->
                  new Range(
                      r.partition,
                      offset(begins.get(r.partition), r.end),
                      offset(ends.get(r.partition), r.end)))
          .filter(r -> r.size() > 0)
          .toList();
    } catch (KafkaException e) {
      throw unreachable(e);
    }
  }

  private Map<TopicPartition, OffsetAndTimestamp> offsets(List<Range> ranges, long millis) {
    Map<TopicPartition, Long> asked = new HashMap<>();
    ranges.forEach(range -> asked.put(range.partition, millis));
    return consumer.offsetsForTimes(asked, PATIENCE);
  }

  /** The offset found, at most the end; the end when nothing is as young. */
  private static long offset(@Nullable OffsetAndTimestamp found, long end) {
    return found == null ? end : Math.min(found.offset(), end);
  }

  /**
   * Gives every record of a range to a reader, until that has seen enough.
   *
   * @throws IllegalStateException when the broker falls silent for 30 s
   */
  public void read(Range range, Reader reader) {
    TopicPartition partition = range.partition;
    try {
      consumer.assign(List.of(partition));
      consumer.seek(partition, range.begin);
      long position = range.begin;
      var silence = Time.SYSTEM.timer(PATIENCE);
      while (position < range.end) { // the position also passes offsets that hold no record
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL).records(partition)) {
          if (record.offset() >= range.end || !reader.read(record)) {
            return;
          }
        }
        long reached = consumer.position(partition, PATIENCE);
        silence.update();
        if (reached > position) {
          silence.reset(PATIENCE.toMillis());
        } else if (silence.isExpired()) {
          throw new IllegalStateException(
              "the broker sends nothing any more: partition="
                  + partition
                  + ", offset="
                  + position
                  + ", waited="
                  + PATIENCE);
        }
        position = reached;
      }
    } catch (KafkaException e) {
      throw unreachable(e);
    }
  }

  private String bootstrap() {
    return "bootstrap=" + config.get("bootstrap.servers");
  }

  private IllegalStateException unreachable(KafkaException e) {
    return new IllegalStateException(
        "the log cannot be read, is Kafka there? " + bootstrap() + ", cause=" + e.getMessage(), e);
  }

  @Override
  public void close() {
    consumer.close();
  }
}
