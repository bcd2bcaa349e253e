package evpose.triangulation.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import evpose.camera.CameraRig;
import evpose.camera.Dhp19Rig;
import evpose.camera.RingRig;
import evpose.messages.Json;
import evpose.messages.Keys;
import evpose.messages.MalformedMessageException;
import evpose.messages.Pose2dMessage;
import evpose.messages.Pose3dMessage;
import evpose.messages.RigMessage;
import evpose.temporal.TemporalBundle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Seeded histories of one partition: two rigs whose cameras lag, skip, shed, repeat themselves and
 * come too late, with garbage between. Whoever reads them must say the same, also after a restart
 * at any offset.
 */
class ReplayTest {
  private static final TopicPartition PARTITION = new TopicPartition("poses-2d", 0);
  private static final TriangulationSettings SETTINGS =
      new TriangulationSettings(
          "replay", 3, 20, 1, false, false, "robust", "compact", TriangulationSettingsTest.NO_BODY);

  /** With all rules of the body, forgotten after 30 to 60 steps. */
  private static final TriangulationSettings WITH_BODY =
      new TriangulationSettings(
          "replay",
          3,
          20,
          1,
          false,
          false,
          "robust",
          "compact",
          new TriangulationSettings.Body(true, true, true, true, 5, 30));

  /** The body is placed by the network that ships, and by it and all rules. */
  private static final TriangulationSettings LEARNED = learned(SETTINGS);

  private static final TriangulationSettings LEARNED_WITH_BODY = learned(WITH_BODY);

  private static TriangulationSettings learned(TriangulationSettings s) {
    return new TriangulationSettings(
        s.applicationId(),
        s.graceSteps(),
        s.horizonSteps(),
        s.threads(),
        s.exactlyOnce(),
        s.fastFailover(),
        "learned",
        s.network(),
        s.body());
  }

  private static final int STEPS = 240;

  /** Records after a restart; all that was open at the restart is final before they end. */
  private static final int COMPARED = 350;

  private static final Map<String, Scene> SCENES =
      Map.of(
          "dhp19", Scene.DHP19,
          "ring-3", new Scene(new CameraRig("ring-3", ring().cameras())),
          "pair", Scene.PAIR);

  private static final List<Scene> TWO_RIGS = List.of(SCENES.get("dhp19"), SCENES.get("ring-3"));

  private static CameraRig ring() {
    return RingRig.of(3);
  }

  private record Said(long offset, String pose) {}

  private record Outcome(List<Said> poses, Map<String, Integer> refusals) {}

  static Stream<Arguments> histories() {
    return Stream.of(SETTINGS, WITH_BODY)
        .flatMap(settings -> LongStream.of(1, 2, 3).mapToObj(seed -> Arguments.of(seed, settings)));
  }

  @ParameterizedTest
  @MethodSource("histories")
  void aRestartAtAnyOffsetContinuesAsIfNothingHadHappened(
      long seed, TriangulationSettings settings) {
    MemoryLog log = history(seed);
    Outcome undisturbed = run(log, 0, log.records.size(), settings);
    assertSane(undisturbed);
    boolean shortened = false;
    for (int offset = 1; offset < log.records.size(); offset += 17) {
      int to = Math.min(log.records.size(), offset + COMPARED);
      List<Said> rest = run(log, offset, to, settings).poses();
      shortened |= log.lastTail > 0 && log.lastTail < offset;
      int from = offset;
      assertThat(rest)
          .as("seed=%d, restart at offset %d", seed, offset)
          .isEqualTo(
              undisturbed.poses().stream()
                  .filter(s -> s.offset() >= from && s.offset() < to)
                  .toList());
    }
    assertThat(shortened).as("the past that is read is bounded").isTrue();
  }

