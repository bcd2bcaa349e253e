package evpose.streaming;

import evpose.messages.Topics;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsConfig;

/**
 * Kafka Streams settings for low latency: three hops through the broker take 6 ms (median) instead
 * of the 150 ms of Kafka's defaults, most of which is the 100 ms that a Streams producer lingers.
 */
public final class StreamsSettings {
  /** Largest batch in either direction: the topics' {@code max.message.bytes}. */
  public static final int MAX_RECORD_BYTES = 2 * Topics.MAX_MESSAGE_BYTES;

  private StreamsSettings() {}

  /**
   * At least once: a record may be answered twice after a crash, with the same bytes.
   *
   * @param applicationId the consumer group; instances that share it share the partitions
   * @param bootstrap host:port of a broker, or several with commas
   * @param stateDir where Streams may keep files; evpose's topologies keep none
   * @param threads stream threads, at least 1; partitions are spread over them
   */
  public static Properties streams(
      String applicationId, String bootstrap, Path stateDir, int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException(
          "a topology needs at least one stream thread: threads=" + threads);
    }
    Properties all = new Properties();
    all.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId);
    all.putAll(KafkaAccess.of(bootstrap));
    all.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
    all.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, threads);
    all.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
    all.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 200); // what is answered again after a crash
    all.put(StreamsConfig.POLL_MS_CONFIG, 5);
    // a task has one partition, so there is no other to wait for; asking whether to wait makes
    // some MB/s of log lines that nobody reads
    all.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, -1L);
    all.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
    all.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.ByteArraySerde.class);
    all.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.ByteArraySerde.class);
    all.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, "classic");
    all.putAll(prefixed(StreamsConfig.CONSUMER_PREFIX, consumer()));
    all.putAll(prefixed(StreamsConfig.PRODUCER_PREFIX, producer()));
    return all;
  }

  /**
   * The same with Kafka's transactions: every record is answered once, at the price of waiting for
   * each commit (40 ms over three hops at this interval).
   */
  public static Properties exactlyOnce(Properties streams) {
    Properties all = copy(streams);
    all.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    all.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 10);
    // in a transaction the broker refuses what is out of order from the first request on
    // (KAFKA-18202)
    all.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION), 5);
    return all;
  }

  /**
   * The same, but a dead instance is replaced after 3 s instead of 8. The broker must allow it
   * ({@code group.min.session.timeout.ms=1000}), and a machine that stalls for 3 s loses its tasks.
   */
  public static Properties fastFailover(Properties streams) {
    Properties all = copy(streams);
    all.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), 3_000);
    all.put(StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), 500);
    return all;
  }

  /**
   * The same, but a poll takes few records, and few wait inside Streams: what a {@link PollGate}
   * lets through at once. Kafka's defaults are 1000 each, ten seconds of a camera.
   *
   * @param records at most from one poll, of all partitions of a thread together; of each partition
   *     twice as many may wait
   */
  public static Properties smallPolls(Properties streams, int records) {
    Properties all = copy(streams);
    all.put(StreamsConfig.consumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), records);
    all.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, 2 * records);
    return all;
  }

  private static Map<String, Object> consumer() {
    return Map.of(
        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
        "earliest",
        // the LogReader sees committed records only, so must the task whose past it rebuilds
        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
        "read_committed",
        ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
        MAX_RECORD_BYTES,
        ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
        8_000,
        ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
        1_000);
  }

  /** For any producer of evpose, not only those inside Streams. */
  public static Map<String, Object> producer() {
    return Map.of(
        ProducerConfig.LINGER_MS_CONFIG,
        1,
        // several packets of 20 KB a batch; with less a backlog never catches up
        ProducerConfig.BATCH_SIZE_CONFIG,
        262_144,
        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
        MAX_RECORD_BYTES,
        ProducerConfig.ACKS_CONFIG,
        "all",
        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
        true,
        // KAFKA-15591: a broker that knows nothing of a producer yet may refuse its first request,
        // take the second, and then refuse the first for ever
        ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
        1,
        // Kafka counts it by the wall clock: a step of an hour must not expire what waits
        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
        Math.toIntExact(TimeUnit.DAYS.toMillis(1)));
  }

  private static Map<String, Object> prefixed(String prefix, Map<String, Object> settings) {
    Map<String, Object> all = new HashMap<>();
    settings.forEach((key, value) -> all.put(prefix + key, value));
    return all;
  }

  private static Properties copy(Properties settings) {
    Properties all = new Properties();
    all.putAll(settings);
    return all;
  }
}
