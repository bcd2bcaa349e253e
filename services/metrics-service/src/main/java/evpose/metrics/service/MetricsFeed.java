package evpose.metrics.service;

import evpose.messages.Topics;
import evpose.metrics.service.TopicFollower.Start;
import evpose.streaming.KafkaAccess;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.springframework.context.SmartLifecycle;

/**
 * Follows every topic. 3D poses have a reader of their own that asks the broker at once for each,
 * because the moment at which a pose is read here ends its latency; everything else is read in
 * batches a twentieth of a second apart, so that watching costs the broker little.
 */
public final class MetricsFeed implements SmartLifecycle {
  private static final int BATCH_WAIT_MILLIS = 50;
  private static final int BATCH_BYTES = 1 << 20;

  private final List<TopicFollower> followers;
  private volatile boolean running;

  MetricsFeed(String bootstrap, boolean fromEarliest, RecordSink sink, InstantSource clock) {
    Start stream = fromEarliest ? Start.BEGINNING : Start.END;
    this.followers =
        List.of(
            new TopicFollower(
                "poses-3d",
                Map.of(Topics.POSES_3D, stream),
                () -> new KafkaConsumer<>(config(bootstrap, 500, 1)),
                sink,
                clock),
            new TopicFollower(
                "streams",
                Map.of(
                    Topics.EVENTS, stream,
                    Topics.POSES_2D, stream,
                    Topics.GROUND_TRUTH, stream,
                    Topics.DEAD_LETTERS, stream,
                    Topics.RIGS, Start.BEGINNING,
                    Topics.CALIBRATIONS, Start.BEGINNING),
                () -> new KafkaConsumer<>(config(bootstrap, BATCH_WAIT_MILLIS, BATCH_BYTES)),
                sink,
                clock));
  }

  private static Map<String, Object> config(String bootstrap, int maxWaitMillis, int minBytes) {
    Map<String, Object> config = KafkaAccess.of(bootstrap);
    config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    config.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 10_000);
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 2000);
    config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, maxWaitMillis);
    config.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, minBytes);
    return config;
  }

  /**
   * Waits until every record published from now on will be measured: all topics exist and all
   * readers have a position. Start publishing after it, or the first packets may be missed.
   *
   * @return false when the time is up
   */
  public boolean awaitReady(Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    for (TopicFollower follower : followers) {
      if (!follower.awaitReady(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())))) {
        return false;
      }
    }
    return true;
  }

  /** Whether all readers read. */
  boolean isWell() {
    return followers.stream().allMatch(TopicFollower::isWell);
  }

  @Override
  public void start() {
    running = true;
    followers.forEach(TopicFollower::start);
  }

  @Override
  public void stop() {
    running = false;
    followers.forEach(TopicFollower::close);
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