  @ParameterizedTest
  @MethodSource("histories")
  void aRigWhoseTimeBeginsAnewIsFollowedAndARestartAroundThatChangesNothing(
      long seed, TriangulationSettings settings) {
    MemoryLog log = new MemoryLog();
    lockstep(log, 1000, 1100);
    int turn = log.records.size();
    lockstep(log, seed, seed + 120);
    Outcome undisturbed = run(log, 0, log.records.size(), settings);
    assertThat(undisturbed.refusals()).isEqualTo(Map.of("too-late", 31));
    assertThat(undisturbed.poses())
        .filteredOn(said -> said.pose().contains("\"final\":true"))
        .hasSize(100 + 113); // the first 7 steps and 3 views of the 8th told that it began anew
    for (int offset = turn - 40; offset < turn + 200; offset += 3) {
      int from = offset;
      assertThat(run(log, offset, log.records.size(), settings).poses())
          .as("seed=%d, restart at offset %d, turned back at %d", seed, offset, turn)
          .isEqualTo(undisturbed.poses().stream().filter(s -> s.offset() >= from).toList());
    }
  }

  static Stream<TriangulationSettings> learned() {
    return Stream.of(LEARNED, LEARNED_WITH_BODY);
  }

  @ParameterizedTest
  @MethodSource("learned")
  void aNetworkThatLooksBackSaysTheSameAfterARestartAtAnyOffset(TriangulationSettings settings) {
    MemoryLog log = history(4, List.of(Scene.PAIR), 3 * STEPS);
    Outcome undisturbed = run(log, 0, log.records.size(), settings);
    boolean shortened = false;
    for (int offset = 5; offset < log.records.size(); offset += 89) {
      int to = Math.min(log.records.size(), offset + COMPARED / 2);
      List<Said> rest = run(log, offset, to, settings).poses();
      shortened |= log.lastTail > 0 && log.lastTail < offset;
      int from = offset;
      assertThat(rest)
          .as("restart at offset %d", offset)
          .isEqualTo(
              undisturbed.poses().stream()
                  .filter(s -> s.offset() >= from && s.offset() < to)
                  .toList());
    }
    assertThat(shortened).as("the past that is read is bounded").isTrue();
  }

  @Test
  void aNetworkMovesJointsAddsNoDelayAndIsNamed() throws Exception {
    MemoryLog log = new MemoryLog();
    for (long step = 0; step < 120; step++) {
      append(log, Scene.PAIR.view("cam2", step));
      append(log, Scene.PAIR.view("cam3", step));
    }
    List<Said> geometry = run(log, 0, log.records.size(), SETTINGS).poses();
    List<Said> learned = run(log, 0, log.records.size(), LEARNED).poses();
    assertThat(learned).extracting(Said::offset).isEqualTo(offsets(geometry));
    String network = TemporalBundle.shipped("compact").sha256();
    long macs = TemporalBundle.shipped("compact").description().macs();
    for (int i = 0; i < learned.size(); i++) {
      Pose3dMessage by = Json.decode(geometry.get(i).pose().getBytes(UTF_8), Pose3dMessage.class);
      Pose3dMessage moved = Json.decode(learned.get(i).pose().getBytes(UTF_8), Pose3dMessage.class);
      assertThat(moved.isFinal()).isTrue();
      assertThat(moved.joints()).hasSameSizeAs(by.joints()).isNotEqualTo(by.joints());
      assertThat(moved.inputs().model()).isEqualTo("m0de1;triangulation=" + network);
      assertThat(moved.inputs().triangulator()).isEqualTo(network);
      assertThat(moved.inputs().triangulatorEngine()).isEqualTo("temporal-1");
      assertThat(by.inputs().triangulator()).isEmpty();
      assertThat(moved.macs() - by.macs()).as("its work is counted").isEqualTo(macs);
    }
  }

  private static List<Long> offsets(List<Said> said) {
    return said.stream().map(Said::offset).toList();
  }

