package evpose.triangulation.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import evpose.camera.CameraRig;
import evpose.camera.Dhp19Rig;
import evpose.camera.RingRig;
import evpose.messages.CalibrationMessage;
import evpose.messages.DeadLetterMessage;
import evpose.messages.Inputs;
import evpose.messages.Json;
import evpose.messages.Keys;
import evpose.messages.MalformedMessageException;
import evpose.messages.Pose2dMessage;
import evpose.messages.Pose3dMessage;
import evpose.messages.RigMessage;
import evpose.messages.Sha256;
import evpose.messages.TimingHeaders;
import evpose.messages.Topics;
import evpose.streaming.StreamsSettings;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TriangulationTopologyTest {
  private static final Scene SCENE = Scene.DHP19;
  private static final TriangulationSettings SETTINGS =
      new TriangulationSettings(
          "join", 2, 10, 1, false, false, "robust", "compact", TriangulationSettingsTest.NO_BODY);
  private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000L, 123_456_789);
  private static final long NOW_NANOS = 1_800_000_000_123_456_789L;

  private final MemoryLog log = new MemoryLog();
  private final TopologyTestDriver driver =
      new TopologyTestDriver(
          TriangulationTopology.of(SETTINGS, log, () -> NOW, "host-1"),
          StreamsSettings.streams("join", "none:1", Path.of("unused"), 1));
  private final TestInputTopic<byte[], byte[]> rigs = input(Topics.RIGS);
  private final TestInputTopic<byte[], byte[]> calibrations = input(Topics.CALIBRATIONS);
  private final TestInputTopic<byte[], byte[]> in = input(Topics.POSES_2D);
  private final TestOutputTopic<byte[], byte[]> out = output(Topics.POSES_3D);
  private final TestOutputTopic<byte[], byte[]> letters = output(Topics.DEAD_LETTERS);

  private TestInputTopic<byte[], byte[]> input(String topic) {
    return driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private TestOutputTopic<byte[], byte[]> output(String topic) {
    return driver.createOutputTopic(
        topic, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  @AfterEach
  void close() {
    driver.close();
  }

  // ---- answers

  @Test
  void allViewsGiveAFinalPoseAtOnce() {
    register(SCENE);
    send("cam2", 7);
    send("cam0", 7);
    send("cam3", 7);
    assertThat(out.isEmpty()).isTrue();
    send("cam1", 7);

    TestRecord<byte[], byte[]> record = out.readRecord();
    assertThat(record.key()).asString(UTF_8).isEqualTo("dhp19");
    Pose3dMessage pose = decode(record.value());
    assertThat(Scene.worstErrorMm(pose)).isLessThan(Scene.ROUNDED_MM);
    assertThat(pose)
        .isEqualTo(
            new Pose3dMessage(
                "dhp19",
                7,
                10_000,
                80_000,
                0,
                true,
                List.of("cam0", "cam1", "cam2", "cam3"),
                4,
                pose.joints(),
                4000,
                400,
                40,
                new Inputs(
                    "m0de1",
                    SCENE.calibration().sha256(),
                    "fixed-10+0,fixed-10+1,fixed-10+2,fixed-10+3",
                    "plain")));
    assertThat(pose.joints()).allSatisfy(joint -> assertThat(joint.views()).isEqualTo(4));
    assertThat(out.isEmpty()).isTrue();
    assertThat(letters.isEmpty()).isTrue();
  }

  @Test
  void afterTheGraceAProvisionalPoseComesThenTheFinalOne() {
    register(SCENE);
    send("cam0", 0);
    send("cam1", 0);
    send("cam0", 1);
    assertThat(out.isEmpty()).isTrue();
    send("cam0", 2); // two steps ahead: the grace of step 0 is over
    Pose3dMessage provisional = pose();
    assertThat(provisional.cameras()).containsExactly("cam0", "cam1");
    assertThat(provisional.isFinal()).isFalse();
    assertThat(provisional.revision()).isZero();
    assertThat(Scene.worstErrorMm(provisional)).isLessThan(Scene.ROUNDED_MM);

    send("cam3", 0);
    assertThat(out.isEmpty()).isTrue();
    send("cam2", 0);
    Pose3dMessage last = pose();
    assertThat(last.cameras()).containsExactly("cam0", "cam1", "cam2", "cam3");
    assertThat(last.isFinal()).isTrue();
    assertThat(last.revision()).isEqualTo(1);
    assertThat(last.supersedes(provisional)).isTrue();
  }

  @Test
  void beyondTheHorizonAStepIsFinalWithTheViewsThatCame() {
    register(SCENE);
    send("cam1", 0);
    send("cam2", 0);
    send("cam1", 10);
    Pose3dMessage pose = pose();
    assertThat(pose.step()).isZero();
    assertThat(pose.revision()).isZero();
    assertThat(pose.isFinal()).isTrue();
    assertThat(pose.cameras()).containsExactly("cam1", "cam2");
    assertThat(out.isEmpty()).isTrue();
  }

  @Test
  void oneViewHasNoDepth() {
    register(SCENE);
    send("cam1", 0);
    send("cam1", 2);
    Pose3dMessage pose = pose();
    assertThat(pose.cameras()).containsExactly("cam1");
    assertThat(pose.joints()).noneMatch(joint -> joint.present());
  }

  @Test
  void shedStepsCountAsClosedWithoutJoints() {
    register(SCENE);
    send(SCENE.shed("cam1", 3, 4));
    for (long step = 3; step <= 4; step++) {
      for (String camera : List.of("cam0", "cam2", "cam3")) {
        send(camera, step);
      }
      Pose3dMessage pose = pose();
      assertThat(pose.step()).isEqualTo(step);
      assertThat(pose.isFinal()).isTrue();
      assertThat(pose.cameras()).containsExactly("cam0", "cam2", "cam3");
      assertThat(pose.camerasExpected()).isEqualTo(4);
      assertThat(pose.macs()).isEqualTo(3000);
      assertThat(pose.joints()).allSatisfy(joint -> assertThat(joint.views()).isEqualTo(3));
      assertThat(Scene.worstErrorMm(pose)).isLessThan(Scene.ROUNDED_MM);
    }
  }

  @Test
  void shedStepsFarBeyondTheHorizonCostNoMoreThanTheHorizon() {
    register(SCENE);
    send(SCENE.shed("cam1", 0, 4_000_000_000L));
    for (String camera : List.of("cam0", "cam2", "cam3")) {
      send(camera, 4_000_000_000L);
    }
    List<Long> steps = out.readValuesToList().stream().map(v -> decode(v).step()).toList();
    assertThat(steps).contains(4_000_000_000L).hasSizeLessThanOrEqualTo(10);
    assertThat(letters.isEmpty()).isTrue();
  }

  @Test
  void theSameViewAgainSaysNothing() {
    register(SCENE);
    for (int again = 0; again < 3; again++) {
      for (String camera : List.of("cam0", "cam1", "cam2", "cam3")) {
        send(camera, 0);
      }
    }
    assertThat(out.readValuesToList()).hasSize(1);
    assertThat(letters.isEmpty()).isTrue();
  }

  @Test
  void aRigOfOneCameraGivesNothingAndNoLetters() {
    Scene one = new Scene(new CameraRig("person", List.of(Dhp19Rig.rig().cameras().get(0))));
    rigs.pipeInput(Keys.of("person"), Json.encode(one.registration()));
    for (int step = 0; step < 30; step++) {
      send(one.view("cam0", step));
    }
    assertThat(out.isEmpty()).isTrue();
    assertThat(letters.isEmpty()).isTrue();
  }

  @Test
  void aNewCalibrationIsUsedAndNamed() {
    register(SCENE);
    sendAll(0);
    pose();
    CalibrationMessage corrected = CalibrationMessage.of(SCENE.cameras, 0, "measured again");
    calibrations.pipeInput(Keys.of("dhp19"), Json.encode(corrected));
    sendAll(1);
    assertThat(pose().inputs().calibration())
        .isEqualTo(corrected.sha256())
        .isNotEqualTo(SCENE.calibration().sha256());
  }

  @Test
  void aRigRegisteredAnewIsJoinedByItsNewCameras() {
    register(SCENE);
    send("cam0", 0);
    send("cam1", 0);
    CameraRig two = new CameraRig("dhp19", SCENE.cameras.cameras().subList(0, 2));
    register(new Scene(two));
    send("cam0", 1);
    assertThat(out.isEmpty()).isTrue(); // step 0 was before: rebuilt silently
    send("cam1", 1);
    assertThat(pose().camerasExpected()).isEqualTo(2);
  }

  @Test
  void stageTimesTravelInHeaders() {
    register(SCENE);
    long[] published = {30, 20, 40, 10};
    for (int c = 0; c < 4; c++) {
      RecordHeaders headers = new RecordHeaders();
      TimingHeaders.put(headers, TimingHeaders.PUBLISHED_NANOS, published[c]);
      TimingHeaders.put(headers, TimingHeaders.RECEIVED_NANOS, 1);
      TimingHeaders.put(headers, TimingHeaders.DONE_NANOS, 2);
      TimingHeaders.put(headers, TimingHeaders.INFER_NANOS, 100 + c);
      TimingHeaders.put(headers, TimingHeaders.HOST, "camera-host");
      TimingHeaders.put(headers, TimingHeaders.TRACEPARENT, "trace-" + c);
      send(SCENE.view("cam" + c, 0), headers);
    }
    Headers headers = out.readRecord().headers();
    assertThat(TimingHeaders.nanos(headers, TimingHeaders.PUBLISHED_NANOS))
        .isEqualTo(OptionalLong.of(40));
    assertThat(TimingHeaders.nanos(headers, TimingHeaders.RECEIVED_NANOS))
        .isEqualTo(OptionalLong.of(NOW_NANOS));
    assertThat(TimingHeaders.nanos(headers, TimingHeaders.DONE_NANOS))
        .isEqualTo(OptionalLong.of(NOW_NANOS));
    assertThat(TimingHeaders.nanos(headers, TimingHeaders.INFER_NANOS))
        .isEqualTo(OptionalLong.of(103));
    assertThat(headers.lastHeader(TimingHeaders.HOST).value()).asString(UTF_8).isEqualTo("host-1");
    assertThat(headers.lastHeader(TimingHeaders.TRACEPARENT).value())
        .asString(UTF_8)
        .isEqualTo("trace-3");
  }

  // ---- refusals

  @Test
  void bytesThatAreNoPoseAreSetAside() {
    register(SCENE);
    pipe(Keys.of("dhp19"), "not json".getBytes(UTF_8), new RecordHeaders());
    DeadLetterMessage letter = letter();
    assertThat(letter.reason()).isEqualTo("not-json");
    assertThat(letter.topic()).isEqualTo("poses-2d");
    assertThat(letter.partition()).isZero();
    assertThat(letter.offset()).isZero();
    assertThat(letter.sha256()).isEqualTo(Sha256.hex("not json".getBytes(UTF_8)));
    assertThat(letter.service()).isEqualTo("triangulation-service");
    assertThat(letter.keyText()).isEqualTo("dhp19");
    pipe(Keys.of("dhp19"), null, new RecordHeaders());
    assertRefused("not-json", "a pose has a value, this record has none");
    assertGoesOn();
  }

  @Test
  void aRigThatIsNotRegisteredIsSetAside() {
    send("cam0", 0);
    assertRefused(
        "unknown-rig", "the rig is not registered, register it first (evpose rig add): rig=dhp19");
    register(SCENE);
    assertGoesOn();
  }

  @Test
  void aCameraThatTheRigDoesNotHaveIsSetAside() {
    register(SCENE);
    send(Scene.view("dhp19", RingRig.of(9).cameras().get(8), 0, Scene.STEP_MICROS));
    assertRefused(
        "unknown-camera",
        "the rig has no such camera, register it first (evpose rig add): rig=dhp19, camera=cam8");
    assertGoesOn();
  }

  @Test
  void aPoseUnderAnotherKeyIsSetAside() {
    register(SCENE);
    pipe(Keys.of("studio"), Json.encode(SCENE.view("cam0", 0)), new RecordHeaders());
    assertRefused("wrong-key", "the key of a pose must be its rig's name: rig=dhp19");
    assertGoesOn();
  }

  @Test
  void withoutACalibrationThereIsNo3d() {
    rigs.pipeInput(Keys.of("dhp19"), Json.encode(SCENE.registration()));
    String message =
        "where this camera stands is not known, so there is no 3D: publish the rig's calibration"
            + " (evpose rig add): rig=dhp19, camera=cam3, calibration=";
    send("cam3", 0);
    assertRefused("missing-calibration", message + "none that can be read");

    CameraRig three = new CameraRig("dhp19", SCENE.cameras.cameras().subList(0, 3));
    calibrate(CalibrationMessage.of(three, 0, "a test"));
    send("cam3", 0);
    assertRefused("missing-calibration", message + "lacks this camera");

    String flat = new String(Json.encode(SCENE.calibration()), UTF_8);
    flat = flat.replaceAll("\\[[-0-9.e,]*\\]", "[1,0,0,0,0,1,0,0,0,0,0,0]"); // depth of nothing
    calibrations.pipeInput(Keys.of("dhp19"), flat.getBytes(UTF_8));
    send("cam3", 0);
    assertRefused("missing-calibration", message + "none that can be read");

    calibrate(CalibrationMessage.of(SCENE.cameras, 20_000, "a test"));
    send("cam3", 1);
    assertRefused(
        "missing-calibration",
        "the rig's calibration begins later than this pose: rig=dhp19, camera=cam3,"
            + " beginMicros=10000, validFromMicros=20000");
    assertGoesOn();
  }

  @Test
  void aPoseOffTheRigsTimeGridIsSetAside() {
    register(SCENE);
    send(Scene.view("dhp19", SCENE.cameras.cameras().get(0), 4, 5_000));
    assertRefused(
        "step-mismatch",
        "a pose must lie on the rig's time grid: rig=dhp19, camera=cam0, step=4, endMicros=25000,"
            + " stepMicros=5000, stepMicros of the rig=10000");
    assertGoesOn();
  }

  @Test
  void aViewBeyondTheHorizonIsSetAside() {
    register(SCENE);
    sendAll(100);
    pose();
    send("cam0", 90);
    assertRefused(
        "too-late",
        "the rig is further than its horizon allows; it is believed to have begun anew after 8 such"
            + " poses for each of its cameras, with no other between: rig=dhp19, camera=cam0,"
            + " step=90, newest=100, horizonSteps=10");
    assertGoesOn();
  }

  // ---- recovery

  @Test
  void aNewTaskRebuildsItselfFromTheLogAndSaysNothingOfThePast() {
    for (int step = 0; step < 5; step++) {
      for (int c = 0; c < 3; c++) {
        log.append(Keys.of("dhp19"), Json.encode(SCENE.view("cam" + c, step)));
      }
    }
    register(SCENE);
    // The driver counts offsets from 0, the log goes on at 15.
    MemoryLog shifted = new MemoryLog();
    shifted.records.addAll(log.records);
    try (TopologyTestDriver later =
        new TopologyTestDriver(
            TriangulationTopology.of(
                SETTINGS,
                (partition, before, enough) -> shifted.tail(partition, before + 15, enough),
                () -> NOW,
                "host-1"),
            StreamsSettings.streams("join", "none:1", Path.of("unused"), 1))) {
      ByteArraySerializer bytes = new ByteArraySerializer();
      later
          .createInputTopic(Topics.RIGS, bytes, bytes)
          .pipeInput(Keys.of("dhp19"), Json.encode(SCENE.registration()));
      later
          .createInputTopic(Topics.CALIBRATIONS, bytes, bytes)
          .pipeInput(Keys.of("dhp19"), Json.encode(SCENE.calibration()));
      later
          .createInputTopic(Topics.POSES_2D, bytes, bytes)
          .pipeInput(Keys.of("dhp19"), Json.encode(SCENE.view("cam3", 2)));
      Pose3dMessage pose =
          decode(
              later
                  .createOutputTopic(
                      Topics.POSES_3D, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                  .readValue());
      assertThat(pose.step()).isEqualTo(2);
      assertThat(pose.isFinal()).isTrue();
      assertThat(pose.revision()).isEqualTo(1); // the provisional one was sent before
      assertThat(pose.cameras()).containsExactly("cam0", "cam1", "cam2", "cam3");
    }
  }

  // ---- helpers

  private void register(Scene scene) {
    RigMessage rig = scene.registration();
    rigs.pipeInput(Keys.of(rig.rig()), Json.encode(rig));
    calibrate(scene.calibration());
  }

  private void calibrate(CalibrationMessage calibration) {
    calibrations.pipeInput(Keys.of(calibration.rig()), Json.encode(calibration));
  }

  private void send(String camera, long step) {
    send(SCENE.view(camera, step));
  }

  private void sendAll(long step) {
    for (int c = 0; c < 4; c++) {
      send("cam" + c, step);
    }
  }

  private void send(Pose2dMessage pose) {
    send(pose, new RecordHeaders());
  }

  private void send(Pose2dMessage pose, Headers headers) {
    pipe(Keys.of(pose.rig()), Json.encode(pose), headers);
  }

  private void pipe(byte[] key, byte[] value, Headers headers) {
    log.append(key, value, headers);
    in.pipeInput(new TestRecord<>(key, value, headers, Instant.EPOCH));
  }

  private Pose3dMessage pose() {
    return decode(out.readValue());
  }

  private static Pose3dMessage decode(byte[] value) {
    try {
      return Json.decode(value, Pose3dMessage.class);
    } catch (MalformedMessageException e) {
      throw new AssertionError(e);
    }
  }

  private DeadLetterMessage letter() {
    try {
      return Json.decode(Objects.requireNonNull(letters.readValue()), DeadLetterMessage.class);
    } catch (MalformedMessageException e) {
      throw new AssertionError(e);
    }
  }

  private void assertRefused(String reason, String message) {
    DeadLetterMessage letter = letter();
    assertThat(letter.reason()).isEqualTo(reason);
    assertThat(letter.message()).isEqualTo(message);
    assertThat(letter.offset()).isEqualTo(log.records.size() - 1);
    assertThat(letters.isEmpty()).isTrue();
    assertThat(out.isEmpty()).isTrue();
  }

  private void assertGoesOn() {
    sendAll(200);
    List<byte[]> poses = out.readValuesToList();
    assertThat(Scene.worstErrorMm(decode(poses.get(poses.size() - 1))))
        .isLessThan(Scene.ROUNDED_MM);
    assertThat(letters.isEmpty()).isTrue();
  }
}
