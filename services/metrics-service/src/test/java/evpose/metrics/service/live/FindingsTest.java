package evpose.metrics.service.live;

import static org.assertj.core.api.Assertions.assertThat;

import evpose.messages.LayerWork;
import evpose.metrics.service.live.Findings.Finding;
import evpose.metrics.service.live.RigNumbers.CameraNumbers;
import evpose.metrics.service.live.RigNumbers.Packets;
import evpose.metrics.service.live.RigNumbers.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is wrong, in words. */
class FindingsTest {
  private final List<CameraNumbers> cameras = new ArrayList<>();
  private long lost;
  private long deadLettered;
  private double error = 30;

  FindingsTest() {
    for (int c = 0; c < 4; c++) {
      cameras.add(camera(c, 0.01, 0.02, 2, 0.0003, Map.of()));
    }
  }

  private static CameraNumbers camera(
      int c, double lag, double silent, double residualPx, double skew, Map<String, Long> shed) {
    return new CameraNumbers(
        "cam" + c,
        new Packets(100, 100, 0, 0),
        0,
        0,
        1000,
        0,
        lag,
        silent,
        Map.of(),
        shed,
        1,
        1,
        1,
        new LayerWork(1, 0, 0, 0, 1, 1),
        3,
        new View(residualPx, 1, skew),
        0);
  }

  private static CameraNumbers turned(CameraNumbers c, double degrees) {
    return new CameraNumbers(
        c.camera(),
        c.packets(),
        c.gaps(),
        c.setAside(),
        c.events(),
        c.dropped(),
        c.lagSeconds(),
        c.silentSeconds(),
        c.sources(),
        c.shed(),
        c.macs(),
        c.acs(),
        c.neuronUpdates(),
        c.work(),
        c.mpjpe2dPx(),
        c.view(),
        degrees);
  }

  private List<Finding> findings() {
    return Findings.of(
        new RigNumbers(
            "r",
            1,
            Health.ok("well"),
            1,
            1,
            1,
            1,
            error / 10,
            error,
            Map.of(),
            1,
            1,
            1,
            1,
            new Packets(400, 400, lost, 0),
            deadLettered,
            0,
            0.01,
            new RigNumbers.Accuracy(3, 30, 20, List.of(), List.of(), 1),
            new RigNumbers.TruthFree(1, 1, 0.02, 1, 5),
            new RigNumbers.NeuroBench(100, 1, 1, 1),
            cameras));
  }

  private List<String> words() {
    return findings().stream().map(Finding::words).toList();
  }

  @Test
  void allWellSaysNothing() {
    assertThat(findings()).isEmpty();
  }

  @Test
  void aSilentCameraIsNotCalledLateToo() {
    cameras.set(1, camera(1, 5, 12.7, Double.NaN, Double.NaN, Map.of()));
    assertThat(findings()).containsExactly(new Finding("bad", "cam1 silent for 12 s"));
  }

  @Test
  void aCameraThatFellBehind() {
    cameras.set(3, camera(3, 1.44, 0.01, 2, 0, Map.of()));
    assertThat(words()).containsExactly("cam3 is 1.4 s behind");
  }

  @Test
  void aCameraThatWasMovedStandsAlone() {
    cameras.set(2, camera(2, 0.01, 0.01, 11, 0, Map.of()));
    assertThat(words()).containsExactly("cam2 disagrees by 11 px: has it been moved?");
  }

  @Test
  void aCameraThatIsProvenToHaveBeenMovedIsNotAskedAboutToo() {
    cameras.set(2, turned(camera(2, 0.01, 0.01, 11, 0, Map.of()), 2.04));
    assertThat(findings())
        .containsExactly(
            new Finding("bad", "cam2 was moved, turned by 2.0 degrees: calibrate anew"));
    cameras.set(2, turned(cameras.get(1), Double.NaN));
    assertThat(findings()).isEmpty();
  }

  @Test
  void ofTwoCamerasThatDisagreeNeitherIsBlamed() {
    cameras.subList(2, 4).clear();
    cameras.set(1, camera(1, 0.01, 0.01, 11, 0, Map.of()));
    assertThat(findings()).isEmpty();
  }

  @Test
  void clocksThatDisagree() {
    cameras.set(0, camera(0, 0.01, 0.01, 2, 0.012, Map.of()));
    cameras.set(1, camera(1, 0.01, 0.01, 2, -0.007, Map.of()));
    assertThat(words()).containsExactly("cam0 seems 12 ms late", "cam1 seems 7 ms early");
  }

  @Test
  void lossesAreCountedAndTheWorstComesFirst() {
    lost = 1;
    deadLettered = 1234;
    error = Double.NaN;
    cameras.set(0, camera(0, 0.01, 0.01, 2, 0, Map.of("lag", 20L, "other", 4L)));
    assertThat(words())
        .containsExactly(
            "1 packet lost",
            "no truth, so no error",
            "24 steps shed to keep up",
            "1,234 records in dead-letters");
  }
}