  @Test
  void aRigThatTheNetworkDoesNotKnowIsRefusedInWords() {
    MemoryLog log = new MemoryLog();
    append(log, Scene.DHP19.view("cam0", 3));
    assertThat(run(log, 0, 1, LEARNED).refusals()).isEqualTo(Map.of("untrained-rig", 1));
    Placings placings = new Placings(LEARNED);
    assertThat(placings.refusal(Scene.DHP19.registration(), Scene.DHP19.calibration()))
        .isEqualTo(
            "learned triangulation knows one pair of cameras where it stands and looks, this rig"
                + " has others: cameras=4, trained on=2, rig=dhp19, network=compact; set"
                + " evpose.triangulation.method to robust, or train a network for this rig");
    RigMessage fast =
        RigMessage.of(Scene.PAIR.cameras, Scene.STEP_MICROS / 2, "compact", "fixed-10");
    assertThat(placings.refusal(fast, Scene.PAIR.calibration()))
        .startsWith(
            "learned triangulation knows steps of 10000 µs, this rig has others:"
                + " stepMicros=5000");
    assertThat(placings.refusal(Scene.PAIR.registration(), Scene.PAIR.calibration())).isNull();
  }

  @Test
  void oneCameraThatTurnsBackWhileOthersGoOnIsNotFollowed() {
    MemoryLog log = new MemoryLog();
    for (int step = 1000; step < 1200; step++) {
      append(log, Scene.DHP19.view("cam0", step < 1100 ? step : step - 1100));
      for (int c = 1; c < 4; c++) {
        append(log, Scene.DHP19.view("cam" + c, step));
      }
    }
    Outcome outcome = run(log);
    assertThat(outcome.refusals()).isEqualTo(Map.of("too-late", 100));
    assertThat(outcome.poses()).hasSizeGreaterThan(190);
  }

  /** Four cameras that go on side by side. */
  private static void lockstep(MemoryLog log, long from, long to) {
    for (long step = from; step < to; step++) {
      for (int c = 0; c < 4; c++) {
        append(log, Scene.DHP19.view("cam" + c, step));
      }
    }
  }

  @Test
  void theSameLogGivesTheSameBytes() {
    assertThat(run(history(42))).isEqualTo(run(history(42)));
  }

  @Test
  void theOrderInTheLogDecidesWhichPosesComeButNotWhatTheFinalOnesSay() {
    MemoryLog inOrder = new MemoryLog();
    MemoryLog byCamera = new MemoryLog();
    for (int step = 0; step < 15; step++) {
      for (int c = 0; c < 4; c++) {
        append(inOrder, Scene.DHP19.view("cam" + c, step));
      }
    }
    for (int c = 3; c >= 0; c--) {
      for (int step = 0; step < 15; step++) {
        append(byCamera, Scene.DHP19.view("cam" + c, step));
      }
    }
    List<Said> first = run(inOrder).poses();
    List<Said> second = run(byCamera).poses();
    assertThat(first).hasSize(15);
    assertThat(second).hasSizeGreaterThan(15);
    for (Said pose : first) {
      String revised = pose.pose().replace("\"revision\":0", "\"revision\":1");
      assertThat(second).extracting(Said::pose).containsAnyOf(pose.pose(), revised);
    }
  }

  @Test
  void noticesARigOfOneCameraOnce() throws Exception {
    Scene one = new Scene(new CameraRig("person", List.of(Dhp19Rig.rig().cameras().get(0))));
    List<String> notices = new ArrayList<>();
    List<Answer> answers = new ArrayList<>();
    TaskRigs task =
        new TaskRigs(
            name -> Optional.of(one.registration()),
            name -> Optional.empty(),
            new MemoryLog(),
            SETTINGS,
            answers::add,
            notices::add);
    for (int step = 0; step < 50; step++) {
      Pose2dMessage pose = one.view("cam0", step);
      assertThat(
              task.accept(
                  PARTITION,
                  step,
                  Keys.of("person"),
                  pose,
                  new org.apache.kafka.common.header.internals.RecordHeaders()))
          .isNull();
    }
    assertThat(answers).isEmpty();
    assertThat(notices)
        .containsExactly("rig person has one camera; depth needs at least two views: no 3D poses");
  }

  /** A partition as the world might leave it. */
  private static MemoryLog history(long seed) {
    return history(seed, TWO_RIGS, STEPS);
  }

