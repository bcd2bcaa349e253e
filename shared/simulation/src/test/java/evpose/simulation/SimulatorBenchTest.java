package evpose.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import evpose.camera.RingRig;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class SimulatorBenchTest {
  /** What is measured is measured on something real; how fast that is, no test says. */
  @Test
  void measuresEveryMovementBesideAYardstick() {
    long[] bytes = new long[1];
    SimulatorBench bench =
        new SimulatorBench(
            ManagementFactory.getThreadMXBean()::getCurrentThreadCpuTime, () -> bytes[0] += 500);
    SimulatorBench.Result result = bench.run(RingRig.of(1), 1);
    assertThat(result.perMovement()).hasSize(Movements.COUNT);
    assertThat(result.tour().eventsPerSecondAndCamera()).isBetween(10_000.0, 1_000_000.0);
    assertThat(result.tour().longestJumpPixels()).isBetween(0.1, 1.0);
    assertThat(result.tour().bytesPerStep()).isEqualTo(5); // 500 bytes in 100 steps
    assertThat(result.bodyShare() + result.rasterShare() + result.sensorShare())
        .isCloseTo(1, within(1e-9));
    assertThat(result.ratio())
        .isEqualTo(result.tour().realTimeFactor() / result.yardstickRealTimeFactor());
    assertThat(result.slowest().realTimeFactor()).isPositive();
    assertThat(result.fastest().realTimeFactor())
        .isGreaterThanOrEqualTo(result.slowest().realTimeFactor());
  }

  @Test
  void noMovementJumpsBeyondAPixel() {
    for (int m = 0; m < Movements.COUNT; m++) {
      Simulator simulator =
          new Simulator(SimulatorSettings.of(RingRig.of(2), Movements.of(m, m), m, m));
      for (int step = 0; step < 120; step += 4) {
        for (int i = 0; i < 4; i++) {
          simulator.next();
        }
        assertThat(simulator.longestJumpPixels()).isLessThanOrEqualTo(1);
      }
    }
  }
}
