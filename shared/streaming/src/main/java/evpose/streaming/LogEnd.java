package evpose.streaming;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Where a partition ends now. */
public final class LogEnd {
  private LogEnd() {}

  /**
   * The offset that the partition's next record will get.
   *
   * @param consumerConfig at least {@code bootstrap.servers}
   */
  public static long offset(Map<String, ?> consumerConfig, TopicPartition partition) {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.copyOf(consumerConfig), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      return consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
    }
  }
}