  private static MemoryLog history(long seed, List<Scene> scenes, int steps) {
    SplittableRandom random = new SplittableRandom(seed);
    MemoryLog log = new MemoryLog();
    List<long[]> next = new ArrayList<>();
    scenes.forEach(scene -> next.add(new long[scene.cameras.cameras().size()]));
    while (next.stream().anyMatch(cameras -> min(cameras) < steps)) {
      int s = random.nextInt(scenes.size());
      Scene scene = scenes.get(s);
      long[] at = next.get(s);
      int c = random.nextInt(at.length);
      long lead = at[c] - min(at);
      if (at[c] >= steps || lead > random.nextInt(2, 12)) {
        continue; // this camera waits
      }
      String camera = scene.cameras.cameras().get(c).id();
      switch (random.nextInt(20)) {
        case 0 -> at[c]++; // a step is lost for ever
        case 1 -> {
          long last = at[c] + random.nextInt(6);
          append(log, scene.shed(camera, at[c], last));
          at[c] = last + 1;
        }
        case 2 -> { // the camera's task was restarted and repeats itself
          at[c] = Math.max(0, at[c] - random.nextInt(5));
        }
        case 3 -> append(log, scene.view(camera, Math.max(0, at[c] - random.nextInt(40))));
        case 4 -> log.append(Keys.of(scene.rig()), "{\"torn\":".getBytes(UTF_8));
        default -> append(log, scene.view(camera, at[c]++));
      }
    }
    return log;
  }

  private static long min(long[] values) {
    long min = Long.MAX_VALUE;
    for (long value : values) {
      min = Math.min(min, value);
    }
    return min;
  }

  private static void append(MemoryLog log, Pose2dMessage pose) {
    log.append(Keys.of(pose.rig()), Json.encode(pose));
  }

  private static Outcome run(MemoryLog log) {
    return run(log, 0, log.records.size(), SETTINGS);
  }

  /** What a task says that begins at an offset. */
  private static Outcome run(
      MemoryLog log, int fromOffset, int toOffset, TriangulationSettings settings) {
    List<Said> said = new ArrayList<>();
    Map<String, Integer> refusals = new HashMap<>();
    long[] offset = {0};
    TaskRigs task =
        new TaskRigs(
            name -> Optional.ofNullable(SCENES.get(name)).map(Scene::registration),
            name -> Optional.ofNullable(SCENES.get(name)).map(Scene::calibration),
            log,
            settings,
            answer -> said.add(new Said(offset[0], new String(Json.encode(answer.pose()), UTF_8))),
            notice -> {
              throw new AssertionError(notice);
            });
    for (ConsumerRecord<byte[], byte[]> record : log.records.subList(fromOffset, toOffset)) {
      offset[0] = record.offset();
      try {
        Pose2dMessage pose = Json.decode(record.value(), Pose2dMessage.class);
        Refusal refusal =
            task.accept(PARTITION, record.offset(), record.key(), pose, record.headers());
        if (refusal != null) {
          refusals.merge(refusal.reason(), 1, Integer::sum);
        }
      } catch (MalformedMessageException e) {
        refusals.merge(e.reason(), 1, Integer::sum);
      }
    }
    return new Outcome(said, refusals);
  }

  /** Revisions count up from 0, at most one is final and it is the last; the history has teeth. */
  private static void assertSane(Outcome outcome) {
    Map<String, Pose3dMessage> last = new HashMap<>();
    int provisional = 0;
    for (Said said : outcome.poses()) {
      Pose3dMessage pose;
      try {
        pose = Json.decode(said.pose().getBytes(UTF_8), Pose3dMessage.class);
      } catch (MalformedMessageException e) {
        throw new AssertionError(e);
      }
      Pose3dMessage before = last.put(pose.rig() + "/" + pose.step(), pose);
      assertThat(pose.revision()).isEqualTo(before == null ? 0 : before.revision() + 1);
      assertThat(before != null && before.isFinal()).isFalse();
      provisional += pose.isFinal() ? 0 : 1;
    }
    assertThat(last).hasSizeGreaterThan(STEPS * 3 / 2);
    assertThat(provisional).isPositive();
    assertThat(outcome.refusals()).containsOnlyKeys("not-json", "too-late");
  }
}
