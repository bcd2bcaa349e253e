package evpose.cli.stream;

import evpose.messages.Json;
import evpose.messages.MalformedMessageException;
import evpose.streaming.KafkaAccess;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** One rig's records of a topic as they come, from now on; in no group, committing nothing. */
public final class RigTail<T> implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 15_000;

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final String rig;
  private final Class<T> type;
  private long malformed;

  /**
   * @throws org.apache.kafka.common.KafkaException if no broker answers
   * @throws IllegalStateException if there is no such topic
   */
  public RigTail(String bootstrap, String topic, String rig, Class<T> type) {
    this.rig = rig;
    this.type = type;
    Map<String, Object> config = KafkaAccess.of(bootstrap);
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
    consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    try {
      List<PartitionInfo> partitions = consumer.partitionsFor(topic);
      if (partitions == null || partitions.isEmpty()) {
        throw new IllegalStateException("the broker has no such topic: topic=" + topic);
      }
      List<TopicPartition> all =
          partitions.stream().map(p -> new TopicPartition(p.topic(), p.partition())).toList();
      consumer.assign(all);
      consumer.seekToEnd(all);
      all.forEach(consumer::position); // now, not at the first poll
    } catch (RuntimeException e) {
      consumer.close();
      throw e;
    }
  }

  /** What came, oldest first; waits a while for the first. */
  public List<T> poll(Duration patience) {
    List<T> records = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(patience)) {
      if (record.key() == null
          || record.value() == null
          || !rig.equals(new String(record.key(), StandardCharsets.UTF_8))) {
        continue;
      }
      try {
        records.add(Json.decode(record.value(), type));
      } catch (MalformedMessageException e) {
        malformed++;
      }
    }
    return records;
  }

  /** Records that could not be read. */
  public long malformed() {
    return malformed;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
