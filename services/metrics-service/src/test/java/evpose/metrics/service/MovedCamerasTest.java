package evpose.metrics.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import evpose.calibration.CalibratedCamera;
import evpose.calibration.Pinhole;
import evpose.calibration.Rotations;
import evpose.camera.CameraRig;
import evpose.camera.Dhp19Rig;
import evpose.camera.ProjectionCamera;
import evpose.evaluation.energy.EnergyTable;
import evpose.messages.CalibrationMessage;
import evpose.messages.Inputs;
import evpose.messages.Json;
import evpose.messages.Keys;
import evpose.messages.Pose2dMessage;
import evpose.messages.PoseSource;
import evpose.messages.Topics;
import evpose.metrics.service.live.Findings;
import evpose.metrics.service.live.LiveMetrics;
import evpose.metrics.service.live.LiveSettings;
import evpose.metrics.service.live.RigNumbers;
import evpose.pose.Joints2d;
import evpose.pose.Skeleton;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** From records on the topics to the word on the page and the gauge: a camera was bumped. */
class MovedCamerasTest {
  private static final int MOVED_AT = 2000;
  private static final int STEPS = 3000;

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final RigMeters rigMeters = new RigMeters(meters, "a table");
  private final LiveMetrics live =
      new LiveMetrics(new LiveSettings(0, 30_000_000, EnergyTable.FP32_7NM), rigMeters);
  private final MovedCameras moved = new MovedCameras(live);
  private final RecordRouter router = new RecordRouter(live, meters, moved);
  private final Random random = new Random(6);

  private void give(String topic, byte[] value) {
    router.accept(new ConsumerRecord<>(topic, 0, 0, Keys.of("dhp19"), value), 1);
  }

  private void calibrate(List<ProjectionCamera> cameras) {
    CameraRig rig = new CameraRig("dhp19", cameras);
    give(Topics.CALIBRATIONS, Json.encode(CalibrationMessage.of(rig, 0, "a test")));
  }

  private void see(List<ProjectionCamera> standing, int from, int to) {
    double[] pixel = new double[2];
    for (int step = from; step < to; step++) {
      double t = step / 100.0;
      for (ProjectionCamera camera : standing) {
        Joints2d joints = new Joints2d();
        for (int j = 0; j < Skeleton.JOINTS; j++) {
          camera.project(400 * Math.sin(t + j), 400 * Math.cos(0.7 * t + j), 1600 - 120 * j, pixel);
          joints.set(j, pixel[0] + random.nextGaussian(), pixel[1] + random.nextGaussian(), 0.9);
        }
        give(
            Topics.POSES_2D,
            Json.encode(
                new Pose2dMessage(
                    "dhp19",
                    camera.id(),
                    step,
                    10_000,
                    (step + 1) * 10_000L,
                    PoseSource.SNN,
                    step,
                    Pose2dMessage.keypoints(joints),
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    new Inputs("", "", "", ""))));
      }
      if (step % 100 == 0) {
        moved.work();
      }
    }
    moved.work();
    rigMeters.update(numbers());
  }

  private RigNumbers numbers() {
    RigNumbers numbers = live.numbers("dhp19", 2);
    assertThat(numbers).isNotNull();
    return numbers;
  }

  private double gauge(String camera) {
    return meters.get("evpose.camera.turned").tag("camera", camera).gauge().value();
  }

  private static List<ProjectionCamera> bumped(String which, double degrees) {
    List<ProjectionCamera> cameras = new ArrayList<>();
    double[] turn = Rotations.matrix(new double[] {0, Math.toRadians(degrees), 0});
    for (ProjectionCamera camera : Dhp19Rig.rig().cameras()) {
      Pinhole p = Pinhole.of(camera.worldToImage());
      double[] matrix =
          CalibratedCamera.of(
                  camera.id(),
                  camera.width(),
                  camera.height(),
                  p.k(),
                  Rotations.times(turn, p.rotation()),
                  Rotations.apply(turn, p.translationMm()),
                  null)
              .worldToImage();
      boolean it = camera.id().equals(which);
      cameras.add(
          it ? new ProjectionCamera(camera.id(), camera.width(), camera.height(), matrix) : camera);
    }
    return cameras;
  }

  private List<String> saidOfMoves() {
    return Findings.of(numbers()).stream()
        .map(Findings.Finding::words)
        .filter(words -> words.contains("moved"))
        .toList();
  }

  @Test
  void aCameraThatIsTurnedLiveIsSaidAndGaugedUntilItIsCalibratedAnew() {
    List<ProjectionCamera> cameras = Dhp19Rig.rig().cameras();
    calibrate(cameras);
    see(cameras, 0, MOVED_AT);
    assertThat(saidOfMoves()).isEmpty();
    assertThat(gauge("cam1")).isZero();

    see(bumped("cam1", 2), MOVED_AT, STEPS);
    assertThat(gauge("cam1")).isCloseTo(2, within(0.2));
    for (String other : List.of("cam0", "cam2", "cam3")) {
      assertThat(gauge(other)).isZero();
    }
    assertThat(saidOfMoves())
        .singleElement()
        .asString()
        .matches("cam1 was moved, turned by [12]\\.\\d degrees: calibrate anew");

    calibrate(bumped("cam1", 2));
    see(bumped("cam1", 2), STEPS, STEPS + 2000);
    assertThat(gauge("cam1")).isZero();
    assertThat(saidOfMoves()).isEmpty();
  }

  @Test
  void aQuietStreamRaisesNothing() {
    List<ProjectionCamera> cameras = Dhp19Rig.rig().cameras();
    calibrate(cameras);
    see(cameras, 0, 6000);
    assertThat(saidOfMoves()).isEmpty();
    cameras.forEach(camera -> assertThat(gauge(camera.id())).isZero());
  }

  @Test
  void ofTwoCamerasItIsNotKnown() {
    List<ProjectionCamera> two = Dhp19Rig.rig().cameras().subList(2, 4);
    calibrate(two);
    see(two, 0, 200);
    assertThat(gauge("cam2")).isNaN();
  }

  @Test
  void withoutACalibrationItIsNotKnown() {
    List<ProjectionCamera> cameras = Dhp19Rig.rig().cameras();
    see(cameras, 0, 10);
    assertThat(gauge("cam0")).as("not calibrated, not known").isNaN();
  }
}
