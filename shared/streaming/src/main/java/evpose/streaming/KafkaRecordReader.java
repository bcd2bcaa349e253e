package evpose.streaming;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;

/**
 * Reads single records from Kafka with a plain assigned consumer: in no group, committing nothing.
 * Made to be asked for places that ascend by little: what lies between is kept for a while. Opens
 * its consumer when it is first asked. Not thread-safe.
 */
public final class KafkaRecordReader implements RecordReader {
  private static final int KEPT_RECORDS = 16;

  /** A fetch that waits for what comes next holds up the next question so long at most. */
  private static final int FETCH_WAIT_MILLIS = 20;

  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Map<String, Object> config;
  private final Map<Long, ConsumerRecord<byte[], byte[]>> kept = new LinkedHashMap<>();
  private @Nullable Consumer<byte[], byte[]> consumer;
  private @Nullable TopicPartition assigned;

  /**
   * @param consumerConfig at least {@code bootstrap.servers}
   */
  public KafkaRecordReader(Map<String, ?> consumerConfig) {
    config = new HashMap<>(consumerConfig);
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, KEPT_RECORDS);
    config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, StreamsSettings.MAX_RECORD_BYTES);
    config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_WAIT_MILLIS);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
  }

  @Override
  public @Nullable ConsumerRecord<byte[], byte[]> at(TopicPartition partition, long offset) {
    try {
      return read(opened(partition), partition, offset);
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          "no Kafka broker answers, is it running? Reading a record: partition="
              + partition
              + ", offset="
              + offset
              + ", waited="
              + PATIENCE,
          e);
    }
  }

  private Consumer<byte[], byte[]> opened(TopicPartition partition) {
    Consumer<byte[], byte[]> open = consumer;
    if (open == null) {
      open = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
      consumer = open;
    }
    if (!partition.equals(assigned)) {
      open.assign(List.of(partition));
      open.seek(partition, 0); // until somebody asks for a place
      kept.clear();
      assigned = partition;
    }
    return open;
  }

  private @Nullable ConsumerRecord<byte[], byte[]> read(
      Consumer<byte[], byte[]> from, TopicPartition partition, long offset) {
    ConsumerRecord<byte[], byte[]> known = kept.get(offset);
    if (known != null) {
      return known;
    }
    long position = from.position(partition, PATIENCE);
    if (offset < position || offset - position > KEPT_RECORDS) {
      from.seek(partition, offset);
    }
    var silence = Time.SYSTEM.timer(PATIENCE);
    while (true) {
      boolean came = poll(from, partition);
      known = kept.get(offset);
      if (known != null || from.position(partition, PATIENCE) > offset) {
        return known;
      }
      if (came) {
        silence.reset(PATIENCE.toMillis());
        continue;
      }
      if (!holds(from, partition, offset)) {
        return null;
      }
      silence.update();
      if (silence.isExpired()) {
        throw new TimeoutException("no record at offset " + offset);
      }
    }
  }

  /** Whether something came. */
  private boolean poll(Consumer<byte[], byte[]> from, TopicPartition partition) {
    try {
      List<ConsumerRecord<byte[], byte[]>> records = from.poll(POLL).records(partition);
      records.forEach(this::keep);
      return !records.isEmpty();
    } catch (OffsetOutOfRangeException e) {
      return false;
    }
  }

  private void keep(ConsumerRecord<byte[], byte[]> record) {
    kept.put(record.offset(), record);
    if (kept.size() > KEPT_RECORDS) {
      kept.remove(kept.keySet().iterator().next());
    }
  }

  private static boolean holds(
      Consumer<byte[], byte[]> from, TopicPartition partition, long offset) {
    List<TopicPartition> one = List.of(partition);
    long begin = from.beginningOffsets(one, PATIENCE).getOrDefault(partition, 0L);
    long end = from.endOffsets(one, PATIENCE).getOrDefault(partition, 0L);
    return offset >= begin && offset < end;
  }

  @Override
  public void close() {
    Consumer<byte[], byte[]> open = consumer;
    consumer = null;
    assigned = null;
    kept.clear();
    if (open != null) {
      open.close();
    }
  }
}
