package evpose.simulation.mocap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class GroundTest {
  private static final double FRAME_SECONDS = 0.01;

  @Test
  void aJumpIsInTheAir() {
    double[] low = new double[120];
    for (int i = 40; i < 80; i++) { // 0.4 s up and down: 196 mm
      double t = (i - 40) * FRAME_SECONDS;
      low[i] = 9810 / 2.0 * t * (0.4 - t);
    }
    double[] clearance = Ground.clearanceMm(low, FRAME_SECONDS);
    assertThat(clearance[60]).isCloseTo(196.2 - Ground.STANDING_MM, within(0.1));
    assertThat(clearance[20]).isZero();
    assertThat(clearance[100]).isZero();
  }

  @Test
  void aBlockOneStepsOnIsGround() {
    double[] low = new double[200];
    for (int i = 0; i < 200; i++) {
      low[i] = 300 * Math.max(0, Math.min(1, (i - 80) / 40.0)); // 0.4 s to step up
    }
    assertThat(Ground.clearanceMm(low, FRAME_SECONDS)).containsOnly(0.0);
  }

  @Test
  void whereNobodyEverStandsStillTheLowestIsGround() {
    double[] low = {500, 0, 400, 100, 600};
    assertThat(Ground.clearanceMm(low, FRAME_SECONDS)).containsExactly(470, 0, 370, 70, 570);
  }
}
