package evpose.triangulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TriangulationBenchTest {
  @Test
  void dividesTheClockByPoses() {
    long[] now = {0};
    TriangulationBench bench = new TriangulationBench(() -> now[0] += 256_000);
    TriangulationBench.Result result = bench.run(new RobustTriangulator(), 4, 0.05, 5);
    assertThat(result.medianMicros()).isEqualTo(1);
    assertThat(result.leastMicros()).isEqualTo(1);
    assertThat(bench.sum()).isNotZero().isFinite();
  }
}
