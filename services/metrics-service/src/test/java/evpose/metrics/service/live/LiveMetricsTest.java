package evpose.metrics.service.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import evpose.camera.CameraRig;
import evpose.camera.Dhp19Rig;
import evpose.evaluation.energy.EnergyTable;
import evpose.events.EventPacket;
import evpose.messages.DeadLetterMessage;
import evpose.messages.Inputs;
import evpose.messages.Keypoint2d;
import evpose.messages.Keypoint3d;
import evpose.messages.LayerWork;
import evpose.messages.Pose2dMessage;
import evpose.messages.Pose3dMessage;
import evpose.messages.RigMessage;
import evpose.messages.TruthMessage;
import evpose.pose.Joints2d;
import evpose.testkit.PerfectScene;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A perfect scene with known faults put in: the report must name exactly them. */
class LiveMetricsTest {
  static final double ROUNDING = 1e-9; // doubles, thousands of them added up
  static final long SECOND = 1_000_000_000L;
  static final long NEURONS = 1000;
  static final long STEP_NANOS = SECOND / 100;
  static final Inputs INPUTS = new Inputs("m", "c", "fixed-10", "e");
  static final LiveSettings SETTINGS =
      new LiveSettings(2 * SECOND, 30_000_000, EnergyTable.FP32_7NM);

  private final CameraRig rig = Dhp19Rig.rig();
  private final PerfectScene scene = new PerfectScene(rig, 1, 10_000);
  private final LiveMetrics live = new LiveMetrics(SETTINGS, (r, s, n) -> {});

  private EventPacket packet(String camera, long step) {
    byte[] none = {};
    return new EventPacket(
        rig.id(),
        camera,
        346,
        260,
        step,
        step * 10_000,
        (step + 1) * 10_000,
        0,
        new short[0],
        new short[0],
        new int[0],
        none);
  }

  private Pose2dMessage pose2d(int camera, long step, double offByPx) {
    return pose2d(camera, step, 0, offByPx);
  }

  private Pose2dMessage pose2d(int camera, long step, long offBySteps, double offByPx) {
    Joints2d seen = scene.view(camera, step + offBySteps);
    Joints2d moved = new Joints2d();
    for (int j = 0; j < 13; j++) {
      moved.set(j, seen.x(j) + offByPx, seen.y(j), seen.confidence(j));
    }
    boolean keyFrame = step % 10 == 0;
    return new Pose2dMessage(
        rig.id(),
        rig.cameras().get(camera).id(),
        step,
        10_000,
        (step + 1) * 10_000,
        "snn",
        0,
        Pose2dMessage.keypoints(moved),
        0,
        1,
        0,
        keyFrame ? 2_000_000 : 100_000,
        500_000,
        NEURONS,
        INPUTS);
  }

  private Pose3dMessage pose3d(long step, int revision, double offByMm) {
    List<Keypoint3d> joints = new ArrayList<>();
    for (double[] joint : scene.jointsInWorldMm(step)) {
      joints.add(
          new Keypoint3d(joint[0], joint[1], joint[2] + offByMm, 1, new double[6], 0.5, 4, 0));
    }
    return new Pose3dMessage(
        rig.id(),
        step,
        10_000,
        (step + 1) * 10_000,
        revision,
        revision > 0,
        List.of("cam0", "cam1", "cam2", "cam3"),
        4,
        joints,
        0,
        0,
        0,
        INPUTS);
  }

  private TruthMessage truth(long step) {
    return new TruthMessage(
        rig.id(), step, 10_000, (step + 1) * 10_000, scene.jointsInWorldMm(step));
  }

