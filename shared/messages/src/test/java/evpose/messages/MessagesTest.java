package evpose.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import evpose.camera.CameraRig;
import evpose.camera.Dhp19Rig;
import evpose.camera.ProjectionCamera;
import evpose.pose.Joints2d;
import evpose.pose.Joints3d;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessagesTest {
  private static final double PX = 0.5001e-4; // half a unit of the last decimal that travels
  private static final double MM = 0.5001e-3;

  @Test
  void joints2dComeBackWithinTheRounding() throws Exception {
    Joints2d sent = Samples.joints2d();
    Joints2d received = new Joints2d();
    Json.decode(Json.encode(Samples.pose2d()), Pose2dMessage.class).toJoints(received);
    for (int j = 0; j < 13; j++) {
      assertThat(received.present(j)).isEqualTo(j != 7);
      if (j != 7) {
        assertThat(received.x(j)).isCloseTo(sent.x(j), within(PX));
        assertThat(received.y(j)).isCloseTo(sent.y(j), within(PX));
        assertThat(received.confidence(j)).isCloseTo(sent.confidence(j), within(PX));
        assertThat(Double.isNaN(received.spreadPx(j))).isEqualTo(j == 2);
      }
    }
  }

  @Test
  void joints3dComeBackWithinTheRounding() throws Exception {
    Joints3d sent = Samples.joints3d();
    Joints3d received = new Joints3d();
    Json.decode(Json.encode(Samples.pose3d()), Pose3dMessage.class).toJoints(received);
    for (int j = 0; j < 13; j++) {
      assertThat(received.present(j)).isEqualTo(j != 4);
      if (j != 4) {
        assertThat(received.xMm(j)).isCloseTo(sent.xMm(j), within(MM));
        assertThat(received.yMm(j)).isCloseTo(sent.yMm(j), within(MM));
        assertThat(received.zMm(j)).isCloseTo(sent.zMm(j), within(MM));
        assertThat(received.views(j)).isEqualTo(3);
        assertThat(received.covarianceMm2(j)).containsExactly(sent.covarianceMm2(j), within(MM));
      }
    }
  }

  private static org.assertj.core.data.Offset<Double> within(double tolerance) {
    return org.assertj.core.data.Offset.offset(tolerance);
  }

  @Test
  void calibrationGivesTheRigBackToTheLastBit() throws Exception {
    byte[] bytes = Json.encode(Samples.calibration());
    CameraRig rig = Json.decode(bytes, CalibrationMessage.class).toRig();
    assertThat(rig.id()).isEqualTo("dhp19");
    List<ProjectionCamera> expected = Dhp19Rig.rig().cameras();
    for (int c = 0; c < 4; c++) {
      ProjectionCamera camera = rig.cameras().get(c);
      assertThat(camera.id()).isEqualTo(expected.get(c).id());
      assertThat(camera.width()).isEqualTo(346);
      assertThat(camera.height()).isEqualTo(260);
      assertThat(camera.worldToImage()).isEqualTo(expected.get(c).worldToImage());
    }
  }

  @Test
  void calibrationRefusesWhatIsNoRig() {
    double[] flat = new double[12];
    assertThatThrownBy(
            () ->
                new CalibrationMessage(
                    "r", 0, "mm", "z", List.of(new CameraCalibration("c", 1, 1, flat)), ""))
        .hasMessage("the left 3x3 of a projection matrix must be invertible: camera=c, det=0.0");
    CameraCalibration camera = Samples.calibration().cameras().get(0);
    assertThatThrownBy(() -> new CalibrationMessage("r", 0, "mm", "z", List.of(camera, camera), ""))
        .hasMessage("cameras of a rig must have different names: rig=r, camera=cam0");
    assertThatThrownBy(() -> new CalibrationMessage("r", 0, "inch", "z", List.of(camera), ""))
        .hasMessage("units must be mm: units=inch");
  }

  @Test
  void aRigAloneTakesTheFirstPartitions() {
    RigMessage rig = RigMessage.of(Dhp19Rig.rig(), 10_000, "compact", "fixed-10");
    assertThat(rig.cameras()).extracting(RigCamera::eventsPartition).containsExactly(0, 1, 2, 3);
    assertThat(rig.cameraIds()).containsExactly("cam0", "cam1", "cam2", "cam3");
    assertThat(rig.posesPartition()).isZero();
  }

  @Test
  void aSecondRigTakesThePartitionsThatAreFree() {
    RigMessage first = RigMessage.of(Dhp19Rig.rig(), 10_000, "compact", "fixed-10");
    CameraRig other = new CameraRig("lab", Dhp19Rig.rig().cameras());
    RigMessage second = RigMessage.of(other, 10_000, "compact", "fixed-10", List.of(first));
    assertThat(second.cameras()).extracting(RigCamera::eventsPartition).containsExactly(4, 5, 6, 7);
    assertThat(second.posesPartition()).isEqualTo(1);
    // Writing a rig again does not move it away from itself.
    assertThat(RigMessage.of(other, 10_000, "compact", "fixed-10", List.of(first, second)))
        .isEqualTo(second);
  }

  @Test
  void aSwitchKeepsWhatAnswersTheStepsBeforeIt() {
    RigMessage rig = RigMessage.of(Dhp19Rig.rig(), 10_000, "a", "fixed-10");
    RigMessage second = rig.switched(100, "b", "fixed-20");
    RigMessage third = second.switched(300, "c", "fixed-30");
    assertThat(third.runs())
        .containsExactly(
            new RigRun("a", "fixed-10", 100),
            new RigRun("b", "fixed-20", 300),
            new RigRun("c", "fixed-30", Long.MAX_VALUE));
    assertThat(third.as(third.runs().get(0))).isEqualTo(rig);
    assertThat(third.answersLike(second, 300)).isTrue();
    assertThat(third.answersLike(second, 301)).isFalse();
    assertThat(third.answersLike(rig, 100)).isTrue();
    // what was planned for later is dropped
    assertThat(third.switched(200, "d", "").runs())
        .containsExactly(
            new RigRun("a", "fixed-10", 100),
            new RigRun("b", "fixed-20", 200),
            new RigRun("d", "", Long.MAX_VALUE));
  }

  @Test
  void ofManySwitchesTheOldestAreForgotten() {
    RigMessage rig = RigMessage.of(Dhp19Rig.rig(), 10_000, "", "fixed-10");
    for (int i = 1; i <= 40; i++) {
      rig = rig.switched(100L * i, "", "fixed-" + (10 + i));
    }
    assertThat(rig.runs()).hasSize(17);
    assertThat(rig.runs().get(0)).isEqualTo(new RigRun("", "fixed-34", 2500));
    assertThatThrownBy(
            () ->
                new RigMessage(
                    "r",
                    List.of(new RigCamera("c", 1, 1, 0)),
                    0,
                    10_000,
                    "",
                    "",
                    List.of(new RigRun("", "", 5), new RigRun("", "", 5))))
        .hasMessage("earlier runs come in the order of steps: rig=r, beforeStep=5, next=5");
  }

  @Test
  void shedStepsSayWhichAndWhy() {
    Pose2dMessage shed = Pose2dMessage.shed("dhp19", "cam0", 10, 19, 10_000, "lag", Samples.INPUTS);
    assertThat(shed.isShed()).isTrue();
    assertThat(shed.endMicros()).isEqualTo(200_000);
    assertThat(shed.joints()).noneMatch(Keypoint2d::present);
    assertThatThrownBy(
            () -> Pose2dMessage.shed("dhp19", "cam0", 10, 9, 10_000, "lag", Samples.INPUTS))
        .hasMessage("only shed steps span several: source=shed, step=10, lastStep=9");
  }

  @Test
  void truthWithAMissingJointHasNoRowForIt() {
    assertThat(Samples.truth().joints()[10]).isNull();
    assertThat(Samples.truth().joints()[1]).containsExactly(10, 40 / 3.0, 50 / 3.0);
    assertThatThrownBy(() -> new TruthMessage("r", 0, 1, 1, new double[12][]))
        .hasMessage("a pose has 13 joints, missing ones included: joints=12");
  }

  @Test
  void aMessageOfOneLineStaysOne() {
    MalformedMessageException e =
        new MalformedMessageException("not-json", "a\nb\r\nc\u0085d\u2028e" + "x".repeat(1000));
    assertThat(e.getMessage()).startsWith("a b c d ex").hasSize(503).endsWith("x...");
  }

  @Test
  void headersCarryNumbersAsText() {
    var headers = new org.apache.kafka.common.header.internals.RecordHeaders();
    assertThat(TimingHeaders.nanos(headers, TimingHeaders.DONE_NANOS)).isEmpty();
    TimingHeaders.put(headers, TimingHeaders.DONE_NANOS, 1);
    TimingHeaders.put(headers, TimingHeaders.DONE_NANOS, Long.MAX_VALUE);
    assertThat(TimingHeaders.nanos(headers, TimingHeaders.DONE_NANOS)).hasValue(Long.MAX_VALUE);
    assertThat(headers.toArray()).hasSize(1);
    for (String nonsense :
        List.of("", "-1", "1e9", "9223372036854775808", "99999999999999999999")) {
      TimingHeaders.put(headers, TimingHeaders.DONE_NANOS, nonsense);
      assertThat(TimingHeaders.nanos(headers, TimingHeaders.DONE_NANOS)).as(nonsense).isEmpty();
    }
  }

  @Test
  void headersAreCarriedAlong() {
    var from = new org.apache.kafka.common.header.internals.RecordHeaders();
    var to = new org.apache.kafka.common.header.internals.RecordHeaders();
    TimingHeaders.put(to, TimingHeaders.HOST, "here");
    TimingHeaders.carry(from, to, TimingHeaders.HOST);
    assertThat(to.lastHeader(TimingHeaders.HOST).value()).asString().isEqualTo("here");
    TimingHeaders.put(from, TimingHeaders.HOST, "there");
    TimingHeaders.carry(from, to, TimingHeaders.HOST);
    assertThat(to.lastHeader(TimingHeaders.HOST).value()).asString().isEqualTo("there");
    assertThat(to.toArray()).hasSize(1);
  }
}
