package evpose.camera.service;

import static org.assertj.core.api.Assertions.assertThat;

import evpose.events.EventPacket;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three cameras of a rig with 15 s of backlog: two share a stream thread, so the third would run
 * twice as fast. Real broker and consumers, a network of no size.
 */
class CameraBacklogTest {
  @RegisterExtension static final BrokerExtension BROKER = new BrokerExtension();

  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final int BOUND_MILLIS = Integer.getInteger("evpose.abreast.millis", 2_000);
  private static final int STEPS = 1_500; // of 10 ms

  /** One poll beyond the bound, and what lies between an answer and its place in the log. */
  private static final long MORE_MICROS = 2 * 128 * 10_000;

  private static final long PUBLISHED_AGO_MILLIS = 60_000;
  private static final RigMessage RIG =
      new RigMessage(
          "r",
          List.of(
              new RigCamera("cam0", 346, 260, 0),
              new RigCamera("cam1", 346, 260, 1),
              new RigCamera("cam2", 346, 260, 2)),
          9,
          10_000,
          "",
          "");

  @TempDir Path directory;

  @Test
  void camerasOfARigKeepAbreast() throws Exception {
    try (KafkaProducer<byte[], byte[]> producer = BROKER.producer();
        TopicWatcher watcher = BROKER.watch(Topics.POSES_2D)) {
      producer.send(new ProducerRecord<>(Topics.RIGS, Keys.of("r"), Json.encode(RIG))).get();
      publish(producer);
      CameraStream stream = stream();
      stream.start();
      List<ConsumerRecord<byte[], byte[]>> poses = watcher.await(3 * STEPS, PATIENCE);
      stream.stop();
      assertThat(largestApartMicros(poses))
          .as("data time between two cameras, microseconds")
          .isLessThanOrEqualTo(BOUND_MILLIS * 1000L + MORE_MICROS);
    }
  }

  /** In the order in which poses were published. */
  private static long largestApartMicros(List<ConsumerRecord<byte[], byte[]>> poses)
      throws MalformedMessageException {
    Map<String, Long> ends = new HashMap<>();
    RIG.cameraIds().forEach(camera -> ends.put(camera, 0L));
    long largest = 0;
    for (ConsumerRecord<byte[], byte[]> record : poses) {
      Pose2dMessage pose = Json.decode(record.value(), Pose2dMessage.class);
      ends.put(pose.camera(), pose.endMicros());
      long first = ends.values().stream().mapToLong(end -> end).max().orElseThrow();
      long last = ends.values().stream().mapToLong(end -> end).min().orElseThrow();
      largest = Math.max(largest, first - last);
    }
    System.out.printf("cameras were %.2f s apart at most%n", largest / 1e6);
    return largest;
  }

  private static void publish(KafkaProducer<byte[], byte[]> producer) {
    long published = System.currentTimeMillis() - PUBLISHED_AGO_MILLIS;
    for (int step = 0; step < STEPS; step++) {
      for (RigCamera camera : RIG.cameras()) {
        producer.send(
            new ProducerRecord<>(
                Topics.EVENTS,
                camera.eventsPartition(),
                published,
                Keys.of("r", camera.id()),
                EventPackets.encode(packet(camera, step))));
      }
    }
    producer.flush();
  }

  private static EventPacket packet(RigCamera camera, int step) {
    return new EventPacket(
        "r",
        camera.id(),
        camera.width(),
        camera.height(),
        step,
        step * 10_000L,
        (step + 1) * 10_000L,
        0,
        new short[0],
        new short[0],
        new int[0],
        new byte[0]);
  }

  private CameraStream stream() {
    return new CameraStream(
        new CameraSettings(
            "backlog",
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
            BOUND_MILLIS),
        BROKER.bootstrap(),
        directory.resolve("streams"),
        () -> CameraModels.of(Models.plain()));
  }
}