  /** Published at the step's end, 2D after 8 ms, 3D done after 11 ms, read after 12 ms. */
  private void run(int steps) {
    live.rig(RigMessage.of(rig, 10_000, "m", "fixed-10"));
    live.calibration(rig);
    for (long step = 0; step < steps; step++) {
      long published = 1_000 * SECOND + step * STEP_NANOS;
      for (int c = 0; c < 4; c++) {
        live.packet(packet("cam" + c, step), published + ms(1));
        live.pose2d(
            pose2d(c, step, 3),
            new RecordTimes(published, published + ms(2), published + ms(8), ms(5)),
            published + ms(9));
      }
      live.truth(truth(step));
      live.pose3d(
          pose3d(step, 0, 20),
          new RecordTimes(published, published + ms(9), published + ms(11), -1),
          published + ms(12));
    }
  }

  private static long ms(long millis) {
    return millis * 1_000_000;
  }

  @Test
  void reportsExactlyTheFaultsThatWerePutIn() {
    run(1000);
    long end = 1_010 * SECOND;
    RunReport report = live.report(end);
    assertThat(report.rig()).isEqualTo("dhp19");
    assertThat(report.poses2d().count()).isEqualTo(4000);
    assertThat(report.poses3d().count()).isEqualTo(1000);
    assertThat(report.poses3d().perSecond()).isCloseTo(100, within(ROUNDING));
    assertThat(report.packets()).isEqualTo(new RunReport.Packets(4000, 4000, 0, Map.of()));
    assertThat(report.error().mpjpe2dPx()).isCloseTo(3, within(ROUNDING));
    assertThat(report.error().mpjpe3dMm()).isCloseTo(20, within(ROUNDING));
    assertThat(report.error().steps3dCompared()).isEqualTo(1000);
    // 10 key frames of 2.0 M and 90 steps of 0.1 M a second, four cameras
    assertThat(report.operations().gmacPerSecond()).isCloseTo(0.116, within(ROUNDING));
    assertThat(report.operations().gacPerSecond()).isCloseTo(0.2, within(ROUNDING));
    assertThat(report.power().wattsEstimated())
        .isCloseTo((0.116 * 1.69 + 0.2 * 0.38) * 1e-3, within(ROUNDING));
    assertThat(report.power().wattsDenseAnn()).isCloseTo(0.8 * 1.69e-3, within(ROUNDING));
    assertThat(report.power().table()).isEqualTo("fp32-7nm (Jouppi 2021)");
    assertThat(report.health()).isEqualTo("4 cameras, 100 3D poses a second");
  }

  @Test
  void latenciesNameTheirStagesAndLeaveTheWarmUpOut() {
    run(1000);
    Map<String, Quantiles> latency = live.report(1_010 * SECOND).latencyMs();
    assertThat(latency)
        .containsOnlyKeys(
            "endToEnd", "ingest", "infer2d", "camera", "pose2d", "triangulate", "deliver");
    double bucketMs = 0.2; // 1.6 % of 12 ms
    assertThat(latency.get("endToEnd").p50()).isCloseTo(12, within(bucketMs));
    assertThat(latency.get("infer2d").p99()).isCloseTo(5, within(bucketMs));
    assertThat(latency.get("camera").p95()).isCloseTo(6, within(bucketMs));
    assertThat(latency.get("triangulate").p50()).isCloseTo(2, within(bucketMs));
    assertThat(latency.get("endToEnd").warm()).isTrue();
    assertThat(latency.get("endToEnd").count()).isEqualTo(800); // the first 2 s are warm-up
  }

  @Test
  void aRunShorterThanTheWarmUpStillHasLatenciesAndSaysSo() {
    run(100);
    Quantiles endToEnd = live.report(1_001 * SECOND).latencyMs().get("endToEnd");
    assertThat(endToEnd.count()).isEqualTo(100);
    assertThat(endToEnd.warm()).isFalse();
  }

