package evpose.metrics.service;

import static org.assertj.core.api.Assertions.assertThat;

import evpose.metrics.service.TopicFollower.Start;
import evpose.testkit.Await;
import evpose.testkit.BrokerExtension;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TopicFollowerTest {
  static final Duration PATIENCE = Duration.ofSeconds(60);

  @RegisterExtension static final BrokerExtension BROKER = new BrokerExtension();

  private final List<String> seen = new CopyOnWriteArrayList<>();

  private TopicFollower follow(Map<String, Start> topics) {
    TopicFollower follower =
        new TopicFollower(
            "test",
            topics,
            () ->
                new KafkaConsumer<>(
                    Map.of(
                        "bootstrap.servers",
                        BROKER.bootstrap(),
                        "metadata.max.age.ms",
                        500,
                        "allow.auto.create.topics",
                        false,
                        "auto.offset.reset",
                        "earliest"),
                    new ByteArrayDeserializer(),
                    new ByteArrayDeserializer()),
            (record, now) -> seen.add(new String(record.value(), StandardCharsets.UTF_8)),
            InstantSource.system());
    follower.start();
    return follower;
  }

  private static void create(String topic) throws InterruptedException, ExecutionException {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", BROKER.bootstrap()))) {
      admin.createTopics(List.of(new NewTopic(topic, 2, (short) 1))).all().get();
    }
  }

  private static void send(KafkaProducer<byte[], byte[]> producer, String topic, String... values)
      throws InterruptedException, ExecutionException {
    for (String value : values) {
      producer
          .send(new ProducerRecord<>(topic, 1, null, value.getBytes(StandardCharsets.UTF_8)))
          .get();
    }
  }

  @Test
  void startsAtTheEndOrTheBeginningAsAsked() throws Exception {
    create("log");
    create("table");
    try (KafkaProducer<byte[], byte[]> producer = BROKER.producer()) {
      send(producer, "log", "before");
      send(producer, "table", "known");
      try (TopicFollower follower = follow(Map.of("log", Start.END, "table", Start.BEGINNING))) {
        assertThat(follower.awaitReady(PATIENCE)).isTrue();
        send(producer, "log", "after");
        Await.until("both came", PATIENCE, () -> seen.size() == 2);
        assertThat(seen).containsExactlyInAnyOrder("known", "after");
        assertThat(follower.isWell()).isTrue();
      }
    }
  }

  @Test
  void aTopicThatComesLaterBelongsToThisRunFromItsBeginning() throws Exception {
    create("there");
    try (KafkaProducer<byte[], byte[]> producer = BROKER.producer();
        TopicFollower follower = follow(Map.of("there", Start.END, "later", Start.END))) {
      assertThat(follower.awaitReady(Duration.ofMillis(300))).isFalse();
      create("later");
      send(producer, "later", "first");
      assertThat(follower.awaitReady(PATIENCE)).isTrue();
      Await.until("the first record came", PATIENCE, () -> seen.contains("first"));
    }
  }

  @Test
  void aBrokerThatComesBackIsReadOnWhereItStopped() throws Exception {
    create("outage");
    try (TopicFollower follower = follow(Map.of("outage", Start.END))) {
      assertThat(follower.awaitReady(PATIENCE)).isTrue();
      try (KafkaProducer<byte[], byte[]> producer = BROKER.producer()) {
        send(producer, "outage", "1", "2");
      }
      Await.until("two records came", PATIENCE, () -> seen.size() == 2);
      BROKER.broker().close();
      BROKER.broker().start();
      try (KafkaProducer<byte[], byte[]> producer = BROKER.producer()) {
        send(producer, "outage", "3", "4");
      }
      Await.until("the others came", PATIENCE, () -> seen.size() >= 4);
      assertThat(seen).containsExactly("1", "2", "3", "4");
    }
  }
}
