package evpose.camera.service;

import static org.assertj.core.api.Assertions.assertThat;

import evpose.events.EventPacket;
import evpose.events.window.ShedPolicy;
import evpose.hybrid.KeyFramePolicy;
import evpose.messages.Json;
import evpose.messages.Pose2dMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CameraPipelineTest {
  private static final int STEPS = 210;
  private static final int PERIOD = 10;
  private static final CameraModel MODEL = Models.plain();
  private static final List<EventPacket> PACKETS =
      SimulatedPackets.ofCamera(SimulatedPackets.of(STEPS), 1);

  private final List<Pose2dMessage> poses = new ArrayList<>();

  @AfterAll
  static void close() {
    MODEL.close();
  }

  @Test
  void onePoseForEachStepAndNoneMadeUpBeforeTheFirstKeyFrame() {
    CameraPipeline pipeline = pipeline();
    PACKETS.forEach(pipeline::accept);
    assertThat(poses).extracting(Pose2dMessage::step).containsExactlyElementsOf(range(0, STEPS));
    Pose2dMessage first = poses.get(0);
    assertThat(first.source()).isEqualTo("none");
    assertThat(first.keyFrameStep()).isEqualTo(-1);
    assertThat(first.joints()).noneMatch(k -> k.present());
    Pose2dMessage later = poses.get(STEPS - 1);
    assertThat(later.source()).isEqualTo("snn");
    assertThat(later.keyFrameStep()).isEqualTo(205);
    assertThat(later.endMicros()).isEqualTo(STEPS * 10_000);
    assertThat(later.inputs().policy()).isEqualTo("fixed-10+5");
    assertThat(later.inputs().model()).isEqualTo(MODEL.sha256());
    assertThat(later.inputs().engine()).startsWith("sum+");
    assertThat(later.neuronUpdates()).isPositive();
    assertThat(later.events()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  void posesDoNotDependOnHowPacketsWereCut(int delay) {
    PACKETS.forEach(pipeline(delay)::accept);
    List<String> cutAtSeven = facts(poses);
    poses.clear();
    SimulatedPackets.ofCamera(SimulatedPackets.of(STEPS, 33_000), 1)
        .forEach(pipeline(delay)::accept);
    assertThat(facts(poses)).isEqualTo(cutAtSeven);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  void rebuiltFromTheBoundedPastItGoesOnWithTheSameBytes(int delay) {
    PACKETS.forEach(pipeline(delay)::accept);
    List<String> undisturbed = json(poses);
    for (int restart = 100; restart < PACKETS.size(); restart += 13) {
      poses.clear();
      CameraPipeline again = pipeline(delay);
      past(restart, reach(delay)).forEach(again::rebuild);
      assertThat(poses).isEmpty();
      PACKETS.subList(restart, PACKETS.size()).forEach(again::accept);
      assertThat(json(poses))
          .as("restart at packet %d", restart)
          .isEqualTo(undisturbed.subList(STEPS - poses.size(), STEPS));
      assertThat(poses.size()).isBetween((PACKETS.size() - restart) * 7 / 10 - 1, STEPS);
    }
  }

  @Test
  void aPastThatIsTooShortShows() {
    PACKETS.forEach(pipeline()::accept);
    List<String> undisturbed = json(poses);
    poses.clear();
    CameraPipeline again = pipeline();
    past(200, reach(0) / 2).forEach(again::rebuild);
    PACKETS.subList(200, PACKETS.size()).forEach(again::accept);
    assertThat(json(poses)).isNotEqualTo(undisturbed.subList(STEPS - poses.size(), STEPS));
  }

  @Test
  void aLostPacketIsCountedInItsStep() {
    List<EventPacket> torn = new ArrayList<>(PACKETS);
    torn.remove(10); // covers 70 to 77 ms
    torn.forEach(pipeline()::accept);
    assertThat(poses)
        .filteredOn(p -> p.gaps() > 0)
        .singleElement()
        .satisfies(
            p -> {
              assertThat(p.step()).isEqualTo(7);
              assertThat(p.gaps()).isEqualTo(1);
            });
    assertThat(poses).hasSize(STEPS);
  }

  @Test
  void aHeartbeatClosesTheSteps() {
    CameraPipeline pipeline = pipeline();
    pipeline.accept(empty(0, 0, 10_000));
    assertThat(poses).hasSize(1);
    pipeline.accept(empty(1, 10_000, 45_000));
    assertThat(poses).extracting(Pose2dMessage::step).containsExactly(0L, 1L, 2L, 3L);
    assertThat(poses).extracting(Pose2dMessage::events).containsOnly(0);
  }

  @Test
  void aPacketThatComesAgainChangesNothing() {
    PACKETS.forEach(pipeline()::accept);
    List<String> once = json(poses);
    poses.clear();
    CameraPipeline pipeline = pipeline();
    for (EventPacket packet : PACKETS) {
      pipeline.accept(packet);
      pipeline.accept(packet);
    }
    assertThat(json(poses)).isEqualTo(once);
    assertThat(pipeline.counts().duplicates()).isEqualTo(PACKETS.size());
  }

  @Test
  void aCameraThatReturnsWithTimeRestartedAnswersLikeOneThatBegins() {
    PACKETS.forEach(pipeline()::accept);
    List<String> fresh = json(poses);
    poses.clear();
    returning().forEach(pipeline()::accept);
    assertThat(json(poses).subList(STEPS, poses.size())).isEqualTo(fresh);
  }

  @Test
  void rebuiltAroundAReturnItGoesOnWithTheSameBytes() {
    List<EventPacket> log = returning();
    CameraPipeline whole = pipeline();
    List<Integer> saidBefore = new ArrayList<>(); // poses that came before each packet
    for (EventPacket packet : log) {
      saidBefore.add(poses.size());
      whole.accept(packet);
    }
    List<String> undisturbed = json(poses);
    for (int restart = PACKETS.size() - 2; restart < PACKETS.size() + 40; restart += 3) {
      poses.clear();
      CameraPipeline again = pipeline();
      past(log, restart, reach(0)).forEach(again::rebuild);
      log.subList(restart, log.size()).forEach(again::accept);
      assertThat(json(poses))
          .as("restart at packet %d of %d", restart, PACKETS.size())
          .isEqualTo(undisturbed.subList(saidBefore.get(restart), undisturbed.size()));
    }
  }

  @Test
  void stepsThatWereGivenUpAreNotAnsweredAndTheOthersAreTheSameAfterARestart() {
    ShedPolicy.Steps given = new ShedPolicy.Steps(150, 163);
    CameraPipeline whole = pipeline();
    for (EventPacket packet : PACKETS) {
      if (whole.undecidedStep(new ShedPolicy(20, ShedPolicy.Order.OLDEST_FIRST)) == 148) {
        whole.shed(given);
      }
      whole.accept(packet);
    }
    List<String> undisturbed = json(poses);
    assertThat(poses).hasSize(STEPS - 14).noneMatch(p -> given.contains(p.step()));
    assertThat(poses.stream().filter(p -> p.step() == 164).findFirst().orElseThrow().source())
        .isEqualTo("none"); // its key frame was among them
    for (int restart = 190; restart < PACKETS.size(); restart += 17) {
      poses.clear();
      CameraPipeline again = pipeline();
      again.shed(given);
      past(restart, reach(0)).forEach(again::rebuild);
      PACKETS.subList(restart, PACKETS.size()).forEach(again::accept);
      assertThat(json(poses))
          .as("restart at packet %d", restart)
          .isEqualTo(undisturbed.subList(undisturbed.size() - poses.size(), undisturbed.size()));
    }
  }

  /** The packets a minute later, and then as they are: the camera's clock began anew. */
  private static List<EventPacket> returning() {
    List<EventPacket> log = new ArrayList<>();
    for (EventPacket p : PACKETS) {
      log.add(
          new EventPacket(
              p.rig(),
              p.camera(),
              p.width(),
              p.height(),
              p.sequence(),
              p.beginMicros() + 60_000_000,
              p.endMicros() + 60_000_000,
              0,
              p.xs(),
              p.ys(),
              p.dts(),
              p.polarities()));
    }
    log.addAll(PACKETS);
    return log;
  }

  @Test
  void aDelayIsNamedInEachPose() {
    PACKETS.forEach(pipeline(3)::accept);
    assertThat(poses.get(STEPS - 1).inputs().policy()).isEqualTo("fixed-10+5-late-3");
    assertThat(poses.get(207).keyFrameStep()).isEqualTo(195);
    assertThat(poses.get(208).keyFrameStep()).isEqualTo(205);
  }

  @Test
  void aDelayThatDoesNotFitAShortPeriodIsCutDown() {
    KeyFrames keyFrames = new KeyFrames(20, 7);
    assertThat(keyFrames.ofCamera(SimulatedPackets.RIG, 1).periodSteps()).isEqualTo(2);
    assertThat(keyFrames.ofCamera(SimulatedPackets.RIG, 1).delaySteps()).isEqualTo(1);
  }

  private CameraPipeline pipeline() {
    return pipeline(0);
  }

  private CameraPipeline pipeline(int delay) {
    KeyFramePolicy policy = new KeyFrames(100, delay).ofCamera(SimulatedPackets.RIG, 1);
    return new CameraPipeline(SimulatedPackets.RIG, 1, MODEL, policy, poses::add);
  }

  private static long reach(int delay) {
    return BoundedPast.reachMicros(
        MODEL.description().annMaxAgeMicros(), PERIOD, delay, SimulatedPackets.STEP_MICROS);
  }

  /** The shortest tail before a packet that holds the past. */
  private static List<EventPacket> past(int before, long reach) {
    return past(PACKETS, before, reach);
  }

  private static List<EventPacket> past(List<EventPacket> log, int before, long reach) {
    int from = before;
    while (from > 0 && !BoundedPast.isHeldBy(log.subList(from, before), Set.of(), rig -> reach)) {
      from--;
    }
    return log.subList(from, before);
  }

  private static EventPacket empty(long sequence, long begin, long end) {
    return new EventPacket(
        SimulatedPackets.RIG.rig(),
        "cam1",
        346,
        260,
        sequence,
        begin,
        end,
        0,
        new short[0],
        new short[0],
        new int[0],
        new byte[0]);
  }

  private static List<String> json(List<Pose2dMessage> poses) {
    return poses.stream().map(p -> new String(Json.encode(p), StandardCharsets.UTF_8)).toList();
  }

  /** All but the number of packets. */
  private static List<String> facts(List<Pose2dMessage> poses) {
    return json(poses).stream().map(j -> j.replaceAll("\"packets\":\\d+", "")).toList();
  }

  private static List<Long> range(long from, long to) {
    return java.util.stream.LongStream.range(from, to).boxed().toList();
  }
}
