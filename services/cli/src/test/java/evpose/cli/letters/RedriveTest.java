package evpose.cli.letters;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import evpose.broker.EmbeddedBroker;
import evpose.messages.DeadLetterMessage;
import evpose.messages.Json;
import evpose.messages.Sha256;
import evpose.messages.Topics;
import evpose.streaming.LogScan;
import evpose.streaming.TopicAdmin;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records go through once more, as they were, and once only. */
class RedriveTest {
  @TempDir static Path directory;

  private static EmbeddedBroker broker;
  private static KafkaProducer<byte[], byte[]> producer;

  @BeforeAll
  static void start() throws Exception {
    broker = new EmbeddedBroker(directory, 0);
    broker.start();
    TopicAdmin.createMissing(broker.bootstrap(), Duration.ofSeconds(60));
    producer = new KafkaProducer<>(clients(), new ByteArraySerializer(), new ByteArraySerializer());
  }

  @AfterAll
  static void stop() {
    producer.close();
    broker.close();
  }

  private static Map<String, Object> clients() {
    return Map.of("bootstrap.servers", broker.bootstrap());
  }

  @Test
  void aRecordThatWasSetAsideIsPublishedAgainOnce() throws Exception {
    long early = send(Topics.EVENTS, 3, "r/late", "early"); // before its camera was known
    letter(Topics.EVENTS, 3, early, "r/late", "early", "unknown-camera");
    letter(Topics.EVENTS, 3, early, "r/late", "early", "unknown-camera"); // at-least-once
    long old = send(Topics.EVENTS, 4, "r/busy", "old");
    letter(Topics.EVENTS, 4, old, "r/busy", "old", "unknown-camera");
    send(Topics.EVENTS, 4, "r/busy", "new"); // this camera has gone on
    long view = send(Topics.POSES_2D, 0, "r", "view");
    letter(Topics.POSES_2D, 0, view, "r", "view", "missing-calibration");
    letter(Topics.POSES_2D, 0, view + 9, "r", "deleted", "missing-calibration");

    assertThat(redrive())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(Redrive.Fate.REDRIVEN, 2L, Redrive.Fate.OVERTAKEN, 1L, Redrive.Fate.GONE, 1L));
    assertThat(values(Topics.EVENTS)).containsExactly("early", "early", "old", "new");
    assertThat(values(Topics.POSES_2D)).containsExactly("view", "view");

    assertThat(redrive())
        .containsEntry(Redrive.Fate.DONE_BEFORE, 2L)
        .doesNotContainKey(Redrive.Fate.REDRIVEN);
    assertThat(values(Topics.POSES_2D)).hasSize(2);
  }

  private static Map<Redrive.Fate, Long> redrive() {
    try (LogScan scan = new LogScan(clients())) {
      return new Redrive(scan, producer::send).run(Letters.read(scan, letter -> true));
    } finally {
      producer.flush();
    }
  }

  private static List<String> values(String topic) {
    List<String> values = new ArrayList<>();
    try (LogScan scan = new LogScan(clients())) {
      for (LogScan.Range range : scan.ranges(topic)) {
        scan.read(range, record -> values.add(new String(record.value(), UTF_8)));
      }
    }
    return values;
  }

  private static long send(String topic, int partition, String key, String value) throws Exception {
    return producer
        .send(new ProducerRecord<>(topic, partition, key.getBytes(UTF_8), value.getBytes(UTF_8)))
        .get()
        .offset();
  }

  private static void letter(
      String topic, int partition, long offset, String key, String value, String reason)
      throws Exception {
    DeadLetterMessage letter =
        new DeadLetterMessage(
            topic,
            partition,
            offset,
            reason,
            "a test",
            Sha256.hex(value.getBytes(UTF_8)),
            "test",
            key);
    producer
        .send(new ProducerRecord<>(Topics.DEAD_LETTERS, key.getBytes(UTF_8), Json.encode(letter)))
        .get();
  }
}
