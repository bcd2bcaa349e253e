package evpose.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import evpose.broker.EmbeddedBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against a real broker, two partitions of ten records each, two records a poll. */
@Timeout(120)
class GatedConsumerTest {
  private static final Duration POLL = Duration.ofMillis(20);
  private static final int RECORDS = 10;
  private static final TopicPartition ONE = new TopicPartition("gated", 0);
  private static final TopicPartition OTHER = new TopicPartition("gated", 1);

  @TempDir static Path directory;
  private static EmbeddedBroker broker;

  private final Gate gate = new Gate();
  private final Map<TopicPartition, List<Long>> offsets = new HashMap<>();

  /** Holds what the test says, and keeps what it is told. */
  private static final class Gate implements PollGate {
    final Set<TopicPartition> held = new HashSet<>();
    final List<Long> lagsOfOther = new ArrayList<>();

    @Override
    public Set<TopicPartition> held() {
      return Set.copyOf(held);
    }

    @Override
    public void polled(
        ConsumerRecords<byte[], byte[]> records, Function<TopicPartition, OptionalLong> lag) {
      assertThat(records.isEmpty()).isFalse();
      if (records.partitions().contains(OTHER)) {
        lagsOfOther.add(lag.apply(OTHER).orElse(-1));
      }
    }
  }

  @BeforeAll
  static void start() throws Exception {
    broker = new EmbeddedBroker(directory, 0);
    broker.start();
    try (Admin admin = Admin.create(client())) {
      admin.createTopics(List.of(new NewTopic("gated", 2, (short) 1))).all().get();
    }
    Map<String, Object> settings = client();
    settings.putAll(StreamsSettings.producer());
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < RECORDS; i++) {
        producer.send(new ProducerRecord<>("gated", 0, null, new byte[] {1}));
        producer.send(new ProducerRecord<>("gated", 1, null, new byte[] {2}));
      }
    }
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @Test
  void whatIsHeldGivesNothingAndComesWholeAfterwards() {
    try (GatedConsumer consumer = consumer()) {
      consumer.assign(List.of(ONE, OTHER));
      consumer.seekToBeginning(List.of(ONE, OTHER));
      pollUntil(consumer, 1, ONE); // more of it lies in the consumer already
      int before = count(ONE);
      gate.held.add(ONE);
      gate.held.add(new TopicPartition("gated", 7)); // of another thread
      pollUntil(consumer, RECORDS, OTHER);
      pollSomeTimes(consumer);
      assertThat(count(ONE)).isEqualTo(before);
      assertThat(consumer.paused()).isEmpty();
      gate.held.clear();
      pollUntil(consumer, RECORDS, ONE);
      assertThat(offsets.get(ONE)).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
      assertThat(offsets.get(OTHER)).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
      assertThat(gate.lagsOfOther).first().isEqualTo(8L);
      assertThat(gate.lagsOfOther).last().isEqualTo(0L);
    }
  }

  @Test
  void whatStreamsHasPausedStaysPausedUntilStreamsResumesIt() {
    try (GatedConsumer consumer = consumer()) {
      consumer.assign(List.of(ONE, OTHER));
      consumer.seekToBeginning(List.of(ONE, OTHER));
      consumer.pause(List.of(ONE));
      gate.held.addAll(List.of(ONE, OTHER));
      pollSomeTimes(consumer);
      assertThat(offsets).isEmpty();
      assertThat(consumer.paused()).containsExactly(ONE);
      gate.held.clear();
      pollUntil(consumer, RECORDS, OTHER);
      assertThat(count(ONE)).isZero();
      consumer.resume(List.of(ONE));
      pollUntil(consumer, RECORDS, ONE);
    }
  }

  private void pollUntil(GatedConsumer consumer, int count, TopicPartition partition) {
    while (count(partition) < count) { // the class has a timeout
      keep(consumer.poll(POLL));
    }
  }

  private void pollSomeTimes(GatedConsumer consumer) {
    for (int i = 0; i < 20; i++) {
      keep(consumer.poll(POLL));
    }
  }

  private void keep(ConsumerRecords<byte[], byte[]> records) {
    records.forEach(
        r ->
            offsets
                .computeIfAbsent(
                    new TopicPartition(r.topic(), r.partition()), p -> new ArrayList<>())
                .add(r.offset()));
  }

  private int count(TopicPartition partition) {
    return offsets.getOrDefault(partition, List.of()).size();
  }

  private GatedConsumer consumer() {
    Map<String, Object> config = client();
    config.put("max.poll.records", 2);
    config.put("auto.offset.reset", "earliest");
    return new GatedConsumer(config, gate);
  }

  private static Map<String, Object> client() {
    return new HashMap<>(Map.of("bootstrap.servers", broker.bootstrap()));
  }
}