  @Test
  void slidingNumbersForgetWhatIsOlderThan10s() {
    run(1500);
    for (long step = 1500; step < 2600; step++) {
      live.truth(truth(step));
      live.pose3d(pose3d(step, 0, 60), RecordTimes.NONE, 1_000 * SECOND + step * STEP_NANOS);
    }
    RigNumbers numbers = live.numbers("dhp19", 1_026 * SECOND);
    assertThat(numbers.mpjpe3dMm()).isCloseTo(60, within(ROUNDING));
    assertThat(numbers.latencyMs()).isEmpty();
    assertThat(live.report(1_026 * SECOND).error().mpjpe3dMm())
        .isCloseTo((1500 * 20 + 1100 * 60) / 2600.0, within(ROUNDING));
  }

  @Test
  void accuracyIsMoreThanTheMeanError() {
    run(1000);
    RigNumbers.Accuracy accuracy = live.numbers("dhp19", 1_010 * SECOND).accuracy();
    assertThat(accuracy.mpjpe3dMmRun()).isCloseTo(20, within(ROUNDING));
    assertThat(accuracy.mpjpe2dPxRun()).isCloseTo(3, within(ROUNDING));
    assertThat(accuracy.paMpjpeMm()).as("only moved").isCloseTo(0, within(1e-4));
    assertThat(accuracy.accelerationErrorMPerS2()).as("never moved").isCloseTo(0, within(1e-4));
    assertThat(accuracy.pck3d()).containsExactly(1.0, 1.0, 1.0);
    assertThat(accuracy.pck2d()).containsExactly(1.0, 1.0, 1.0);
  }

  @Test
  void aLateCameraShowsInItsViewAndItsClock() {
    live.rig(RigMessage.of(rig, 10_000, "m", "fixed-10"));
    live.calibration(rig);
    for (long step = 0; step < 800; step++) {
      for (int c = 0; c < 4; c++) {
        live.pose2d(pose2d(c, step, c == 2 && step > 0 ? -1 : 0, 0), RecordTimes.NONE, SECOND);
      }
      live.pose3d(pose3d(step, 0, 0), RecordTimes.NONE, SECOND);
    }
    List<RigNumbers.CameraNumbers> cameras = live.numbers("dhp19", 2 * SECOND).cameras();
    // 10 ms late, against the mean of four of which it is one
    assertThat(cameras.get(2).view().skewSeconds()).isCloseTo(0.0075, within(1e-4));
    assertThat(cameras.get(0).view().skewSeconds()).isCloseTo(-0.0025, within(1e-4));
    assertThat(cameras.get(0).view().residualPx()).isCloseTo(0, within(1e-6));
    assertThat(cameras.get(2).view().residualPx()).isPositive();
    assertThat(cameras.get(2).view().epipolarPx())
        .isGreaterThan(cameras.get(0).view().epipolarPx() / 3);
  }

  @Test
  void aRigWithoutTruthTellsOfItself() {
    run(500);
    RigNumbers.TruthFree free = live.numbers("dhp19", 1_005 * SECOND).truthFree();
    assertThat(free.reprojectionPx()).isEqualTo(0.5);
    assertThat(free.agreement()).isEqualTo(1);
    assertThat(free.seen()).isEqualTo(1);
    assertThat(free.boneSpread()).isBetween(0.0, 0.5);
  }

  @Test
  void partsOfTheNetworkAddUp() {
    LayerWork keyFrame = new LayerWork(1_800_000, 100_000, 100_000, 50_000, 450_000, 40);
    LayerWork step = new LayerWork(0, 0, 100_000, 50_000, 450_000, 20);
    for (long s = 0; s < 1000; s++) {
      live.pose2d(pose2d(0, s, 0).with(s % 10 == 0 ? keyFrame : step), RecordTimes.NONE, SECOND);
    }
    RigNumbers numbers = live.numbers("dhp19", 2 * SECOND);
    RigNumbers.NeuroBench bench = numbers.neuroBench();
    assertThat(bench.executionRateHz()).isEqualTo(100);
    assertThat(bench.activationSparsity()).isCloseTo(1 - 22 / 1000.0, within(ROUNDING));
    assertThat(bench.effectiveAcs()).isEqualTo(450_000);
    assertThat(bench.effectiveMacs()).isEqualTo(190_000 + 100_000 + 50_000);
    assertThat(numbers.cameras().get(0).work().annMacs()).isEqualTo(100 * 1_800_000L);
    // the ANN alone at every step, not the whole key frame
    assertThat(numbers.wattsDenseAnn()).isCloseTo(0.18 * 1.69e-3, within(ROUNDING));
  }

