package evpose.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads a topic from its beginning and keeps all that came. Belongs to one thread.
 *
 * <p>Records of one partition are in the log's order; partitions come as the broker sends them.
 */
public final class TopicWatcher implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(50);

  private final String topic;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();

  /** Watches all partitions that the topic has now. */
  public TopicWatcher(String bootstrap, String topic) {
    this.topic = topic;
    consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrap,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(p -> new TopicPartition(p.topic(), p.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /**
   * Returns as soon as at least {@code count} records are there.
   *
   * @return all records so far, a copy
   * @throws AssertionError when they do not come in time
   */
  public List<ConsumerRecord<byte[], byte[]>> await(int count, Duration timeout) {
    return await(count + " records", all -> all.size() >= count, timeout);
  }

  /**
   * Returns as soon as the records so far satisfy a condition.
   *
   * @param what the condition in words, for the failure
   * @return all records so far, a copy
   * @throws AssertionError when it does not hold in time
   */
  public List<ConsumerRecord<byte[], byte[]>> await(
      String what, Predicate<List<ConsumerRecord<byte[], byte[]>>> enough, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (!enough.test(records)) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError(
            "waited in vain for "
                + what
                + ": topic="
                + topic
                + ", records="
                + records.size()
                + ", timeoutSeconds="
                + timeout.toSeconds());
      }
      consumer.poll(POLL).forEach(records::add);
    }
    return List.copyOf(records);
  }

  @Override
  public void close() {
    consumer.close();
  }
}
