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
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * The log is the state: a camera-service that is stopped in the middle and started again gives the
 * poses of one that never stopped, byte for byte. Real broker, real engines, small random weights.
 */
class CameraRestartTest {
  @RegisterExtension static final BrokerExtension BROKER = new BrokerExtension();

  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final int STEPS = 420;
  private static final int STOP_AFTER_PACKETS = 757; // of both cameras, in the middle of a step
  private static final int UNCOMMITTED = 23; // records of each partition that a crash leaves

  @TempDir Path directory;

  @Test
  void posesAfterARestartAreThoseOfAnUndisturbedRun() throws Exception {
    List<EventPacket> packets = SimulatedPackets.of(STEPS);
    CameraStream disturbed = stream("disturbed");
    try (KafkaProducer<byte[], byte[]> producer = BROKER.producer();
        TopicWatcher watcher = BROKER.watch(Topics.POSES_2D)) {
      producer.send(new ProducerRecord<>(Topics.RIGS, Keys.of("ring-2"), Json.encode(rig()))).get();

      publish(producer, packets.subList(0, STOP_AFTER_PACKETS));
      disturbed.start();
      int closed = closedSteps(packets.subList(0, STOP_AFTER_PACKETS));
      watcher.await(closed, PATIENCE);
      disturbed.stop();
      rewind("disturbed", UNCOMMITTED);
      publish(producer, packets.subList(STOP_AFTER_PACKETS, packets.size()));
      CameraStream again = stream("disturbed");
      again.start();
      List<ConsumerRecord<byte[], byte[]>> records =
          watcher.await("all steps", all -> distinct(all).size() == 2 * STEPS, PATIENCE);
      again.stop();
      Map<String, String> answers = distinct(records);
      int repeated = records.size() - answers.size();
      assertThat(repeated).as("steps that came twice").isBetween(20, 60);

      CameraStream undisturbed = stream("undisturbed");
      undisturbed.start();
      int before = records.size();
      List<ConsumerRecord<byte[], byte[]>> everything = watcher.await(before + 2 * STEPS, PATIENCE);
      undisturbed.stop();
      Map<String, String> expected = distinct(everything.subList(before, everything.size()));
      assertThat(expected).hasSize(2 * STEPS);
      assertThat(answers).isEqualTo(expected);
      assertThat(expected.values()).anyMatch(pose -> pose.contains("\"source\":\"snn\""));
      assertThat(everything).allMatch(r -> r.partition() == rig().posesPartition());
    }
  }

  /** Every answer by camera and step; fails when the same question got two answers. */
  private static SortedMap<String, String> distinct(List<ConsumerRecord<byte[], byte[]>> records) {
    SortedMap<String, String> answers = new TreeMap<>();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      Pose2dMessage pose = decode(record);
      String json = new String(record.value(), StandardCharsets.UTF_8);
      String before = answers.put(pose.camera() + " " + pose.step(), json);
      assertThat(before == null || before.equals(json))
          .as("two answers to one step:\n%s\n%s", before, json)
          .isTrue();
    }
    return answers;
  }

  private static Pose2dMessage decode(ConsumerRecord<byte[], byte[]> record) {
    try {
      return Json.decode(record.value(), Pose2dMessage.class);
    } catch (MalformedMessageException e) {
      throw new AssertionError("a pose that is none: " + e.getMessage(), e);
    }
  }

  private static RigMessage rig() {
    RigMessage rig = SimulatedPackets.RIG;
    return new RigMessage(
        rig.rig(),
        List.of(new RigCamera("cam0", 346, 260, 5), new RigCamera("cam1", 346, 260, 6)),
        9,
        rig.stepMicros(),
        "",
        "");
  }

  private static void publish(KafkaProducer<byte[], byte[]> producer, List<EventPacket> packets) {
    for (EventPacket packet : packets) {
      int partition = packet.camera().equals("cam0") ? 5 : 6;
      producer.send(
          new ProducerRecord<>(
              Topics.EVENTS,
              partition,
              Keys.of(packet.rig(), packet.camera()),
              EventPackets.encode(packet)));
    }
    producer.flush();
  }

  private static int closedSteps(List<EventPacket> packets) {
    Map<String, Long> ends = new HashMap<>();
    packets.forEach(p -> ends.put(p.camera(), p.endMicros()));
    return ends.values().stream().mapToInt(end -> (int) (end / SimulatedPackets.STEP_MICROS)).sum();
  }

  /** What a crash leaves: the last answers are out, the positions that say so are not. */
  private static void rewind(String group, int records) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", BROKER.bootstrap()))) {
      Map<TopicPartition, OffsetAndMetadata> committed =
          admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
      Map<TopicPartition, OffsetAndMetadata> earlier = new HashMap<>();
      committed.forEach(
          (partition, offset) -> {
            if (offset.offset() > records) {
              earlier.put(partition, new OffsetAndMetadata(offset.offset() - records));
            }
          });
      assertThat(earlier.keySet())
          .containsExactlyInAnyOrder(
              new TopicPartition(Topics.EVENTS, 5), new TopicPartition(Topics.EVENTS, 6));
      admin.alterConsumerGroupOffsets(group, earlier).all().get();
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
        () -> CameraModels.of(Models.djl()));
  }
}
