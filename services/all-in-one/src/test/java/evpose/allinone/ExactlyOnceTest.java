package evpose.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import evpose.camera.service.CameraService;
import evpose.messages.Json;
import evpose.messages.MalformedMessageException;
import evpose.messages.Pose2dMessage;
import evpose.messages.Pose3dMessage;
import evpose.messages.Topics;
import evpose.source.service.SourceSummary;
import evpose.streaming.LogScan;
import evpose.triangulation.service.TriangulationService;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The profile exactly-once through the whole house, with services that leave and come back. */
class ExactlyOnceTest {
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final int STEPS = 400;

  @TempDir Path dataDir;

  @Test
  void everyStepIsOnTheLogOnceHoweverOftenServicesComeAndGo() throws Exception {
    try (AllInOne house =
        AllInOne.start(new AllInOneSettings(dataDir, "", 0, 0, "compact", 0, true, 0, "robust"))) {
      var source =
          house.startSource(
              Map.of("evpose.source.seconds", STEPS / 100.0, "evpose.source.speed", 0.25));
      awaitSteps(source::summary, 100);
      house.stop(CameraService.class);
      house.startCameras();
      awaitSteps(source::summary, 200);
      house.stop(TriangulationService.class);
      house.startTriangulation();
      awaitSteps(source::summary, 300);
      house.stop(CameraService.class);
      house.startCameras();
      assertThat(source.awaitEnd(PATIENCE)).isTrue();
      Waiting.until(
          PATIENCE,
          () ->
              committed(house, Topics.POSES_3D, ExactlyOnceTest::body).stream()
                      .filter(b -> b.endsWith("final"))
                      .count()
                  >= STEPS);
      List<String> views = committed(house, Topics.POSES_2D, ExactlyOnceTest::view);
      assertThat(views).doesNotHaveDuplicates().hasSize(4 * STEPS);
      List<String> bodies = committed(house, Topics.POSES_3D, ExactlyOnceTest::body);
      assertThat(bodies).doesNotHaveDuplicates();
      assertThat(bodies.stream().filter(b -> b.endsWith("final")).map(b -> b.split(" ")[0]))
          .containsExactlyInAnyOrderElementsOf(
              LongStream.range(0, STEPS).mapToObj(Long::toString).toList());
    }
  }

  private static void awaitSteps(
      java.util.function.Supplier<java.util.Optional<SourceSummary>> summary, long steps) {
    Waiting.until(PATIENCE, () -> summary.get().map(s -> s.steps() >= steps).orElse(false));
  }

  private static String view(byte[] json) {
    Pose2dMessage pose = decoded(json, Pose2dMessage.class);
    return pose.camera() + " " + pose.step();
  }

  private static String body(byte[] json) {
    Pose3dMessage pose = decoded(json, Pose3dMessage.class);
    return pose.step() + " " + pose.revision() + (pose.isFinal() ? " final" : "");
  }

  private static <T> T decoded(byte[] json, Class<T> type) {
    try {
      return Json.decode(json, type);
    } catch (MalformedMessageException e) {
      throw new AssertionError(e);
    }
  }

  /** What a consumer that reads committed records gets. */
  private static List<String> committed(
      AllInOne house, String topic, Function<byte[], String> what) {
    List<String> records = new ArrayList<>();
    try (LogScan scan = new LogScan(Map.of("bootstrap.servers", house.bootstrap()))) {
      for (LogScan.Range range : scan.ranges(topic)) {
        scan.read(range, record -> records.add(what.apply(record.value())));
      }
    }
    return records;
  }
}