  @Test
  void aNetworkThatLooksAtAPartIsHeldAgainstTheWhole() {
    LayerWork keyFrame = new LayerWork(900_000, 50_000, 100_000, 0, 0, 40, 1_800_000L);
    LayerWork step = new LayerWork(0, 0, 100_000, 0, 0, 20);
    for (long s = 0; s < 1000; s++) {
      live.pose2d(pose2d(0, s, 0).with(s % 10 == 0 ? keyFrame : step), RecordTimes.NONE, SECOND);
    }
    RigNumbers numbers = live.numbers("dhp19", 2 * SECOND);
    assertThat(numbers.cameras().get(0).work().annMacs()).isEqualTo(100 * 900_000L);
    assertThat(numbers.wattsDenseAnn()).isCloseTo(0.18 * 1.69e-3, within(ROUNDING));
  }

  @Test
  void shedStepsAreCountedByReasonAndOnce() {
    for (int told = 0; told < 2; told++) {
      live.pose2d(
          Pose2dMessage.shed(rig.id(), "cam0", 10, 19, 10_000, "lag", INPUTS),
          RecordTimes.NONE,
          SECOND);
    }
    assertThat(live.numbers("dhp19", SECOND).cameras().get(0).shed()).isEqualTo(Map.of("lag", 10L));
  }

  @Test
  void orderOfArrivalDoesNotMatter() {
    List<Runnable> messages = new ArrayList<>();
    for (long step = 0; step < 200; step++) {
      long s = step;
      messages.add(() -> live.pose3d(pose3d(s, 0, 99), RecordTimes.NONE, SECOND));
      messages.add(() -> live.pose3d(pose3d(s, 1, 20), RecordTimes.NONE, SECOND));
      messages.add(() -> live.truth(truth(s)));
      messages.add(() -> live.pose2d(pose2d(1, s, 3), RecordTimes.NONE, SECOND));
      messages.add(() -> live.packet(packet("cam1", s), SECOND));
    }
    messages.add(() -> live.calibration(rig));
    long seed = 11;
    Collections.shuffle(messages, new java.util.Random(seed));
    messages.forEach(Runnable::run);
    RunReport report = live.report(2 * SECOND);
    assertThat(report.error().mpjpe3dMm()).as("seed=%s", seed).isCloseTo(20, within(ROUNDING));
    assertThat(report.error().mpjpe2dPx()).as("seed=%s", seed).isCloseTo(3, within(ROUNDING));
    assertThat(report.poses3d().count()).as("seed=%s", seed).isEqualTo(200);
  }

  @Test
  void repeatedPosesCountOnce() {
    run(100);
    for (long step = 50; step < 100; step++) {
      live.pose2d(pose2d(0, step, 3), RecordTimes.NONE, 1_001 * SECOND);
      live.pose3d(pose3d(step, 0, 20), RecordTimes.NONE, 1_001 * SECOND);
    }
    RunReport report = live.report(1_001 * SECOND);
    assertThat(report.poses2d().count()).isEqualTo(400);
    assertThat(report.poses3d().count()).isEqualTo(100);
    assertThat(report.packets().consumed()).isEqualTo(400);
  }

