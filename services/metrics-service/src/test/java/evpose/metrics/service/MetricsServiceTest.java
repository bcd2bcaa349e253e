package evpose.metrics.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import evpose.evaluation.accuracy.JointErrors;
import evpose.messages.Json;
import evpose.messages.Keypoint3d;
import evpose.messages.Keys;
import evpose.messages.MetricsMessage;
import evpose.messages.Pose2dMessage;
import evpose.messages.Pose3dMessage;
import evpose.messages.Topics;
import evpose.messages.TruthMessage;
import evpose.metrics.service.live.LiveMetrics;
import evpose.pose.Skeleton;
import evpose.testkit.Await;
import evpose.testkit.BrokerExtension;
import evpose.testkit.TopicWatcher;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole service against a real broker: topics in, numbers out by every door. */
class MetricsServiceTest {
  static final Duration PATIENCE = Duration.ofSeconds(60);
  static final int STEPS = 150;

  @RegisterExtension static final BrokerExtension BROKER = new BrokerExtension();

  private static ConfigurableApplicationContext service;
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @BeforeAll
  static void publishATake() throws InterruptedException, ExecutionException {
    try (KafkaProducer<byte[], byte[]> producer = BROKER.producer()) {
      producer // from before this run: must not be measured
          .send(new ProducerRecord<>(Topics.EVENTS, 3, Keys.of("old", "cam0"), new byte[] {1}))
          .get();
      service =
          MetricsService.builder()
              .run("--server.port=0", "--evpose.bootstrap-servers=" + BROKER.bootstrap());
      assertThat(service.getBean(MetricsFeed.class).awaitReady(PATIENCE)).isTrue();
      SimulatedTake take = new SimulatedTake(producer);
      take.describe();
      Await.until( // a second with a rig and without a pose troubles nobody
          "the rig is known and a second went by",
          PATIENCE,
          () -> prometheus().contains("evpose_poses_total{kind=\"3d\",rig=\"dhp19\"} 0.0"));
      for (int step = 0; step < STEPS; step++) {
        take.publish(WallClock.nanos(InstantSource.system()));
      }
      producer.send(
          new ProducerRecord<>(Topics.EVENTS, 0, Keys.of("dhp19", "cam0"), new byte[] {1, 2, 3}));
      producer.send(new ProducerRecord<>(Topics.POSES_3D, 0, Keys.of("dhp19"), new byte[] {'{'}));
    }
    Await.until(
        "all poses were read",
        PATIENCE,
        () -> {
          var report = service.getBean(LiveMetrics.class).report(0);
          return report.poses2d().count() == 4 * STEPS
              && report.poses3d().count() == STEPS
              && report.packets().published() == report.packets().consumed() + 1;
        });
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
    String port = service.getEnvironment().getProperty("local.server.port");
    return HTTP.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void theReportHasThePromisedKeys() throws IOException, InterruptedException {
    JsonNode report = JsonMapper.shared().readTree(get("/api/report").body());
    assertThat(report.propertyNames())
        .contains("poses2d", "poses3d", "packets", "error", "latencyMs", "operations", "power");
    assertThat(report.get("poses3d").propertyNames())
        .containsExactlyInAnyOrder("count", "perSecond", "perSecondLast30s");
    assertThat(report.get("packets").propertyNames())
        .containsExactlyInAnyOrder("published", "consumed", "lost", "deadLettered");
    assertThat(report.get("latencyMs").get("endToEnd").propertyNames())
        .contains("p50", "p95", "p99");
    assertThat(report.get("latencyMs").propertyNames()).contains("infer2d", "triangulate");
    assertThat(report.get("operations").propertyNames())
        .containsExactlyInAnyOrder("gmacPerSecond", "gacPerSecond");
    assertThat(report.get("power").propertyNames())
        .contains("wattsEstimated", "wattsDenseAnn", "table");
    assertThat(report.get("error").get("mpjpe3dMm").asDouble())
        .isBetween(SimulatedTake.NOISE_MM / 3, SimulatedTake.NOISE_MM * 1.74);
    assertThat(report.get("error").get("mpjpe2dPx").asDouble())
        .isBetween(SimulatedTake.NOISE_PX / 3, SimulatedTake.NOISE_PX * 1.42);
    assertThat(report.get("packets").get("lost").asInt()).isEqualTo(1); // the torn one
  }

  @Test
  void prometheusFindsSiUnits() throws IOException, InterruptedException {
    Await.until(
        "the second of the last pose is over",
        PATIENCE,
        () -> prometheus().contains("evpose_poses_total{kind=\"3d\",rig=\"dhp19\"} 150.0"));
    assertThat(prometheus())
        .contains(
            "evpose_latency_seconds_bucket{rig=\"dhp19\",stage=\"endToEnd\",le=\"0.03\"}",
            "evpose_latency_seconds_count{rig=\"dhp19\",stage=\"infer2d\"} 600",
            "evpose_mpjpe_meters{rig=\"dhp19\"} 0.0",
            "evpose_mpjpe_pixels{camera=\"cam2\",rig=\"dhp19\"} ",
            "evpose_packets_total{camera=\"cam0\",rig=\"dhp19\",state=\"published\"} ",
            "evpose_power_estimated_watts{network=\"hybrid\",rig=\"dhp19\",table=\"fp32-7nm (Jouppi"
                + " 2021)\"} 0.",
            "evpose_power_estimated_watts{network=\"dense_ann\",rig=\"dhp19\",table=\"fp32-7nm"
                + " (Jouppi 2021)\"} 0.",
            "evpose_pck_ratio{rig=\"dhp19\",within_meters=\"0.05\"} 1.0",
            "evpose_part_operations_total{camera=\"cam1\",kind=\"mac\",part=\"ann\",rig=\"dhp19\"}"
                + " ",
            "evpose_operations_total{camera=\"cam3\",kind=\"mac\",rig=\"dhp19\"} ",
            "evpose_undecodable_total{reason=\"not-json\",topic=\"poses-3d\"} 1.0")
        .doesNotContain("rig=\"old\"");
  }

  @Test
  void theReadmeListsEveryMeterAndNoOther() throws IOException {
    Set<String> documented = new TreeSet<>();
    Matcher name = Pattern.compile("`(evpose_[a-z_0-9]+)`").matcher(readme());
    while (name.find()) {
      documented.add(name.group(1));
    }
    Set<String> found = new TreeSet<>();
    Matcher type = Pattern.compile("# TYPE (evpose_[a-z_0-9]+) ").matcher(prometheus());
    while (type.find()) {
      found.add(type.group(1));
    }
    documented.removeAll( // only there once something was shed or set aside
        Set.of("evpose_shed_steps_total", "evpose_dead_letters_total"));
    assertThat(found).isEqualTo(documented);
  }

  private static String readme() throws IOException {
    return Files.readString(Path.of("README.md")).split("## Meters")[1];
  }

  /** The dashboards' run figures, by the arithmetic of {@code evpose evaluate}, from the log. */
  @Test
  void theFiguresOfTheRunAreThoseOfTheBench() throws Exception {
    Map<Long, double[]> truth = new HashMap<>();
    JointErrors room = new JointErrors();
    long macs = 0;
    long acs = 0;
    try (TopicWatcher truths = BROKER.watch(Topics.GROUND_TRUTH);
        TopicWatcher poses = BROKER.watch(Topics.POSES_3D);
        TopicWatcher views = BROKER.watch(Topics.POSES_2D)) {
      for (var record : truths.await("truth", all -> all.size() >= STEPS, PATIENCE)) {
        TruthMessage message = Json.decode(record.value(), TruthMessage.class);
        truth.put(
            message.step(),
            Arrays.stream(message.joints()).flatMapToDouble(Arrays::stream).toArray());
      }
      for (var record : poses.await("3D poses", all -> all.size() > STEPS, PATIENCE)) {
        if (record.value().length > 1) { // not the torn one
          bench(room, Json.decode(record.value(), Pose3dMessage.class), truth);
        }
      }
      for (var record : views.await("2D poses", all -> all.size() >= 4 * STEPS, PATIENCE)) {
        Pose2dMessage pose = Json.decode(record.value(), Pose2dMessage.class);
        macs += pose.camera().equals("cam3") ? pose.macs() : 0;
        acs += pose.camera().equals("cam3") ? pose.acs() : 0;
      }
    }
    Await.until(
        "the second of the last pose is over",
        PATIENCE,
        () -> prometheus().contains("evpose_poses_total{kind=\"3d\",rig=\"dhp19\"} 150.0"));
    long expected = macs; // 2D poses come by another topic, which may be read later
    Await.until(
        "the last 2D pose is counted",
        PATIENCE,
        () ->
            value("evpose_operations_total{camera=\"cam3\",kind=\"mac\",rig=\"dhp19\"}")
                == expected);
    Offset<Double> promised = Offset.offset(1e-3 * room.mean() / 1000);
    assertThat(value("evpose_mpjpe_run_meters{rig=\"dhp19\"}"))
        .isCloseTo(room.mean() / 1000, promised);
    assertThat(value("evpose_operations_total{camera=\"cam3\",kind=\"ac\",rig=\"dhp19\"}"))
        .isEqualTo(acs);
  }

  private static void bench(JointErrors room, Pose3dMessage pose, Map<Long, double[]> truth) {
    double[] q = truth.get(pose.step());
    for (int j = 0; j < Skeleton.JOINTS; j++) {
      Keypoint3d p = pose.joints().get(j);
      double dx = p.x() - q[3 * j];
      double dy = p.y() - q[3 * j + 1];
      double dz = p.z() - q[3 * j + 2];
      room.joint(j, Math.sqrt(dx * dx + dy * dy + dz * dz));
    }
    room.endPose();
  }

  private static double value(String series) {
    return prometheus()
        .lines()
        .filter(line -> line.startsWith(series + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
        .findFirst()
        .orElseThrow();
  }

  private static String prometheus() {
    try {
      return get("/actuator/prometheus").body();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Test
  void healthSaysThatKafkaAnswers() throws IOException, InterruptedException {
    JsonNode health = JsonMapper.shared().readTree(get("/actuator/health").body());
    assertThat(health.get("status").asString()).isEqualTo("UP");
    assertThat(health.get("components").get("kafka").get("details").get("brokers").asInt())
        .isEqualTo(1);
  }

  @Test
  void numbersGoToTheirTopicOnceASecond() throws Exception {
    try (TopicWatcher watcher = BROKER.watch(Topics.METRICS)) {
      List<ConsumerRecord<byte[], byte[]>> records =
          watcher.await(
              "numbers of all poses",
              all -> all.stream().anyMatch(r -> metrics(r).poses3d() == STEPS),
              PATIENCE);
      MetricsMessage last = metrics(records.get(records.size() - 1));
      assertThat(last.rig()).isEqualTo("dhp19");
      assertThat(last.packetsLost()).isZero();
      assertThat(last.accuracy().mpjpe3dMmRun()).isBetween(5.0, 26.0);
      assertThat(last.truthFree().jointsSeen()).isEqualTo(1);
      assertThat(last.neuroBench().executionRateHz()).isEqualTo(100);
      assertThat(last.cameras()).hasSize(4);
      assertThat(last.cameras().get(1).events()).isPositive();
      assertThat(last.energyTable()).isEqualTo("fp32-7nm (Jouppi 2021)");
      assertThat(records.get(0).key()).isEqualTo(Keys.of("dhp19"));
    }
  }

  private static MetricsMessage metrics(ConsumerRecord<byte[], byte[]> record) {
    try {
      return Json.decode(record.value(), MetricsMessage.class);
    } catch (evpose.messages.MalformedMessageException e) {
      throw new AssertionError(e);
    }
  }

  /** The past is read from Kafka, not from memory: this page was never open before. */
  @Test
  void theLogIsDrawnAgain() throws IOException, InterruptedException {
    JsonNode log = JsonMapper.shared().readTree(get("/api/log?rig=dhp19").body());
    long from = log.get("fromMillis").asLong();
    JsonNode pictures =
        JsonMapper.shared()
            .readTree(get("/api/replay?rig=dhp19&from=" + from + "&millis=5000").body());
    assertThat(pictures.isEmpty()).isFalse();
    long events = 0;
    long bodies = 0;
    long truths = 0;
    for (JsonNode picture : pictures) {
      assertThat(picture.get("millis").asLong()).isBetween(from, from + 5050);
      JsonNode frame = picture.get("frame");
      assertThat(frame.get("cameras").size()).isEqualTo(4);
      events += frame.get("cameras").get(0).path("events").size();
      bodies += frame.path("pose").path("xyz").size() == 39 ? 1 : 0;
      truths += frame.path("truth").size() == 39 ? 1 : 0;
    }
    assertThat(events).as(pictures.toString()).isPositive();
    assertThat(bodies).as(pictures.toString()).isPositive();
    assertThat(truths).isPositive();
  }

  @Test
  void thePastIsAskedForInPieces() throws IOException, InterruptedException {
    HttpResponse<String> tooLong = get("/api/replay?rig=dhp19&from=1700000000000&millis=5001");
    assertThat(tooLong.statusCode()).isEqualTo(400);
    assertThat(tooLong.body())
        .isEqualTo(
            "from is a time since 1970 and millis is 1 to 5000: from=1700000000000, millis=5001\n");
    assertThat(get("/api/replay?rig=nobody&from=1700000000000&millis=100").body()).isEqualTo("[]");
    assertThat(get("/api/log?rig=nobody").body()).isEqualTo("{\"fromMillis\":null}");
  }

  @Test
  void aPasswordGuardsEverything() throws IOException, InterruptedException {
    try (ConfigurableApplicationContext guarded =
        MetricsService.builder()
            .run(
                "--server.port=0",
                "--evpose.metrics.password=sesam",
                "--evpose.bootstrap-servers=" + BROKER.bootstrap())) {
      String at = "http://127.0.0.1:" + guarded.getEnvironment().getProperty("local.server.port");
      String sesam = "Basic ZXZwb3NlOnNlc2Ft"; // evpose:sesam
      for (String path : List.of("/", "/main.js", "/actuator/prometheus", "/api/report")) {
        assertThat(status(at + path, null)).as(path).isEqualTo(401);
        assertThat(status(at + path, sesam)).as(path).isEqualTo(200);
      }
      assertThat(status(at + "/actuator/health", null)).as("from this machine").isEqualTo(200);
    }
  }

  private static int status(String uri, @Nullable String authorization)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(uri));
    if (authorization != null) {
      request.header("Authorization", authorization);
    }
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  @Test
  void openToOthersWithoutAPasswordItDoesNotStart() {
    assertThatThrownBy(
            () ->
                MetricsService.builder()
                    .run(
                        "--server.port=0",
                        "--server.address=0.0.0.0",
                        "--evpose.bootstrap-servers=" + BROKER.bootstrap())
                    .close())
        .rootCause()
        .hasMessageStartingWith("the page would be open to other machines without a password");
  }

  @Test
  void thePageMayLoadNothingFromElsewhere() throws IOException, InterruptedException {
    HttpResponse<String> page = get("/");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Security-Policy"))
        .hasValue(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src"
                + " 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    assertThat(page.body()).doesNotContain("http://").doesNotContain("https://");
  }

  @Test
  void the3dLibraryComesFromThisServer() throws IOException, InterruptedException {
    for (String script :
        List.of("/scene.js", "/body.js", "/trails.js", "/doubt.js", "/frustum.js")) {
      String path = get(script).body().split("from '")[1].split("'")[0];
      assertThat(path).startsWith("/webjars/three/");
      assertThat(get(path).statusCode()).isEqualTo(200);
      assertThat(get("/").body()).contains(path);
    }
  }
}
