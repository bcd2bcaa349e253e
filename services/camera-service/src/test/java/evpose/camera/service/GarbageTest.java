package evpose.camera.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import evpose.events.EventPacket;
import evpose.messages.DeadLetterMessage;
import evpose.messages.EventPackets;
import evpose.messages.Json;
import evpose.messages.Keys;
import evpose.messages.MalformedMessageException;
import evpose.messages.Pose2dMessage;
import evpose.messages.RigCamera;
import evpose.messages.RigMessage;
import evpose.messages.Topics;
import evpose.testkit.BrokerExtension;
import evpose.testkit.TopicWatcher;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ten records of garbage to each good packet, on the same partitions: the good cameras' poses are
 * those of their packets alone, byte for byte, and each record of garbage is a dead letter.
 */
class GarbageTest {
  @RegisterExtension static final BrokerExtension BROKER = new BrokerExtension();

  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final int STEPS = 140;
  private static final int PER_PACKET = 10;
  private static final long SEED = 7;
  private static final RigMessage RIG =
      new RigMessage(
          SimulatedPackets.RIG.rig(),
          List.of(new RigCamera("cam0", 346, 260, 5), new RigCamera("cam1", 346, 260, 6)),
          9,
          SimulatedPackets.STEP_MICROS,
          "",
          "");

  @TempDir Path directory;

  private final SplittableRandom random = new SplittableRandom(SEED);
  private final Map<String, Integer> reasons = new TreeMap<>();

  @Test
  void goodCamerasPosesAreUnchangedAndAllGarbageIsADeadLetter() throws Exception {
    List<EventPacket> packets = SimulatedPackets.of(STEPS);
    List<String> expected = answersTo(packets);
    CameraStream stream =
        new CameraStream(
            new CameraSettings(
                "garbage",
                "test",
                "",
                100,
                0,
                0,
                1,
                "float32",
                2,
                false,
                0,
                false,
                0,
                "oldest-first",
                10_000),
            BROKER.bootstrap(),
            directory,
            () -> CameraModels.of(Models.plain()));
    try (KafkaProducer<byte[], byte[]> producer = BROKER.producer();
        TopicWatcher poses = BROKER.watch(Topics.POSES_2D);
        TopicWatcher letters = BROKER.watch(Topics.DEAD_LETTERS)) {
      producer.send(new ProducerRecord<>(Topics.RIGS, Keys.of(RIG.rig()), Json.encode(RIG))).get();
      for (EventPacket packet : packets) {
        int partition = packet.camera().equals("cam0") ? 5 : 6;
        for (int i = 0; i < PER_PACKET; i++) {
          byte[] garbage = garbage(EventPackets.encode(packet));
          producer.send(new ProducerRecord<>(Topics.EVENTS, partition, key(packet), garbage));
        }
        byte[] good = EventPackets.encode(packet);
        producer.send(
            new ProducerRecord<>(
                Topics.EVENTS, partition, Keys.of(packet.rig(), packet.camera()), good));
      }
      producer.flush();
      stream.start();
      List<String> said = new ArrayList<>();
      poses
          .await(expected.size(), PATIENCE)
          .forEach(record -> said.add(new String(record.value(), UTF_8)));
      int garbage = PER_PACKET * packets.size();
      Map<String, Integer> lettersByReason = new TreeMap<>();
      for (ConsumerRecord<byte[], byte[]> letter : letters.await(garbage, PATIENCE)) {
        String reason = Json.decode(letter.value(), DeadLetterMessage.class).reason();
        lettersByReason.merge(reason, 1, Integer::sum);
      }
      stream.stop();
      assertThat(said).containsExactlyInAnyOrderElementsOf(expected);
      assertThat(lettersByReason).isEqualTo(reasons);
      assertThat(lettersByReason).hasSizeGreaterThan(6);
    }
  }

  /** Without Kafka and without garbage. */
  private static List<String> answersTo(List<EventPacket> packets) {
    List<String> answers = new ArrayList<>();
    try (CameraModel model = Models.plain()) {
      CameraPipeline[] pipelines = new CameraPipeline[2];
      for (int c = 0; c < pipelines.length; c++) {
        pipelines[c] =
            new CameraPipeline(
                RIG,
                c,
                model,
                new KeyFrames(100, 0).ofCamera(RIG, c),
                pose -> answers.add(text(pose)));
      }
      packets.forEach(p -> pipelines[p.camera().equals("cam0") ? 0 : 1].accept(p));
    }
    return answers;
  }

  private static String text(Pose2dMessage pose) {
    return new String(Json.encode(pose), UTF_8);
  }

  private byte @Nullable [] key(EventPacket packet) {
    return switch (random.nextInt(4)) {
      case 0 -> null;
      case 1 -> bytes(random.nextInt(1, 3_000));
      default -> Keys.of(packet.rig(), packet.camera());
    };
  }

  /** What no camera of the rig would say; counts the reason for which it must be set aside. */
  private byte @Nullable [] garbage(byte[] good) {
    while (true) {
      byte[] record = attempt(good);
      String reason = reason(record);
      if (reason != null) {
        reasons.merge(reason, 1, Integer::sum);
        return record;
      }
    }
  }

  private byte @Nullable [] attempt(byte[] good) {
    switch (random.nextInt(7)) {
      case 0 -> {
        return null;
      }
      case 1 -> {
        return bytes(random.nextInt(2_000));
      }
      case 2 -> {
        return "{\"rig\":\"ring-2\",\"camera\":\"cam0\"}".getBytes(UTF_8);
      }
      case 3 -> {
        return Arrays.copyOf(good, random.nextInt(good.length));
      }
      case 4 -> {
        return EventPackets.encode(stranger("ring-2", "cam" + random.nextInt(2, 9), 346));
      }
      case 5 -> {
        return EventPackets.encode(
            random.nextBoolean() ? stranger("nobody", "cam0", 346) : stranger("ring-2", "cam0", 8));
      }
      default -> {
        byte[] torn = good.clone();
        for (int i = random.nextInt(1, 6); i > 0; i--) {
          torn[random.nextInt(Math.min(torn.length, 200))] = (byte) random.nextInt();
        }
        return torn;
      }
    }
  }

  private static EventPacket stranger(String rig, String camera, int width) {
    return new EventPacket(
        rig,
        camera,
        width,
        260,
        0,
        EventPacket.MAX_MICROS - 10_000,
        EventPacket.MAX_MICROS,
        0,
        new short[0],
        new short[0],
        new int[0],
        new byte[0]);
  }

  /** Null when it may be a packet of the rig's. */
  private static @Nullable String reason(byte @Nullable [] record) {
    try {
      EventPacket packet = CameraReplay.decode(record);
      boolean known = packet.rig().equals(RIG.rig()) && RIG.cameraIds().contains(packet.camera());
      if (!known) {
        return "unknown-camera";
      }
      return packet.width() == 346 && packet.height() == 260 ? null : "geometry-mismatch";
    } catch (MalformedMessageException e) {
      return e.reason();
    }
  }

  private byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }
}
