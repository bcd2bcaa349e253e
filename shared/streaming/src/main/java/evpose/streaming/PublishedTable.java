package evpose.streaming;

import evpose.messages.Json;
import evpose.messages.MalformedMessageException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A compacted topic as a table at the moment of asking, straight from the log. {@link RigDirectory}
 * holds the same in memory, some milliseconds later: this is for those who cannot wait for it, or
 * have no topology.
 *
 * @param <T> the topic's message
 */
public final class PublishedTable<T> {
  private static final Logger log = LoggerFactory.getLogger(PublishedTable.class);

  private final LogReader reader;
  private final ToLongFunction<TopicPartition> endOffset;
  private final TopicPartition partition;
  private final Class<T> type;

  /**
   * @param consumerConfig at least {@code bootstrap.servers}
   * @param topic of one partition
   */
  public PublishedTable(Map<String, ?> consumerConfig, String topic, Class<T> type) {
    this(new KafkaLogReader(consumerConfig), p -> LogEnd.offset(consumerConfig, p), topic, type);
  }

  PublishedTable(
      LogReader reader, ToLongFunction<TopicPartition> endOffset, String topic, Class<T> type) {
    this.reader = reader;
    this.endOffset = endOffset;
    this.partition = new TopicPartition(topic, 0);
    this.type = type;
  }

  /** By key, in the order of the last writing; broken records count as missing (logged). */
  public Map<String, T> read() {
    Map<String, T> rows = new LinkedHashMap<>();
    for (ConsumerRecord<byte[], byte[]> record :
        reader.tail(partition, endOffset.applyAsLong(partition), all -> false)) {
      if (record.key() == null) {
        continue;
      }
      String key = new String(record.key(), StandardCharsets.UTF_8);
      rows.remove(key);
      if (record.value() == null) {
        continue; // taken off the list
      }
      try {
        rows.put(key, Json.decode(record.value(), type));
      } catch (MalformedMessageException e) {
        log.warn(
            "skipped a broken record: topic={}, key={}, offset={}, {}",
            partition.topic(),
            key,
            record.offset(),
            e.getMessage());
      }
    }
    return rows;
  }
}
