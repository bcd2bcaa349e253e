package evpose.triangulation.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import evpose.broker.EmbeddedBroker;
import evpose.messages.Json;
import evpose.messages.Keys;
import evpose.messages.Pose3dMessage;
import evpose.messages.RigMessage;
import evpose.messages.Topics;
import evpose.streaming.StreamsRunner;
import evpose.streaming.StreamsSettings;
import evpose.streaming.TopicAdmin;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** The whole service on a real broker, fed with perfect 2D poses. */
@Timeout(180)
class TriangulationServiceTest {
  private static final Scene SCENE = Scene.DHP19;
  private static final int PARTITION = 7;
  private static final int STEPS = 300;

  /** The views of the last camera of these steps come last of all. */
  private static final int HELD_FROM = 130;

  private static final int HELD_TO = 140;

  @TempDir Path directory;

  @Test
  void placesTheBodyExactlyAndARestartChangesNothing() throws Exception {
    try (EmbeddedBroker broker = new EmbeddedBroker(directory.resolve("broker"), 0)) {
      broker.start();
      TopicAdmin.createMissing(broker.bootstrap(), Duration.ofSeconds(30));
      register(broker);

      try (ConfigurableApplicationContext service = start(broker)) {
        publish(broker, 0, STEPS / 2);
        assertThat(poses(broker, STEPS / 2)).hasSize(STEPS / 2);
        assertThat(service.getBean(StreamsRunner.class).check().ok()).isTrue();
      }
      publish(broker, STEPS / 2, STEPS); // while nobody reads
      publishHeld(broker);
      try (ConfigurableApplicationContext service = start(broker)) {
        List<Pose3dMessage> all = poses(broker, STEPS + HELD_TO - HELD_FROM);
        Map<Long, Pose3dMessage> best = new TreeMap<>();
        all.forEach(pose -> best.merge(pose.step(), pose, (a, b) -> b.supersedes(a) ? b : a));
        assertThat(best).hasSize(STEPS);
        assertThat(best.values())
            .allSatisfy(
                pose -> {
                  assertThat(pose.isFinal()).isTrue();
                  assertThat(pose.cameras()).hasSize(4);
                  assertThat(Scene.worstErrorMm(pose)).isLessThan(Scene.ROUNDED_MM);
                });
        // what was provisional before the restart is final after it
        assertThat(best.get(135L).revision()).isEqualTo(1);
        assertThat(best.get(145L).revision()).isZero();
      }
    }
  }

  private ConfigurableApplicationContext start(EmbeddedBroker broker) {
    return TriangulationService.application()
        .run(
            "--evpose.bootstrap-servers=" + broker.bootstrap(),
            "--evpose.state-dir=" + directory.resolve("streams"));
  }

  private static void register(EmbeddedBroker broker) throws Exception {
    RigMessage rig = SCENE.registration();
    RigMessage placed =
        new RigMessage(
            rig.rig(), rig.cameras(), PARTITION, rig.stepMicros(), rig.model(), rig.policy());
    try (KafkaProducer<byte[], byte[]> producer = producer(broker)) {
      byte[] key = Keys.of(rig.rig());
      producer.send(new ProducerRecord<>(Topics.RIGS, key, Json.encode(placed))).get();
      producer
          .send(new ProducerRecord<>(Topics.CALIBRATIONS, key, Json.encode(SCENE.calibration())))
          .get();
    }
  }

  private static void publish(EmbeddedBroker broker, int from, int to) {
    try (KafkaProducer<byte[], byte[]> producer = producer(broker)) {
      for (int step = from; step < to; step++) {
        for (int c = 0; c < 4; c++) {
          if (c < 3 || step < HELD_FROM || step >= HELD_TO) {
            send(producer, "cam" + c, step);
          }
        }
      }
    }
  }

  private static void publishHeld(EmbeddedBroker broker) {
    try (KafkaProducer<byte[], byte[]> producer = producer(broker)) {
      for (int step = HELD_FROM; step < HELD_TO; step++) {
        send(producer, "cam3", step);
      }
    }
  }

  private static void send(KafkaProducer<byte[], byte[]> producer, String camera, int step) {
    producer.send(
        new ProducerRecord<>(
            Topics.POSES_2D,
            PARTITION,
            Keys.of(SCENE.rig()),
            Json.encode(SCENE.view(camera, step))));
  }

  private static KafkaProducer<byte[], byte[]> producer(EmbeddedBroker broker) {
    Map<String, Object> settings = new HashMap<>(StreamsSettings.producer());
    settings.put("bootstrap.servers", broker.bootstrap());
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Reads so many different poses; those that come twice must have the same bytes. */
  private static List<Pose3dMessage> poses(EmbeddedBroker broker, int count) throws Exception {
    TopicPartition poses = new TopicPartition(Topics.POSES_3D, PARTITION);
    Map<String, String> bytes = new HashMap<>();
    List<Pose3dMessage> found = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", broker.bootstrap()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(List.of(poses));
      consumer.seekToBeginning(List.of(poses));
      while (found.size() < count) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
          assertThat(record.key()).isEqualTo(Keys.of(SCENE.rig()));
          Pose3dMessage pose = Json.decode(record.value(), Pose3dMessage.class);
          String text = new String(record.value(), UTF_8);
          String before = bytes.put(pose.step() + "/" + pose.revision(), text);
          if (before == null) {
            found.add(pose);
          } else {
            assertThat(text).isEqualTo(before);
          }
        }
      }
    }
    return found;
  }
}
