package evpose.cli.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import evpose.allinone.AllInOne;
import evpose.allinone.AllInOneSettings;
import evpose.testkit.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real Prometheus scrapes a house that runs: every panel of every dashboard gets data, every rule
 * is understood, and a camera that is killed calls somebody.
 */
@Tag("prometheus")
class PrometheusTest {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final String INTERVAL = "20s";
  private static final String RANGE = "60s";

  /** Of a meter; what has a colon in it is recorded by a rule. */
  private static final Pattern METRIC =
      Pattern.compile("(?<![:\\w])((?:evpose|jvm)_[a-z0-9_]++)(?!:)");

  /** There once anything of the kind happened, as the README of metrics-service says. */
  private static final Set<String> ON_OCCASION =
      Set.of("evpose_dead_letters_total", "evpose_shed_steps_total");

  @TempDir static Path folder;
  private static AllInOne house;
  private static Prometheus prometheus;

  @BeforeAll
  static void start() throws Exception {
    Path program = Programs.require("prometheus");
    house =
        AllInOne.start(
            new AllInOneSettings(
                folder.resolve("data"), "", 0, 0, "compact", 0, false, 0, "robust"));
    prometheus = Prometheus.start(program, URI.create(house.page()).getAuthority(), folder);
    house.startSource(Map.of("evpose.source.cameras", 4, "evpose.source.speed", 0.5));
    Await.until("Prometheus is ready", PATIENCE, prometheus::isReady);
  }

  @AfterAll
  static void stop() {
    if (prometheus != null) {
      prometheus.close();
    }
    if (house != null) {
      house.close();
    }
  }

  @Test
  void everyPanelReturnsData() throws IOException {
    List<Dashboard.Question> open = new ArrayList<>();
    for (Dashboard dashboard : Dashboard.all()) {
      open.addAll(dashboard.questions());
    }
    int all = open.size();
    assertThat(all).isGreaterThan(50);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!open.isEmpty() && System.nanoTime() < deadline) {
      open.removeIf(PrometheusTest::hasData);
    }
    assertThat(open).as("of " + all + " questions these get no data").isEmpty();
    System.out.println("all " + all + " questions of the dashboards get data");
  }

  private static boolean hasData(Dashboard.Question question) {
    try {
      return !prometheus.numbers(question.asked(INTERVAL, RANGE)).isEmpty();
    } catch (IOException e) {
      throw new UncheckedIOException(question.toString(), e);
    }
  }

  @Test
  void everyRuleIsUnderstoodAndAsksForWhatIsThere() throws IOException {
    for (Map<?, ?> rule : RulesTest.rules()) {
      if (rule.get("record") != null) {
        String name = String.valueOf(rule.get("record"));
        Await.until(name + " is recorded", PATIENCE, () -> hasNumbers(name));
      }
    }
    List<String> names = prometheus.names();
    for (Map<?, ?> rule : RulesTest.rules()) {
      String expr = String.valueOf(rule.get("expr"));
      prometheus.now(expr);
      Matcher metric = METRIC.matcher(expr);
      while (metric.find()) {
        assertThat(names.contains(metric.group(1)) || ON_OCCASION.contains(metric.group(1)))
            .as(rule + ": " + metric.group(1))
            .isTrue();
      }
    }
  }

  private static boolean hasNumbers(String expr) {
    try {
      return !prometheus.numbers(expr).isEmpty();
    } catch (IOException e) {
      throw new UncheckedIOException(expr, e);
    }
  }

  @Test
  void aCameraThatIsKilledCallsSomebody() throws Exception {
    try (HeartbeatRig rig = new HeartbeatRig(house.bootstrap())) {
      String silence = "evpose_camera_silence_seconds{rig=\"" + HeartbeatRig.NAME + "\"} < 3";
      Await.until("both cameras beat", PATIENCE, () -> count(silence) == 2);
      assertThat(prometheus.firing()).noneMatch(a -> a.startsWith("EvposeCameraSilent heartbeat"));
      rig.kill("right");
      Await.until(
          "the alert fires",
          PATIENCE,
          () -> firing().contains("EvposeCameraSilent " + HeartbeatRig.NAME + " right"));
      assertThat(firing()).doesNotContain("EvposeCameraSilent " + HeartbeatRig.NAME + " left");
    }
  }

  private static int count(String expr) {
    try {
      return prometheus.now(expr).size();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> firing() {
    try {
      return prometheus.firing();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
