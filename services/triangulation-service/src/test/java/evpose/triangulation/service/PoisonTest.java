package evpose.triangulation.service;

import static org.assertj.core.api.Assertions.assertThat;

import evpose.messages.CalibrationMessage;
import evpose.messages.CameraCalibration;
import evpose.messages.Inputs;
import evpose.messages.Json;
import evpose.messages.Keypoint2d;
import evpose.messages.Keys;
import evpose.messages.Pose2dMessage;
import evpose.messages.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/** Poses and calibrations that are well formed and mean nothing: answered, and soon forgotten. */
class PoisonTest {
  private static final TopicPartition PARTITION = new TopicPartition("poses-2d", 0);
  private static final TriangulationSettings SETTINGS =
      new TriangulationSettings(
          "poison",
          3,
          20,
          1,
          false,
          false,
          "robust",
          "compact",
          new TriangulationSettings.Body(true, true, true, true, 5, 30));
  private static final double[] ODD = {
    0, -0.0, 1e-300, 1e6, -1e6, 999_999.999, 346, -1, 1e-9, 123.456
  };

  private final MemoryLog log = new MemoryLog();
  private final List<Answer> answers = new ArrayList<>();
  private Optional<CalibrationMessage> calibration = Optional.of(Scene.DHP19.calibration());
  private final TaskRigs task =
      new TaskRigs(
          name -> Optional.of(Scene.DHP19.registration()),
          name -> calibration,
          log,
          SETTINGS,
          this::answer,
          notice -> {});

  private void answer(Answer answer) {
    byte[] json = Json.encode(answer.pose());
    assertThat(json.length).isLessThan(Topics.MAX_MESSAGE_BYTES);
    answers.add(answer);
  }

  private void accept(Pose2dMessage pose) {
    log.append(Keys.of(pose.rig()), Json.encode(pose));
    task.accept(PARTITION, log.records.size() - 1, Keys.of(pose.rig()), pose, new RecordHeaders());
  }

  @Test
  void whateverPosesSayTheyAreAnsweredAndGoodOnesAfterThemAreAsGoodAsEver() {
    SplittableRandom random = new SplittableRandom(3);
    long step = 0;
    for (; step < 2_000; step++) {
      for (int c = 0; c < 4; c++) {
        Pose2dMessage good = Scene.DHP19.view("cam" + c, step);
        if (random.nextInt(3) > 0) {
          accept(random.nextInt(2) == 0 ? odd(good, random) : good);
        }
      }
    }
    for (long end = step + 200; step < end; step++) {
      for (int c = 0; c < 4; c++) {
        accept(Scene.DHP19.view("cam" + c, step));
      }
    }
    assertThat(answers).hasSizeGreaterThan(2_000);
    assertThat(Scene.worstErrorMm(answers.get(answers.size() - 1).pose()))
        .isLessThan(Scene.ROUNDED_MM);
  }

  @Test
  void camerasThatStandNowhereGiveNoPlacesAndNoFaults() {
    SplittableRandom random = new SplittableRandom(4);
    for (long step = 0; step < 600; step++) {
      if (step % 20 == 0) {
        calibration = Optional.of(odd(Scene.DHP19.calibration(), random));
      }
      for (int c = 0; c < 4; c++) {
        accept(Scene.DHP19.view("cam" + c, step));
      }
    }
    assertThat(answers).hasSizeGreaterThan(500);
  }

  private static Pose2dMessage odd(Pose2dMessage good, SplittableRandom random) {
    List<Keypoint2d> joints = new ArrayList<>();
    for (Keypoint2d joint : good.joints()) {
      joints.add(
          new Keypoint2d(
              random.nextInt(3) == 0 ? ODD[random.nextInt(ODD.length)] : joint.x(),
              random.nextInt(3) == 0 ? ODD[random.nextInt(ODD.length)] : joint.y(),
              random.nextInt(4) == 0 ? 1e-12 : 1,
              random.nextInt(2) == 0 ? Double.NaN : Math.abs(ODD[random.nextInt(ODD.length)])));
    }
    return new Pose2dMessage(
        good.rig(),
        good.camera(),
        good.step(),
        good.stepMicros(),
        good.endMicros(),
        good.source(),
        -1,
        joints,
        Integer.MAX_VALUE,
        Integer.MAX_VALUE,
        Long.MAX_VALUE,
        1L << 52,
        1L << 52,
        1L << 52,
        new Inputs("m".repeat(256), "c", "p".repeat(256), "e".repeat(256)));
  }

  /** One camera's matrix with odd numbers in it, if that is still a camera. */
  private static CalibrationMessage odd(CalibrationMessage good, SplittableRandom random) {
    while (true) {
      List<CameraCalibration> cameras = new ArrayList<>(good.cameras());
      CameraCalibration camera = cameras.get(random.nextInt(cameras.size()));
      double[] matrix = camera.worldToImage().clone();
      for (int i = random.nextInt(1, 5); i > 0; i--) {
        matrix[random.nextInt(12)] = StrictMath.pow(10, random.nextInt(-320, 309));
      }
      cameras.set(
          good.cameras().indexOf(camera),
          new CameraCalibration(camera.id(), camera.width(), camera.height(), matrix));
      try {
        return new CalibrationMessage(
            good.rig(), 0, good.units(), good.worldUp(), cameras, "odd " + random.nextInt());
      } catch (IllegalArgumentException e) {
        continue; // no camera
      }
    }
  }
}
