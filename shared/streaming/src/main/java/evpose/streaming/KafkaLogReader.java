package evpose.streaming;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.utils.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads from Kafka with a plain assigned consumer: in no group, committing nothing, seeing
 * committed records only. Opens one consumer per call. Thread-safe.
 */
public final class KafkaLogReader implements LogReader {
  private static final Logger log = LoggerFactory.getLogger(KafkaLogReader.class);

  private static final int FIRST_STRIDE = 256;
  private static final Duration POLL = Duration.ofMillis(200);

  private final Map<String, Object> config;
  private final int maxRecords;
  private final long maxBytes;
  private final Duration patience;

  /**
   * At most 100 000 records or 256 MiB; gives up when the broker sends nothing for 30 s.
   *
   * @param consumerConfig at least {@code bootstrap.servers}
   */
  public KafkaLogReader(Map<String, ?> consumerConfig) {
    this(consumerConfig, 100_000, 256L << 20, Duration.ofSeconds(30));
  }

  /**
   * @param maxRecords the tail is never longer
   * @param maxBytes the tail grows no further once it holds so many bytes of values
   * @param patience longest silence of the broker before a call fails
   */
  public KafkaLogReader(
      Map<String, ?> consumerConfig, int maxRecords, long maxBytes, Duration patience) {
    if (maxRecords < 1) {
      throw new IllegalArgumentException(
          "a tail must hold at least one record: maxRecords=" + maxRecords);
    }
    this.config = new HashMap<>(consumerConfig);
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 4_096);
    config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, StreamsSettings.MAX_RECORD_BYTES);
    // retention may remove what was about to be read: go on at the new start of the log
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    this.maxRecords = maxRecords;
    this.maxBytes = maxBytes;
    this.patience = patience;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if the broker does not answer
   */
  @Override
  public List<ConsumerRecord<byte[], byte[]>> tail(
      TopicPartition partition, long beforeOffset, Enough enough) {
    try (Consumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      return tail(consumer, partition, beforeOffset, enough);
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          "no Kafka broker answers, is it running? Reading the past of a task: partition="
              + partition
              + ", beforeOffset="
              + beforeOffset
              + ", waited="
              + patience,
          e);
    }
  }

  private List<ConsumerRecord<byte[], byte[]>> tail(
      Consumer<byte[], byte[]> consumer,
      TopicPartition partition,
      long beforeOffset,
      Enough enough) {
    long logStart =
        consumer
            .beginningOffsets(List.of(partition), patience)
            .getOrDefault(partition, beforeOffset);
    List<ConsumerRecord<byte[], byte[]>> tail = new ArrayList<>();
    long from = beforeOffset;
    long stride = FIRST_STRIDE;
    long bytes = 0;
    while (from > logStart) {
      long to = from;
      from = Math.max(logStart, to - Math.min(stride, maxRecords - tail.size()));
      List<ConsumerRecord<byte[], byte[]>> older = range(consumer, partition, from, to);
      tail.addAll(0, older);
      bytes += older.stream().mapToLong(r -> Math.max(0, r.serializedValueSize())).sum();
      if (enough.reached(Collections.unmodifiableList(tail))) {
        break;
      }
      if (tail.size() >= maxRecords || bytes >= maxBytes) {
        log.warn(
            "stopped reading backwards at the bound, the rebuilt state may lack its oldest part:"
                + " partition={}, beforeOffset={}, records={}, bytes={}",
            partition,
            beforeOffset,
            tail.size(),
            bytes);
        break;
      }
      stride *= 2;
    }
    return tail;
  }

  /** The records with from <= offset < to. */
  private List<ConsumerRecord<byte[], byte[]>> range(
      Consumer<byte[], byte[]> consumer, TopicPartition partition, long from, long to) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    consumer.seek(partition, from);
    long position = from;
    var silence = Time.SYSTEM.timer(patience);
    // The position also passes offsets that hold no record, and may pass the end of the range.
    while (position < to) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL).records(partition)) {
        if (record.offset() < to) {
          records.add(record);
        }
      }
      long reached = consumer.position(partition, patience);
      if (reached > position) {
        silence.reset(patience.toMillis());
      } else {
        silence.update();
        if (silence.isExpired()) {
          throw new TimeoutException("no record at offset " + position);
        }
      }
      position = reached;
    }
    return records;
  }
}
