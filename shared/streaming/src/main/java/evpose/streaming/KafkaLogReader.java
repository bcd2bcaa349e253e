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
  private final Duration patience;

  /**
   * At most 200 000 records; gives up when the broker sends nothing for 30 s.
   *
   * @param consumerConfig at least {@code bootstrap.servers}
   */
  public KafkaLogReader(Map<String, ?> consumerConfig) {
    this(consumerConfig, 200_000, Duration.ofSeconds(30));
  }

  /**
   * @param maxRecords the tail is never longer
   * @param patience longest silence of the broker before a call fails
   */
  public KafkaLogReader(Map<String, ?> consumerConfig, int maxRecords, Duration patience) {
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
    while (from > logStart) {
      long to = from;
      from = Math.max(logStart, to - Math.min(stride, maxRecords - tail.size()));
      tail.addAll(0, range(consumer, partition, from, to));
      if (enough.reached(Collections.unmodifiableList(tail))) {
        break;
      }
      if (tail.size() >= maxRecords) {
        log.warn(
            "stopped reading backwards at the bound, the rebuilt state may lack its oldest part:"
                + " partition={}, beforeOffset={}, maxRecords={}",
            partition,
            beforeOffset,
            maxRecords);
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
