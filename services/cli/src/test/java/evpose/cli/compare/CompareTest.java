package evpose.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import evpose.allinone.AllInOne;
import evpose.allinone.AllInOneSettings;
import evpose.messages.RigMessage;
import evpose.messages.TopicSpec;
import evpose.messages.Topics;
import evpose.metrics.service.live.RunReport;
import evpose.streaming.LogScan;
import evpose.streaming.RigRegistry;
import evpose.testkit.Await;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two sides on the log of a house that runs. */
class CompareTest {
  private static final Duration PATIENCE = Duration.ofSeconds(240);
  private static final int STEPS = 200;

  @TempDir static Path directory;
  private static AllInOne house;

  @BeforeAll
  static void play() throws Exception {
    house =
        AllInOne.start(new AllInOneSettings(directory, "", 0, 0, "compact", 0, false, 0, "robust"));
    var source =
        house.startSource(
            Map.of("evpose.source.seconds", STEPS / 100.0, "evpose.source.speed", 0.25));
    assertThat(source.awaitEnd(PATIENCE)).isTrue();
    Await.until("all poses are there", PATIENCE, () -> report().poses3d().count() >= STEPS);
  }

  private static RunReport report() {
    return house.metrics().report(System.currentTimeMillis() * 1_000_000);
  }

  @AfterAll
  static void stop() {
    house.close();
  }

  @Test
  void whatTheHouseRunsHasTheErrorThatTheHouseTells() {
    ComparisonReport report = compare("compact", "compact");
    RunReport live = report();
    assertThat(report.steps()).isEqualTo(STEPS);
    assertThat(report.a().poses2d()).isEqualTo(4 * STEPS);
    assertThat(report.a().mpjpe3dMm())
        .isCloseTo(live.error().mpjpe3dMm(), within(1e-3 * live.error().mpjpe3dMm()));
    assertThat(report.a().mpjpe2dPx())
        .isCloseTo(live.error().mpjpe2dPx(), within(1e-3 * live.error().mpjpe2dPx()));
    assertThat(report.a().gmacPerSecond())
        .isCloseTo(live.operations().gmacPerSecond(), within(1e-3 * report.a().gmacPerSecond()));
    assertThat(report.a().wattsEstimated())
        .isCloseTo(live.power().wattsEstimated(), within(1e-3 * report.a().wattsEstimated()));
  }

  @Test
  void aSideBesideItselfIsEqualToTheLastBit() {
    ComparisonReport report = compare("compact", "compact");
    assertThat(report.between().equal2d()).isEqualTo(1.0);
    assertThat(report.between().largest3dMm()).isZero();
    assertThat(report.a().mpjpe3dMm()).isEqualTo(report.b().mpjpe3dMm());
    assertThat(said(report)).contains("both say the same, to the last bit", "the same");
  }

  @Test
  void anAnnHalfAsOftenCostsAboutHalfAndSaysSomethingElse() {
    ComparisonReport report = compare("compact", "compact,key-frame-millis=200");
    assertThat(report.a().policy()).isEqualTo("fixed-10");
    assertThat(report.b().policy()).isEqualTo("fixed-20");
    assertThat(report.b().gmacPerSecond() / report.a().gmacPerSecond()).isBetween(0.4, 0.6);
    assertThat(report.b().wattsEstimated()).isLessThan(report.a().wattsEstimated());
    assertThat(report.between().equal2d()).isLessThan(0.9);
    assertThat(report.between().mean3dMm()).isPositive();
    assertThat(report.between().joints3dMm()).hasSize(13).allMatch(mm -> mm > 0);
    assertThat(said(report)).contains("fixed-20", "mm in the room", "shoulderR");
    assertThat(ComparisonPage.of(report, Map.of("machine", "<this>")))
        .startsWith("<!doctype html>")
        .contains("compact,key-frame-millis=200", "&lt;this&gt;", "<svg", "Joint by joint")
        .contains("In the room", "{\"s\":", "\"bones\":[[0, ")
        .doesNotContain("NaN");
  }

  @Test
  void triangulationAloneMayDifferToo() {
    ComparisonReport report =
        compare("compact", "compact,triangulation.method=dlt,triangulation.body.filter=false");
    assertThat(report.between().equal2d()).isEqualTo(1.0);
    assertThat(report.between().mean3dMm()).isPositive();
    assertThat(report.b().jitterMm()).isGreaterThan(report.a().jitterMm());
  }

  @Test
  void aPartIsComparedAsItIsInTheWhole() {
    RigMessage rig = new RigRegistry(house.bootstrap()).rigs().get(0);
    ComparisonReport part = compare("compact", "compact", 120, 150);
    assertThat(part.firstStep()).isEqualTo(120);
    assertThat(part.lastStep()).isEqualTo(149);
    assertThat(part.a().poses2d()).isEqualTo(30L * rig.cameras().size());
  }

  @Test
  void theStreamDoesNotNotice() throws Exception {
    Map<String, Long> before = sizes();
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", house.bootstrap()))) {
      var groups = admin.listGroups().all().get();
      compare("compact", "compact-C");
      assertThat(admin.listGroups().all().get()).hasSameSizeAs(groups);
    }
    Map<String, Long> after = sizes();
    before.remove(Topics.METRICS); // one record a second
    after.remove(Topics.METRICS);
    assertThat(after).isEqualTo(before);
  }

  @Test
  void aSideThatIsNoneIsSaid() {
    assertThatThrownBy(() -> Variant.parse("compact,key-frame-milis=5"))
        .hasMessageContaining("a side is MODEL[,KEY=VALUE...]")
        .hasMessageContaining("key-frame-milis=5");
    assertThatThrownBy(() -> Variant.parse("compact,key-frame-millis=0"))
        .hasMessage("key-frame-millis must be in [1, 2000]: compact,key-frame-millis=0");
    assertThatThrownBy(() -> compare("compact", "nowhere"))
        .hasMessageContaining("must be a shipped preset");
    assertThatThrownBy(() -> compare("compact", "compact,triangulation.method=guess"))
        .hasMessageContaining("must be robust, rays, dlt or learned: method=guess");
  }

  private static Map<String, Long> sizes() {
    Map<String, Long> sizes = new TreeMap<>();
    try (LogScan scan = new LogScan(Map.of("bootstrap.servers", house.bootstrap()))) {
      for (TopicSpec topic : Topics.all()) {
        sizes.put(
            topic.name(), scan.ranges(topic.name()).stream().mapToLong(LogScan.Range::size).sum());
      }
    }
    return sizes;
  }

  private static String said(ComparisonReport report) {
    StringWriter text = new StringWriter();
    ComparisonTable.print(new PrintWriter(text), report);
    return text.toString();
  }

  private static ComparisonReport compare(String a, String b) {
    return compare(a, b, 0, Long.MAX_VALUE);
  }

  private static ComparisonReport compare(String a, String b, long from, long to) {
    RigRegistry registry = new RigRegistry(house.bootstrap());
    RigMessage rig = registry.rigs().get(0);
    return Compare.run(
            new CompareRequest(
                house.bootstrap(),
                rig,
                registry.calibration(rig.rig()),
                Variant.parse(a),
                Variant.parse(b),
                from,
                to),
            (stage, done, all) -> {})
        .report();
  }
}
