package evpose.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import evpose.allinone.AllInOne;
import evpose.allinone.AllInOneSettings;
import evpose.messages.RigMessage;
import evpose.streaming.RigRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real run whose joints a network placed is proven, and its poses say which one it was. */
class LearnedAuditTest {
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final int STEPS = 150;

  @TempDir Path directory;

  @Test
  void posesThatANetworkPlacedAreProvenWithoutBeingToldOfIt() throws Exception {
    AllInOneSettings settings =
        new AllInOneSettings(directory, "", 0, 0, "compact", 0, false, 0, "learned");
    try (AllInOne house = AllInOne.start(settings)) {
      var source =
          house.startSource(
              Map.of(
                  "evpose.source.cameras",
                  4,
                  "evpose.source.pick",
                  "cam2,cam3",
                  "evpose.source.seconds",
                  STEPS / 100.0,
                  "evpose.source.speed",
                  0.5));
      assertThat(source.awaitEnd(PATIENCE)).isTrue();
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (house.metrics().report(System.currentTimeMillis() * 1_000_000).poses3d().count()
          < STEPS) {
        assertThat(System.nanoTime()).isLessThan(deadline);
        Thread.sleep(10);
      }
      AuditReport asItSays = audit(house.bootstrap(), Map.of());
      assertThat(asItSays.found()).isEmpty();
      assertThat(asItSays.proven()).isTrue();
      assertThat(asItSays.poses3d().answered()).isGreaterThanOrEqualTo(STEPS);
      assertThat(asItSays.notes()).doesNotContainKey("another-engine");

      AuditReport asGeometry =
          audit(house.bootstrap(), Map.of("evpose.triangulation.method", "robust"));
      assertThat(asGeometry.proven()).isFalse();
      assertThat(asGeometry.findings().get("different")).isGreaterThanOrEqualTo(STEPS);
    }
  }

  private static AuditReport audit(String bootstrap, Map<String, String> settings) {
    RigRegistry registry = new RigRegistry(bootstrap);
    RigMessage rig = registry.rigs().get(0);
    return LogAudit.run(
        new AuditRequest(
            bootstrap,
            rig,
            registry.calibration(rig.rig()),
            "compact",
            null,
            settings,
            0,
            Long.MAX_VALUE),
        (stage, done, all) -> {});
  }
}
