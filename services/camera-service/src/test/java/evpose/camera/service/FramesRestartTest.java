package evpose.camera.service;

import static org.assertj.core.api.Assertions.assertThat;

import evpose.events.CameraFrame;
import evpose.events.EventPacket;
import evpose.events.FrameRef;
import evpose.messages.CameraFrames;
import evpose.messages.EventPackets;
import evpose.messages.Json;
import evpose.messages.Keys;
import evpose.messages.Pose2dMessage;
import evpose.messages.RigCamera;
import evpose.messages.RigMessage;
import evpose.messages.Topics;
import evpose.streaming.KafkaAccess;
import evpose.streaming.KafkaRecordReader;
import evpose.testkit.BrokerExtension;
import evpose.testkit.TopicWatcher;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Events and frames on a real broker, the ANN on frames as in production: a camera-service that is
 * stopped in the middle and started again, and a replay of the log, give the poses of one that
 * never stopped, byte for byte.
 */
class FramesRestartTest {
  @RegisterExtension static final BrokerExtension BROKER = new BrokerExtension();

  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final int STEPS = 240;
  private static final int STOP_AFTER = 133;
  private static final int PARTITION = 5;
  private static final RigMessage RIG =
      new RigMessage(
          "filmed", List.of(new RigCamera("cam0", 64, 48, PARTITION)), 9, 10_000, "", "");

  @TempDir Path directory;

  @Test
  void posesOnFramesAreThoseOfTheLogHoweverOftenItIsRead() throws Exception {
    try (KafkaProducer<byte[], byte[]> producer = BROKER.producer();
        TopicWatcher watcher = BROKER.watch(Topics.POSES_2D)) {
      producer.send(new ProducerRecord<>(Topics.RIGS, Keys.of(RIG.rig()), Json.encode(RIG))).get();
      List<EventPacket> packets = new ArrayList<>();
      for (int k = 0; k < STEPS; k++) {
        packets.add(packet(producer, k));
      }
      publish(producer, packets.subList(0, STOP_AFTER));
      CameraStream first = stream("stopped");
      first.start();
      watcher.await(STOP_AFTER, PATIENCE);
      first.stop();
      publish(producer, packets.subList(STOP_AFTER, STEPS));
      CameraStream second = stream("stopped");
      second.start();
      List<ConsumerRecord<byte[], byte[]>> records =
          watcher.await("all steps", all -> byStep(all).size() == STEPS, PATIENCE);
      second.stop();

      Map<Long, String> replayed = replay(packets);
      assertThat(byStep(records)).isEqualTo(replayed);
      Pose2dMessage pose = decode(records.get(records.size() - 1));
      assertThat(pose.source()).isEqualTo("snn");
      assertThat(pose.keyFrameStep()).isEqualTo(230);
      assertThat(pose.frameSequence()).isEqualTo(1_229);
      assertThat(replayed.values()).anyMatch(p -> p.contains("\"frameSequence\":1009"));
    }
  }

  private static Map<Long, String> replay(List<EventPacket> packets) {
    Map<Long, String> said = new TreeMap<>();
    RigRuns runs = new RigRuns(CameraModels.of(Models.greyDjl()), new KeyFrames(100, 0));
    List<String> lost = new ArrayList<>();
    try (CameraReplay replay = new CameraReplay(runs, RIG);
        KafkaRecordReader frames = new KafkaRecordReader(KafkaAccess.of(BROKER.bootstrap()))) {
      CameraReplay.Partition cameras =
          replay.partition(
              PARTITION,
              Map.of(),
              frames,
              frame -> lost.add(frame.reason()),
              pose -> said.put(pose.step(), text(Json.encode(pose))));
      packets.forEach(p -> assertThat(cameras.accept(p)).isNull());
    }
    assertThat(lost).containsExactly("wrong-identifier");
    return said;
  }

  /** Every tenth step ends a shutter; the frame is stored first, one of them is garbage. */
  private static EventPacket packet(KafkaProducer<byte[], byte[]> producer, int k)
      throws Exception {
    SplittableRandom random = new SplittableRandom(k);
    int n = 30;
    short[] x = new short[n];
    short[] y = new short[n];
    int[] dt = new int[n];
    byte[] polarity = new byte[n];
    for (int i = 0; i < n; i++) {
      x[i] = (short) random.nextInt(64);
      y[i] = (short) random.nextInt(48);
      dt[i] = i * 10_000 / n;
      polarity[i] = (byte) random.nextInt(2);
    }
    long end = (k + 1) * 10_000L;
    EventPacket packet =
        new EventPacket("filmed", "cam0", 64, 48, k, end - 10_000, end, 0, x, y, dt, polarity);
    if (k % 10 != 9) {
      return packet;
    }
    byte[] pixels = new byte[64 * 48];
    random.nextBytes(pixels);
    byte[] frame =
        CameraFrames.encode(
            new CameraFrame("filmed", "cam0", 64, 48, 1_000 + k, end - 8_000, end, pixels));
    if (k == STEPS - 1 - 100) {
      frame[4] = 'X';
    }
    long offset =
        producer
            .send(new ProducerRecord<>(Topics.FRAMES, PARTITION, Keys.of("filmed", "cam0"), frame))
            .get()
            .offset();
    return packet.with(new FrameRef(offset, end));
  }

  private static void publish(KafkaProducer<byte[], byte[]> producer, List<EventPacket> packets) {
    for (EventPacket packet : packets) {
      producer.send(
          new ProducerRecord<>(
              Topics.EVENTS,
              PARTITION,
              Keys.of(packet.rig(), packet.camera()),
              EventPackets.encode(packet)));
    }
    producer.flush();
  }

  /** Every answer by step; fails when the same question got two answers. */
  private static Map<Long, String> byStep(List<ConsumerRecord<byte[], byte[]>> records) {
    Map<Long, String> answers = new TreeMap<>();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      String json = text(record.value());
      String before = answers.put(decode(record).step(), json);
      assertThat(before == null || before.equals(json)).as("two answers: %s", json).isTrue();
    }
    return answers;
  }

  private static String text(byte[] json) {
    return new String(json, StandardCharsets.UTF_8);
  }

  private static Pose2dMessage decode(ConsumerRecord<byte[], byte[]> record) {
    try {
      return Json.decode(record.value(), Pose2dMessage.class);
    } catch (evpose.messages.MalformedMessageException e) {
      throw new AssertionError("a pose that is none: " + e.getMessage(), e);
    }
  }

  private CameraStream stream(String applicationId) {
    return new CameraStream(
        new CameraSettings(
            applicationId,
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
        directory.resolve(applicationId),
        () -> CameraModels.of(Models.greyDjl()));
  }
}
