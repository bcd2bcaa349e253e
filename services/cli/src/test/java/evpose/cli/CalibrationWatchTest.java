package evpose.cli;

import static org.assertj.core.api.Assertions.assertThat;

import evpose.broker.EmbeddedBroker;
import evpose.calibration.CalibratedCamera;
import evpose.calibration.Pinhole;
import evpose.calibration.Rotations;
import evpose.camera.Dhp19Rig;
import evpose.camera.ProjectionCamera;
import evpose.messages.CalibrationMessage;
import evpose.messages.Inputs;
import evpose.messages.Json;
import evpose.messages.Keys;
import evpose.messages.Pose2dMessage;
import evpose.messages.PoseSource;
import evpose.messages.Topics;
import evpose.pose.Joints2d;
import evpose.pose.Skeleton;
import evpose.streaming.TopicAdmin;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command on a real broker: quiet while cameras stand still, then one is turned live. */
@Timeout(300)
class CalibrationWatchTest {
  private static final int MOVED_AT = 3000;
  private static final int STEPS = 4000;
  private static final int PATIENCE_SECONDS = 240;

  @TempDir Path folder;

  private final Random random = new Random(2);

  private static ProjectionCamera turned(ProjectionCamera camera, double degrees) {
    Pinhole p = Pinhole.of(camera.worldToImage());
    double[] turn = Rotations.matrix(new double[] {0, Math.toRadians(degrees), 0});
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
    return new ProjectionCamera(camera.id(), camera.width(), camera.height(), matrix);
  }

  private byte[] seen(ProjectionCamera camera, int step) {
    Joints2d joints = new Joints2d();
    double[] pixel = new double[2];
    double t = step / 100.0;
    for (int j = 0; j < Skeleton.JOINTS; j++) {
      camera.project(400 * Math.sin(t + j), 400 * Math.cos(0.7 * t + j), 1600 - 120 * j, pixel);
      joints.set(j, pixel[0] + random.nextGaussian(), pixel[1] + random.nextGaussian(), 1);
    }
    return Json.encode(
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
            new Inputs("", "", "", "")));
  }

  private void publish(EmbeddedBroker broker) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.<String, Object>of(
                "bootstrap.servers",
                broker.bootstrap(),
                "max.in.flight.requests.per.connection",
                1),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (int step = 0; step < STEPS; step++) {
        List<ProjectionCamera> cameras = new ArrayList<>(Dhp19Rig.rig().cameras());
        if (step >= MOVED_AT) {
          cameras.set(1, turned(cameras.get(1), 2));
        }
        for (ProjectionCamera camera : cameras) {
          producer.send(
              new ProducerRecord<>(Topics.POSES_2D, Keys.of("dhp19"), seen(camera, step)));
        }
      }
    }
  }

  @Test
  void tellsOnceWhichCameraWasTurnedSinceWhenAndHowFarAndNothingBefore() throws Exception {
    CalibrationMessage calibration = CalibrationMessage.of(Dhp19Rig.rig(), 0, "a test");
    String file = Files.write(folder.resolve("rig.json"), Json.encode(calibration)).toString();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream outBefore = System.out;
    PrintStream errBefore = System.err;
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    try (EmbeddedBroker broker = new EmbeddedBroker(folder.resolve("kafka"), 0)) {
      broker.start();
      TopicAdmin.createMissing(broker.bootstrap(), Duration.ofSeconds(60));
      CompletableFuture<Integer> exit =
          CompletableFuture.supplyAsync(
              () ->
                  Evpose.execute(
                      "calibration",
                      "watch",
                      file,
                      "--once",
                      "--seconds",
                      String.valueOf(PATIENCE_SECONDS),
                      "--bootstrap",
                      broker.bootstrap()));
      while (!err.toString(StandardCharsets.UTF_8).contains("watching rig dhp19")) {
        assertThat(exit.isDone()).as(err.toString(StandardCharsets.UTF_8)).isFalse();
        Thread.sleep(10);
      }
      publish(broker);
      assertThat(exit.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo(1);
      assertThat(out.toString(StandardCharsets.UTF_8).lines())
          .singleElement()
          .asString()
          .matches(
              "camera cam1 has moved since data time 30\\.0 s: turned by about"
                  + " (1\\.[89]|2\\.[012]) \\+- 0\\.\\d degrees; calibrate anew, or evpose"
                  + " calibration refine");
      assertThat(
              Evpose.execute(
                  "calibration",
                  "watch",
                  file,
                  "--seconds",
                  "1",
                  "--bootstrap",
                  broker.bootstrap()))
          .as("nothing moves any more")
          .isZero();
    } finally {
      System.setOut(outBefore);
      System.setErr(errBefore);
    }
  }
}
