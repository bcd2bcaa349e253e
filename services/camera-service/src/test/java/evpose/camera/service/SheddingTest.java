package evpose.camera.service;

import static org.assertj.core.api.Assertions.assertThat;

import evpose.events.EventPacket;
import evpose.events.window.ShedPolicy;
import evpose.messages.Inputs;
import evpose.messages.Json;
import evpose.messages.Keys;
import evpose.messages.Pose2dMessage;
import evpose.messages.Topics;
import evpose.streaming.LogReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Decisions come from the backlog, and then from the log. */
class SheddingTest {
  private static final CameraModel MODEL = Models.plain();
  private static final ShedPolicy POLICY = new ShedPolicy(30, ShedPolicy.Order.OLDEST_FIRST);
  private static final List<EventPacket> PACKETS =
      SimulatedPackets.ofCamera(SimulatedPackets.of(60), 1);

  private final List<ConsumerRecord<byte[], byte[]>> poses = new ArrayList<>();
  private int read;
  private final LogReader reader =
      (partition, before, enough) -> {
        int from = poses.size();
        while (from > 0 && !enough.reached(poses.subList(from, poses.size()))) {
          from--;
        }
        read = poses.size() - from;
        return poses.subList(from, poses.size());
      };
  private final Shedding shedding = new Shedding(step -> POLICY, reader, p -> poses.size());

  @AfterAll
  static void close() {
    MODEL.close();
  }

  @Test
  void onlyABacklogAboveTheLimitIsCutAndOneDecisionIsFollowedBeforeTheNext() {
    CameraPipeline pipeline = pipeline();
    assertThat(shedding.decide(pipeline, 10_000)).as("before the first packet").isNull();
    pipeline.accept(PACKETS.get(0));
    assertThat(shedding.decide(pipeline, 300)).isNull();
    ShedPolicy.Steps steps = shedding.decide(pipeline, 400);
    assertThat(steps).isEqualTo(new ShedPolicy.Steps(0, 24));
    pipeline.shed(steps);
    assertThat(shedding.decide(pipeline, 10_000)).isNull();
    PACKETS.forEach(pipeline::accept);
    assertThat(shedding.decide(pipeline, 400)).isNotNull();
    assertThat(Shedding.none().decide(pipeline, 1_000_000)).isNull();
  }

  @Test
  void theDecisionIsARecordThatNamesItsSteps() {
    Pose2dMessage said = pipeline().shedding(new ShedPolicy.Steps(7, 31), "lag");
    assertThat(said.isShed()).isTrue();
    assertThat(said.step()).isEqualTo(7);
    assertThat(said.lastStep()).isEqualTo(31);
    assertThat(said.reason()).isEqualTo("lag");
    assertThat(said.inputs().model()).isEqualTo(MODEL.sha256());
  }

  @Test
  void aRebuiltTaskFindsWhatWasDecidedAndReadsNoFartherThanItMust() {
    for (long step = 0; step < 5_000; step++) {
      append(pose(step));
      if (step == 3_990) {
        append(Pose2dMessage.shed("ring-2", "cam1", 3_991, 4_010, 10_000, "lag", inputs()));
        append(Pose2dMessage.shed("ring-2", "cam0", 3_991, 4_100, 10_000, "lag", inputs()));
      }
    }
    EventPacket past = packet(4_500);
    Map<String, List<ShedPolicy.Steps>> decided =
        shedding.decided(List.of(past), rig -> Optional.of(SimulatedPackets.RIG));
    assertThat(decided)
        .isEqualTo(Map.of("ring-2/cam1", List.of(new ShedPolicy.Steps(3_991, 4_010))));
    assertThat(read).isLessThan(1_600);
    assertThat(Shedding.none().decided(List.of(past), rig -> Optional.of(SimulatedPackets.RIG)))
        .isEmpty();
  }

  private CameraPipeline pipeline() {
    return new CameraPipeline(
        SimulatedPackets.RIG,
        1,
        MODEL,
        new KeyFrames(100, 0).ofCamera(SimulatedPackets.RIG, 1),
        pose -> {});
  }

  private void append(Pose2dMessage pose) {
    poses.add(
        new ConsumerRecord<>(
            Topics.POSES_2D, 0, poses.size(), Keys.of("ring-2"), Json.encode(pose)));
  }

  private static Inputs inputs() {
    return new Inputs("m", "", "fixed-10+0", "e");
  }

  private static Pose2dMessage pose(long step) {
    return new Pose2dMessage(
        "ring-2",
        "cam1",
        step,
        10_000,
        (step + 1) * 10_000,
        "none",
        -1,
        Pose2dMessage.keypoints(new evpose.pose.Joints2d()),
        0,
        1,
        0,
        0,
        0,
        0,
        inputs());
  }

  private static EventPacket packet(long step) {
    return new EventPacket(
        "ring-2",
        "cam1",
        346,
        260,
        step,
        step * 10_000,
        (step + 1) * 10_000,
        0,
        new short[0],
        new short[0],
        new int[0],
        new byte[0]);
  }
}
