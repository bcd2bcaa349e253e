package evpose.evaluation.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class JitterTest {
  private static final double EXACT = 1e-12;
  private final Jitter jitter = new Jitter(2, 0.5);

  /** All joints missing but joint 1, which is at x[k], 5. */
  private static double[][] track(double... x) {
    double[][] steps = new double[x.length][26];
    for (int k = 0; k < x.length; k++) {
      Arrays.fill(steps[k], Double.NaN);
      steps[k][2] = x[k];
      steps[k][3] = 5;
    }
    return steps;
  }

  @Test
  void aConstantOffsetIsNoJitter() {
    jitter.track(track(10, 11, 13, 16, 20), track(0, 1, 3, 6, 10), 1, 4);
    assertThat(jitter.accelerationError()).isCloseTo(0, within(EXACT));
  }

  /** Told 0, 1, 0, 1: second differences -2, 2; the truth rests: the mean of their sizes is 2. */
  @Test
  void accelerationsThatTheBodyDoesNotHaveCount() {
    jitter.track(track(0, 1, 0, 1), track(0, 0, 0, 0), 1, 3);
    assertThat(jitter.accelerationError()).isEqualTo(2);
  }

  /** Told 1 and 3 around their mean 2: deviation 1. */
  @Test
  void theDeviationOfAStillJointIsAboutItsOwnMean() {
    jitter.track(track(9, 1, 3, 9), track(7, 7, 7.2, 7), 1, 3);
    assertThat(jitter.stillDeviation()).isCloseTo(1, within(EXACT));
  }

  @Test
  void aJointThatMovesDoesNotStandStill() {
    jitter.track(track(0, 1, 2, 3), track(0, 1, 2, 3), 1, 3);
    assertThat(jitter.stillDeviation()).isNaN();
  }

  @Test
  void missingStepsAreLeftOut() {
    jitter.track(track(0, 1, Double.NaN, 1, 0), track(0, 0, 0, 0, 0), 1, 4);
    assertThat(jitter.accelerationError()).isNaN();
    assertThat(jitter.stillDeviation()).isNaN();
  }

  @Test
  void refusesATrackWithoutNeighbours() {
    assertThatThrownBy(() -> jitter.track(track(0, 1), track(0, 1), 1, 2))
        .hasMessage(
            "an acceleration needs a step before and one after it: first=1, end=2, steps=2");
  }
}