  @Test
  void withoutTruthThereIsNoError() {
    live.packet(packet("cam0", 0), SECOND);
    live.pose2d(pose2d(0, 0, 3), RecordTimes.NONE, SECOND);
    RunReport report = live.report(SECOND);
    assertThat(report.error()).isEqualTo(new RunReport.Errors(null, null, 0, 0));
    assertThat(report.health())
        .isEqualTo("one camera: no depth, so no 3D pose; no truth on this stream, so no error");
  }

  @Test
  void nothingAtAllIsAReportToo() {
    RunReport report = live.report(SECOND);
    assertThat(report.rig()).isEmpty();
    assertThat(report.poses2d()).isEqualTo(new RunReport.Poses(0, 0, 0));
    assertThat(report.packets()).isEqualTo(new RunReport.Packets(0, 0, 0, Map.of()));
    assertThat(report.power().wattsDenseAnn()).isNull();
    assertThat(report.health()).isEqualTo("waiting for event packets");
  }

  @Test
  void aLostPacketShowsWhereItWasLost() {
    live.packet(packet("cam0", 0), SECOND);
    live.packet(packet("cam0", 2), SECOND);
    live.packet(packet("cam0", 3), SECOND);
    live.pose2d(pose2d(0, 0, 0), RecordTimes.NONE, SECOND);
    live.pose2d(pose2d(0, 2, 0), RecordTimes.NONE, SECOND);
    assertThat(live.numbers("dhp19", SECOND).packets())
        .isEqualTo(new RigNumbers.Packets(3, 2, 1, 1));
    assertThat(live.report(SECOND).packets()).isEqualTo(new RunReport.Packets(3, 2, 2, Map.of()));
  }

  @Test
  void aDeadLetterToldTwiceCountsOnceAndExplainsItsPacket() {
    live.packet(packet("cam0", 0), SECOND);
    live.pose2d(pose2d(0, 0, 0), RecordTimes.NONE, SECOND);
    live.undecodablePacket("dhp19/cam0");
    for (int told = 0; told < 2; told++) {
      live.deadLetter(
          new DeadLetterMessage(
              "events", 3, 17, "bad-offset", "torn", "", "camera-service", "dhp19/cam0"));
    }
    assertThat(live.report(SECOND).packets())
        .isEqualTo(new RunReport.Packets(2, 1, 0, Map.of("bad-offset", 1L)));
  }

  @Test
  void namesFromOutsideAreBounded() {
    SplittableRandom random = new SplittableRandom(3);
    byte[] none = {};
    for (int i = 0; i < 5000; i++) {
      live.packet(
          new EventPacket(
              "rig" + random.nextInt(1000),
              "cam" + random.nextInt(1000),
              346,
              260,
              i,
              0,
              10,
              0,
              new short[0],
              new short[0],
              new int[0],
              none),
          SECOND);
      live.deadLetter(new DeadLetterMessage("events", 0, i, "reason" + i, "", "", "x", "no key"));
    }
    assertThat(live.rigs()).hasSize(LiveMetrics.MAX_RIGS);
    assertThat(live.ignored()).isPositive();
    assertThat(live.deadLettered()).hasSize(65).containsEntry("other", 5000L - 64);
  }

  @Test
  void theFrameShowsTheTruthOfThePosesOwnStep() {
    run(10);
    live.truth(truth(30)); // runs ahead
    RigFrame frame = live.frame("dhp19", 100);
    assertThat(frame.pose().step()).isEqualTo(9);
    assertThat(frame.truthMm()[0]).isEqualTo(scene.jointsInWorldMm(9)[0][0]);
    assertThat(frame.views()).hasSize(4);
    Keypoint2d head = frame.views().get(0).pose().joints().get(0);
    assertThat(frame.views().get(0).truthPx()[0]).isCloseTo(head.x() - 3, within(ROUNDING));
    assertThat(frame.endMicros()).isEqualTo(100_000);
    assertThat(live.scene("dhp19").cameras()).hasSize(4);
    assertThat(live.liveRig(null)).isEqualTo("dhp19");
  }
}
