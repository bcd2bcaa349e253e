package evpose.triangulation.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import evpose.broker.EmbeddedBroker;
import evpose.messages.Json;
import evpose.messages.Keys;
import evpose.messages.Pose3dMessage;
import evpose.messages.RigMessage;
import evpose.messages.Topics;
import evpose.streaming.StreamsRunner;
import evpose.streaming.StreamsSettings;
import evpose.streaming.TopicAdmin;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  private static final int LEARNED_STEPS = 240;
  private static final String LEARNED = "--evpose.triangulation.method=learned";

  @TempDir Path directory;

  @Test
  void placesTheBodyExactlyAndARestartChangesNothing() throws Exception {
    try (EmbeddedBroker broker = new EmbeddedBroker(directory.resolve("broker"), 0)) {
      broker.start();
      TopicAdmin.createMissing(broker.bootstrap(), Duration.ofSeconds(30));
      register(broker, SCENE);

      try (ConfigurableApplicationContext service = start(broker)) {
        publish(broker, 0, STEPS / 2);
        assertThat(poses(broker, SCENE, STEPS / 2)).hasSize(STEPS / 2);
        assertThat(service.getBean(StreamsRunner.class).check().ok()).isTrue();
      }
      publish(broker, STEPS / 2, STEPS); // while nobody reads
      publishHeld(broker);
      try (ConfigurableApplicationContext service = start(broker)) {
        List<Pose3dMessage> all = poses(broker, SCENE, STEPS + HELD_TO - HELD_FROM);
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

  @Test
  void learnedTriangulationSaysInAServiceThatWasRestartedWhatTheLogSays() throws Exception {
    List<String> expected = new ArrayList<>();
    TriangulationReplay replay =
        new TriangulationReplay(
            Map.of("evpose.triangulation.method", "learned"),
            Scene.PAIR.registration(),
            Optional.of(Scene.PAIR.calibration()),
            pose -> expected.add(new String(Json.encode(pose), UTF_8)));
    try (EmbeddedBroker broker = new EmbeddedBroker(directory.resolve("broker"), 0)) {
      broker.start();
      TopicAdmin.createMissing(broker.bootstrap(), Duration.ofSeconds(30));
      register(broker, Scene.PAIR);
      int half = LEARNED_STEPS / 2;
      try (ConfigurableApplicationContext service = start(broker, LEARNED)) {
        publishPair(broker, 0, half);
        assertThat(poses(broker, Scene.PAIR, half)).hasSize(half);
        assertThat(service.getBean(StreamsRunner.class).check().ok()).isTrue();
      }
      publishPair(broker, half, LEARNED_STEPS);
      try (ConfigurableApplicationContext service = start(broker, LEARNED)) {
        List<Pose3dMessage> all = poses(broker, Scene.PAIR, LEARNED_STEPS);
        for (int step = 0; step < LEARNED_STEPS; step++) {
          for (String camera : List.of("cam2", "cam3")) {
            replay.accept(
                new ConsumerRecord<>(
                    Topics.POSES_2D,
                    PARTITION,
                    2L * step,
                    Keys.of("pair"),
                    Json.encode(Scene.PAIR.view(camera, step))));
          }
        }
        assertThat(all.stream().map(pose -> new String(Json.encode(pose), UTF_8)))
            .isEqualTo(expected);
        assertThat(all).allMatch(pose -> pose.inputs().triangulator().length() == 64);
        assertThat(service.getBean(StreamsRunner.class).check().ok()).isTrue();
      }
    }
  }

  @Test
  void aNetworkThatIsNotThereIsSaidAtTheStart() throws Exception {
    try (EmbeddedBroker broker = new EmbeddedBroker(directory.resolve("broker"), 0)) {
      broker.start();
      assertThatThrownBy(
              () -> start(broker, LEARNED, "--evpose.triangulation.network=no.safetensors"))
          .rootCause()
          .isInstanceOf(NoSuchFileException.class);
    }
  }

  private static void publishPair(EmbeddedBroker broker, int from, int to) {
    try (KafkaProducer<byte[], byte[]> producer = producer(broker)) {
      for (int step = from; step < to; step++) {
        send(producer, Scene.PAIR, "cam2", step);
        send(producer, Scene.PAIR, "cam3", step);
      }
    }
  }

  private ConfigurableApplicationContext start(EmbeddedBroker broker, String... more) {
    List<String> arguments = new ArrayList<>(List.of(more));
    arguments.add("--evpose.bootstrap-servers=" + broker.bootstrap());
    arguments.add("--evpose.state-dir=" + directory.resolve("streams"));
    return TriangulationService.application().run(arguments.toArray(String[]::new));
  }

  private static void register(EmbeddedBroker broker, Scene scene) throws Exception {
    RigMessage rig = scene.registration();
    RigMessage placed =
        new RigMessage(
            rig.rig(), rig.cameras(), PARTITION, rig.stepMicros(), rig.model(), rig.policy());
    try (KafkaProducer<byte[], byte[]> producer = producer(broker)) {
      byte[] key = Keys.of(rig.rig());
      producer.send(new ProducerRecord<>(Topics.RIGS, key, Json.encode(placed))).get();
      producer
          .send(new ProducerRecord<>(Topics.CALIBRATIONS, key, Json.encode(scene.calibration())))
          .get();
    }
  }

  private static void publish(EmbeddedBroker broker, int from, int to) {
    try (KafkaProducer<byte[], byte[]> producer = producer(broker)) {
      for (int step = from; step < to; step++) {
        for (int c = 0; c < 4; c++) {
          if (c < 3 || step < HELD_FROM || step >= HELD_TO) {
            send(producer, SCENE, "cam" + c, step);
          }
        }
      }
    }
  }

  private static void publishHeld(EmbeddedBroker broker) {
    try (KafkaProducer<byte[], byte[]> producer = producer(broker)) {
      for (int step = HELD_FROM; step < HELD_TO; step++) {
        send(producer, SCENE, "cam3", step);
      }
    }
  }

  private static void send(
      KafkaProducer<byte[], byte[]> producer, Scene scene, String camera, int step) {
    producer.send(
        new ProducerRecord<>(
            Topics.POSES_2D,
            PARTITION,
            Keys.of(scene.rig()),
            Json.encode(scene.view(camera, step))));
  }

  private static KafkaProducer<byte[], byte[]> producer(EmbeddedBroker broker) {
    Map<String, Object> settings = new HashMap<>(StreamsSettings.producer());
    settings.put("bootstrap.servers", broker.bootstrap());
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Reads so many different poses; those that come twice must have the same bytes. */
  private static List<Pose3dMessage> poses(EmbeddedBroker broker, Scene scene, int count)
      throws Exception {
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
          assertThat(record.key()).isEqualTo(Keys.of(scene.rig()));
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
