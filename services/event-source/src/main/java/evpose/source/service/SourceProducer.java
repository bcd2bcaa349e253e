package evpose.source.service;

import evpose.streaming.StreamsSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The source's way to the broker: idempotent and in order, in memory that is bounded, and patient:
 * what was accepted waits ten minutes for a broker that is away, and so does whoever publishes when
 * the memory is full.
 *
 * @param producer closed with this
 */
record SourceProducer(Producer<byte[], byte[]> producer) implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofMinutes(10);

  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);
  private static final long MEMORY_BYTES = 32L << 20;

  /**
   * Opens it.
   *
   * @param clients where the broker is, and who we are
   * @param limitBytes that may wait before steps are given up, or {@link EventPublisher#WAIT}
   */
  static SourceProducer open(Map<String, Object> clients, long limitBytes) {
    Map<String, Object> config = new HashMap<>(clients);
    config.putAll(StreamsSettings.producer());
    int patience = Math.toIntExact(PATIENCE.toMillis());
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, patience);
    // Kafka's default forgets the topics when no broker answers, and send waits to learn them again
    config.put(CommonClientConfigs.METADATA_RECOVERY_STRATEGY_CONFIG, "none");
    long room = limitBytes == EventPublisher.WAIT ? 0 : 2 * limitBytes; // half-full batches
    config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, MEMORY_BYTES + room);
    return new SourceProducer(
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer()));
  }

  /** What was flushed is on the broker; what was not is given up after a few seconds. */
  @Override
  public void close() {
    producer.close(CLOSE_PATIENCE);
  }
}
