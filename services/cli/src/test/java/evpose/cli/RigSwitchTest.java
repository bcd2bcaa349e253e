package evpose.cli;

import static org.assertj.core.api.Assertions.assertThat;

import evpose.allinone.AllInOne;
import evpose.allinone.AllInOneSettings;
import evpose.broker.EmbeddedBroker;
import evpose.cli.audit.AuditReport;
import evpose.cli.audit.AuditRequest;
import evpose.cli.audit.LogAudit;
import evpose.messages.Json;
import evpose.messages.Pose2dMessage;
import evpose.messages.RigMessage;
import evpose.messages.Topics;
import evpose.streaming.LogScan;
import evpose.streaming.RigRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A stream whose policy, and then whose network as well, is switched while it runs: no step is
 * lost, poses name what made them from the stated steps on, and the whole log is proven.
 */
class RigSwitchTest {
  private static final Duration PATIENCE = Duration.ofSeconds(180);
  private static final int STEPS = 500;
  private static final int POLICY_FROM = 240;
  private static final int MODEL_FROM = 387; // within a window
  private static final String DEMAND = "demand-5-e30-c90-k20-50-roi";
  private static final String LATER = "fixed-20";

  @TempDir static Path directory;
  private static EmbeddedBroker broker;

  @BeforeAll
  static void play() throws Exception {
    AllInOneSettings settings =
        new AllInOneSettings(
            directory.resolve("house"), "", 0, 0, "compact", 0, false, 0, "robust");
    try (AllInOne house = AllInOne.start(settings)) {
      var source =
          house.startSource(
              Map.of("evpose.source.seconds", STEPS / 100.0, "evpose.source.speed", 0.2));
      RigRegistry registry = new RigRegistry(house.bootstrap());
      await(house, 20);
      switchTo(house, "--policy", DEMAND, "--from", "" + POLICY_FROM);
      await(house, 60);
      switchTo(house, "--policy", LATER, "--model", "compact-C", "--from", "" + MODEL_FROM);
      assertThat(registry.rigs().get(0).runs()).hasSize(3);
      assertThat(source.awaitEnd(PATIENCE)).isTrue();
      await(house, STEPS);
    }
    broker = new EmbeddedBroker(directory.resolve("house").resolve("broker"), 0);
    broker.start();
  }

  private static void switchTo(AllInOne house, String... options) {
    List<String> command = new ArrayList<>(List.of("rig", "switch"));
    command.addAll(List.of(options));
    command.addAll(List.of("--bootstrap", house.bootstrap()));
    assertThat(Evpose.execute(command.toArray(String[]::new))).isZero();
  }

  private static void await(AllInOne house, int poses) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (house.metrics().report(System.currentTimeMillis() * 1_000_000).poses3d().count()
        < poses) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.sleep(10);
    }
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @Test
  void theLogIsProvenAcrossBothSwitches() {
    RigRegistry registry = new RigRegistry(broker.bootstrap());
    RigMessage rig = registry.rigs().get(0);
    AuditReport report = audit(registry, rig);
    assertThat(report.found()).isEmpty();
    assertThat(report.proven()).isTrue();
    assertThat(report.poses2d().answered()).isEqualTo(4 * STEPS);
    assertThat(report.poses2d().near()).isZero();
    assertThat(report.model().split(",")).hasSize(2);
  }

  @Test
  void aSwitchThatIsStatedElsewhereIsNotProven() {
    RigRegistry registry = new RigRegistry(broker.bootstrap());
    RigMessage rig = registry.rigs().get(0);
    RigMessage later =
        rig.as(rig.runs().get(0))
            .switched(POLICY_FROM, "", DEMAND)
            .switched(MODEL_FROM + 1, rig.model(), rig.policy());
    AuditReport report = audit(registry, later);
    assertThat(report.findings()).containsEntry("different", 4L);
    assertThat(report.found())
        .filteredOn(finding -> finding.kind().equals("different"))
        .allMatch(finding -> finding.key().endsWith("step " + MODEL_FROM));
  }

  @Test
  void posesNameTheirNetworkAndPolicyFromTheStatedStepOn() {
    Map<String, Set<Long>> byPolicy = new TreeMap<>();
    Map<String, Set<Long>> byModel = new TreeMap<>();
    int[] wanted = {0};
    for (Pose2dMessage pose : poses()) {
      String policy = pose.inputs().policy().replaceFirst("\\+.*", "");
      byPolicy.computeIfAbsent(policy, p -> new TreeSet<>()).add(pose.step());
      byModel.computeIfAbsent(pose.inputs().model(), m -> new TreeSet<>()).add(pose.step());
      boolean due = (pose.keyFrameStep() - phase(pose)) % 50 == 0;
      wanted[0] += policy.equals(DEMAND) && !due ? 1 : 0;
    }
    assertThat(byPolicy)
        .containsOnly(
            Map.entry("fixed-10", steps(0, POLICY_FROM)),
            Map.entry(DEMAND, steps(POLICY_FROM, MODEL_FROM)),
            Map.entry(LATER, steps(MODEL_FROM, STEPS)));
    assertThat(byModel.values())
        .containsExactlyInAnyOrder(steps(0, MODEL_FROM), steps(MODEL_FROM, STEPS));
    assertThat(wanted[0]).as("poses that rest on a key frame that was wanted").isPositive();
  }

  private static long phase(Pose2dMessage pose) {
    return Long.parseLong(pose.inputs().policy().replaceFirst(".*\\+", ""));
  }

  private static Set<Long> steps(int from, int to) {
    return java.util.stream.LongStream.range(from, to).boxed().collect(Collectors.toSet());
  }

  private static List<Pose2dMessage> poses() {
    List<Pose2dMessage> poses = new ArrayList<>();
    try (LogScan scan = new LogScan(Map.of("bootstrap.servers", broker.bootstrap()))) {
      for (LogScan.Range range : scan.ranges(Topics.POSES_2D)) {
        scan.read(
            range,
            record -> {
              try {
                return poses.add(Json.decode(record.value(), Pose2dMessage.class));
              } catch (evpose.messages.MalformedMessageException e) {
                throw new AssertionError(e);
              }
            });
      }
    }
    return poses;
  }

  private static AuditReport audit(RigRegistry registry, RigMessage rig) {
    return LogAudit.run(
        new AuditRequest(
            broker.bootstrap(),
            rig,
            registry.calibration(rig.rig()),
            "compact",
            null,
            Map.of(),
            0,
            Long.MAX_VALUE),
        (stage, done, all) -> {});
  }
}
