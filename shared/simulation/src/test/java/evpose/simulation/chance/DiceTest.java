package evpose.simulation.chance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DiceTest {
  private static final int MANY = 200_000;

  /** Five standard errors of the mean of so many numbers of unit deviation. */
  private static final double MEAN_ERROR = 5 / Math.sqrt(MANY);

  @Test
  void streamsOfOneSeedDifferByPurpose() {
    assertThat(Dice.of(1, "a").nextLong()).isEqualTo(Dice.of(1, "a").nextLong());
    assertThat(Dice.of(1, "a").nextLong()).isNotEqualTo(Dice.of(1, "b").nextLong());
    assertThat(Dice.of(1, "a").nextLong()).isNotEqualTo(Dice.of(2, "a").nextLong());
  }

  @Test
  void gaussiansHaveMeanZeroAndDeviationOne() {
    Dice dice = Dice.of(7, "gaussian");
    double sum = 0;
    double square = 0;
    for (int i = 0; i < MANY; i++) {
      double g = dice.gaussian();
      sum += g;
      square += g * g;
    }
    assertThat(sum / MANY).isCloseTo(0, within(MEAN_ERROR));
    assertThat(square / MANY).isCloseTo(1, within(2 * MEAN_ERROR));
  }

  @Test
  void rareThingsHappenAsOftenAsSaid() {
    Dice dice = Dice.of(7, "poisson");
    for (double mean : new double[] {0, 0.3, 40, 2000}) {
      double sum = 0;
      for (int i = 0; i < 20_000; i++) {
        sum += dice.poisson(mean);
      }
      double error = 5 * Math.sqrt(mean / 20_000);
      assertThat(sum / 20_000).as("mean=" + mean).isCloseTo(mean, within(error + 0.01));
    }
  }

  @Test
  void aroundStaysWithinItsSpans() {
    Dice dice = Dice.of(7, "around");
    for (int i = 0; i < 10_000; i++) {
      assertThat(dice.around(10, 2, 1.5)).isBetween(7.0, 13.0);
    }
  }
}
