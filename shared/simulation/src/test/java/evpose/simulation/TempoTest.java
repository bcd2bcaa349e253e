package evpose.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import evpose.simulation.chance.Dice;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TempoTest {
  private static final double STEP = 0.001;

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.3})
  void goesOnForEverWithoutAJumpOrAWayBack(double rest) {
    Tempo tempo = new Tempo(1.5, rest, Dice.of(4, "test"));
    double last = tempo.periodsAt(0);
    for (int i = 1; i < 60_000; i++) {
      double now = tempo.periodsAt(i * STEP);
      assertThat(now - last).as("at %d ms", i).isBetween(-1e-12, 2.2 * STEP / 1.5);
      last = now;
    }
    double mean = 1.5 * (1 + rest);
    assertThat(last - tempo.periodsAt(0)).isBetween(0.9 * 60 / mean, 1.1 * 60 / mean);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.3, 0.6})
  void restsBetweenRepetitionsAndNowhereElse(double rest) {
    Tempo tempo = new Tempo(1, rest, Dice.of(5, "test"));
    int resting = 0;
    for (int i = 0; i < 100_000; i++) {
      double now = tempo.periodsAt(i * STEP);
      if (tempo.periodsAt((i + 1) * STEP) == now) {
        assertThat(now).isEqualTo(Math.rint(now));
        resting++;
      }
    }
    assertThat(resting * STEP / 100).isBetween(0.8 * rest / (1 + rest), 1.2 * rest / (1 + rest));
  }
}
