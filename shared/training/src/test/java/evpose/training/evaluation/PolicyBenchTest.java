package evpose.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import evpose.datasets.Take;
import evpose.evaluation.energy.EnergyTable;
import evpose.hybrid.KeyFrameRule;
import evpose.weights.ModelBundle;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyBenchTest {
  @TempDir Path dir;

  /** Ten key frames a second are every tenth step of 10 ms, every twentieth of 5 ms. */
  @Test
  void aNetworkOf200HzIsPlayedAtItsOwnStepsAndToldByTheSecond() throws Exception {
    List<Take> takes = List.of(TestTakes.stickFigure(dir, 1, 0, 60));
    ModelBundle slow = TestTakes.lively(3);
    ModelBundle fast = TestTakes.lively(TestTakes.SMALL.withWindowCutInto(5_000), 3);
    PolicyResult at100 = play(slow, 10, takes);
    PolicyResult at200 = play(fast, 20, takes);
    assertThat(at200.seconds()).isCloseTo(at100.seconds(), within(0.1));
    assertThat(at200.steps()).isGreaterThan(19 * at100.steps() / 10);
    PolicyResult.Row row = at200.rows().get(0);
    assertThat(row.px()).isPositive();
    assertThat(row.answeredShare()).isBetween(0.5, 1.0);
    assertThat(at200.keyFramesPerSecond(row))
        .isCloseTo(at100.keyFramesPerSecond(at100.rows().get(0)), within(1.0));
    EnergyTable energy = EnergyTable.FP32_7NM;
    assertThat(at200.annWatts(energy)).isEqualTo(at100.annWatts(energy));
    assertThat(at200.shareOfKeyFrame()).isEqualTo(at100.shareOfKeyFrame());
  }

  private static PolicyResult play(ModelBundle bundle, int period, List<Take> takes)
      throws InterruptedException {
    return new PolicyBench(bundle, List.of(KeyFrameRule.fixed(period)), 1).run(takes, done -> {});
  }
}
