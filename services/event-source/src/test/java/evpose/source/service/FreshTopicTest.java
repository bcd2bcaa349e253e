package evpose.source.service;

import static org.assertj.core.api.Assertions.assertThat;

import evpose.streaming.StreamsSettings;
import evpose.testkit.BrokerExtension;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What is sent the moment a topic is there: the broker's controller knows it, its log does not, and
 * the first requests are refused in any order. With Kafka's five requests in flight 36 of 60 such
 * topics lost records (KAFKA-15591).
 */
class FreshTopicTest {
  @RegisterExtension static final BrokerExtension BROKER = new BrokerExtension();

  private static final int TOPICS = 12;
  private static final int PARTITIONS = 4;
  private static final int RECORDS = 400;

  @Test
  void nothingIsLostOnATopicOfThisMoment() throws Exception {
    Map<String, Object> config = new HashMap<>(StreamsSettings.producer());
    config.put("bootstrap.servers", BROKER.bootstrap());
    // many requests, and a refusal for ever shows
    config.putAll(Map.of("linger.ms", 0, "batch.size", 100));
    config.putAll(Map.of("delivery.timeout.ms", 20_000, "request.timeout.ms", 10_000));
    Map<String, Integer> lost = new HashMap<>();
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", BROKER.bootstrap()))) {
      for (int i = 0; i < TOPICS; i++) {
        String topic = "fresh-" + i;
        admin.createTopics(List.of(new NewTopic(topic, PARTITIONS, (short) 1))).all().get();
        int missing = lostOn(topic, config);
        if (missing > 0) {
          lost.put(topic, missing);
        }
      }
    }
    assertThat(lost).as("records lost, by topic").isEmpty();
  }

  private static int lostOn(String topic, Map<String, Object> config) throws InterruptedException {
    List<Future<RecordMetadata>> answers = new ArrayList<>();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int k = 0; k < RECORDS; k++) {
        answers.add(
            producer.send(new ProducerRecord<>(topic, k % PARTITIONS, new byte[0], new byte[90])));
      }
    }
    int lost = 0;
    for (Future<RecordMetadata> answer : answers) {
      try {
        answer.get();
      } catch (ExecutionException e) {
        lost++;
      }
    }
    return lost;
  }
}
