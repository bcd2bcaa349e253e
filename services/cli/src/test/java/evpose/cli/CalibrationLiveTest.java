package evpose.cli;

import static org.assertj.core.api.Assertions.assertThat;

import evpose.broker.EmbeddedBroker;
import evpose.calibration.CalibratedCamera;
import evpose.calibration.Calibration;
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
import evpose.messages.RigCamera;
import evpose.messages.RigMessage;
import evpose.messages.Topics;
import evpose.pose.Joints2d;
import evpose.pose.Skeleton;
import evpose.streaming.RigRegistry;
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
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A calibration is held against what the cameras say on Kafka, mended, and registered. */
class CalibrationLiveTest {
  private static final int STEPS = 600;

  @TempDir Path folder;

  private static List<byte[]> poses() {
    Random random = new Random(1);
    List<byte[]> all = new ArrayList<>();
    double[] pixel = new double[2];
    for (int step = 0; step < STEPS; step++) {
      for (ProjectionCamera camera : Dhp19Rig.rig().cameras()) {
        Joints2d joints = new Joints2d();
        for (int j = 0; j < Skeleton.JOINTS; j++) {
          double t = step / 100.0;
          camera.project(400 * Math.sin(t + j), 400 * Math.cos(0.7 * t + j), 1600 - 120 * j, pixel);
          joints.set(j, pixel[0] + random.nextGaussian(), pixel[1] + random.nextGaussian(), 1);
        }
        all.add(
            Json.encode(
                new Pose2dMessage(
                    "dhp19",
                    camera.id(),
                    step,
                    10_000,
                    (step + 1) * 10_000L,
                    PoseSource.ANN,
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
    }
    return all;
  }

  /** What the file says: cam1 looks two degrees elsewhere. */
  private static CalibrationMessage wrong() {
    List<CalibratedCamera> cameras = new ArrayList<>();
    for (ProjectionCamera camera : Dhp19Rig.rig().cameras()) {
      Pinhole p = Pinhole.of(camera.worldToImage());
      double[] turn = Rotations.matrix(new double[] {0, camera.id().equals("cam1") ? 0.035 : 0, 0});
      cameras.add(
          CalibratedCamera.of(
              camera.id(),
              camera.width(),
              camera.height(),
              p.k(),
              Rotations.times(turn, p.rotation()),
              Rotations.apply(turn, p.translationMm()),
              null));
    }
    return new Calibration("dhp19", cameras, "a test", List.of()).toMessage(0);
  }

  private static String said(String... arguments) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream before = System.out;
    System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
    try {
      return Evpose.execute(arguments) + "\n" + said.toString(StandardCharsets.UTF_8);
    } finally {
      System.setOut(before);
    }
  }

  @Test
  void auditAndRefineTakePosesFromTheTopic() throws Exception {
    String file = Files.write(folder.resolve("wrong.json"), Json.encode(wrong())).toString();
    String out = folder.resolve("better.json").toString();
    try (EmbeddedBroker broker = new EmbeddedBroker(folder.resolve("kafka"), 0)) {
      broker.start();
      String bootstrap = broker.bootstrap();
      TopicAdmin.createMissing(bootstrap, Duration.ofSeconds(60));
      RigRegistry registry = new RigRegistry(bootstrap);
      List<RigCamera> cameras = new ArrayList<>();
      for (int c = 0; c < 4; c++) {
        cameras.add(new RigCamera("cam" + c, 346, 260, c));
      }
      registry.publish(new RigMessage("dhp19", cameras, 0, 10_000, "compact", ""), wrong());
      assertThat(said("calibration", "audit", file, "--live", "--bootstrap", bootstrap))
          .startsWith("1\n");
      try (KafkaProducer<byte[], byte[]> producer =
          new KafkaProducer<>(
              Map.<String, Object>of(
                  "bootstrap.servers", bootstrap, "max.in.flight.requests.per.connection", 1),
              new ByteArraySerializer(),
              new ByteArraySerializer())) {
        for (byte[] pose : poses()) {
          producer.send(new ProducerRecord<>(Topics.POSES_2D, Keys.of("dhp19"), pose));
        }
        producer.send(new ProducerRecord<>(Topics.POSES_2D, Keys.of("other"), poses().get(0)));
        producer.flush();
      }
      assertThat(said("calibration", "audit", file, "--live", "--bootstrap", bootstrap))
          .startsWith("1\n")
          .containsPattern("cam1: turned: turned by (1\\.[89]|2\\.[012])");
      assertThat(
              said(
                  "calibration",
                  "refine",
                  file,
                  "--live",
                  "--publish",
                  "--out",
                  out,
                  "--bootstrap",
                  bootstrap))
          .startsWith("0\n")
          .contains("cam1: ", "px before", "px after");
      CalibrationMessage published = registry.calibration("dhp19").orElseThrow();
      assertThat(published.validFromMicros()).isEqualTo(STEPS * 10_000L);
      assertThat(published.source()).contains("refined on joints");
      assertThat(said("calibration", "audit", out, "--live", "--bootstrap", bootstrap))
          .contains("scale") // these points are no person
          .doesNotContain("turned", "misfit");
    }
  }

  @Test
  void posesComeFromOnePlace() throws Exception {
    String file = Files.write(folder.resolve("wrong.json"), Json.encode(wrong())).toString();
    assertThat(Evpose.execute("calibration", "audit", file, "--live", "--poses", "x")).isEqualTo(2);
    assertThat(Evpose.execute("calibration", "refine", file, "--out", "x")).isEqualTo(2);
    assertThat(Evpose.execute("calibration", "refine", file, "--out", "x", "--publish"))
        .isEqualTo(2);
  }
}
