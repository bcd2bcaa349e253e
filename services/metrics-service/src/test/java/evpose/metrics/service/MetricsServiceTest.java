package evpose.metrics.service;

import static org.assertj.core.api.Assertions.assertThat;

import evpose.messages.Json;
import evpose.messages.Keys;
import evpose.messages.MetricsMessage;
import evpose.messages.Topics;
import evpose.metrics.service.live.LiveMetrics;
import evpose.testkit.Await;
import evpose.testkit.BrokerExtension;
import evpose.testkit.TopicWatcher;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
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
            "evpose_power_estimated_watts{network=\"hybrid\",rig=\"dhp19\"} 0.",
            "evpose_power_estimated_watts{network=\"dense_ann\",rig=\"dhp19\"} 0.",
            "evpose_operations_total{camera=\"cam3\",kind=\"mac\",rig=\"dhp19\"} ",
            "evpose_undecodable_total{reason=\"not-json\",topic=\"poses-3d\"} 1.0")
        .doesNotContain("rig=\"old\"");
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

  @Test
  void thePageMayLoadNothingFromElsewhere() throws IOException, InterruptedException {
    HttpResponse<String> page = get("/");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Security-Policy"))
        .hasValue(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
                + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    assertThat(page.body()).doesNotContain("http://").doesNotContain("https://");
  }

  @Test
  void the3dLibraryComesFromThisServer() throws IOException, InterruptedException {
    HttpResponse<String> scene = get("/scene.js");
    String path = scene.body().split("from '")[1].split("'")[0];
    assertThat(path).startsWith("/webjars/three/");
    assertThat(get(path).statusCode()).isEqualTo(200);
    assertThat(get("/").body()).contains(path);
  }
}
