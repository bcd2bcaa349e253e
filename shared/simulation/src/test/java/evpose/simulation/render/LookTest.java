package evpose.simulation.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LookTest {
  private static final int SCENES = 2000;

  @Test
  void scenesToTrainOnAreWiderThanTheUsualOnes() {
    double[] usual = shirts(SceneSettings.usual());
    double[] training = shirts(SceneSettings.training());
    assertThat(training[SCENES / 20]).isLessThan(usual[SCENES / 20] - 0.2);
    assertThat(training[SCENES / 2]).isGreaterThan(usual[SCENES / 2] + 0.1);
    assertThat(share(training)).isBetween(0.25, 0.4);
    assertThat(share(usual)).isBetween(0.07, 0.13);
  }

  @Test
  void markersAreBrighterThanTheBodyTheyAreOn() {
    int brighter = 0;
    for (long seed = 0; seed < 200; seed++) {
      Look look = new Look(SceneSettings.usual(), seed);
      float marker = look.albedo[Material.MARKER.ordinal()];
      brighter += marker > look.albedo[Material.SHIRT.ordinal()] ? 1 : 0;
    }
    assertThat(brighter).isGreaterThan(185);
  }

  /** Logarithms of the shirt's albedo over many scenes, in order. */
  private static double[] shirts(SceneSettings settings) {
    double[] shirts = new double[SCENES];
    for (int seed = 0; seed < SCENES; seed++) {
      shirts[seed] = Math.log(new Look(settings, seed).albedo[Material.SHIRT.ordinal()]);
    }
    Arrays.sort(shirts);
    return shirts;
  }

  /** How many shirts are brighter than the background. */
  private static double share(double[] logarithms) {
    return Arrays.stream(logarithms).filter(log -> log > 0).count() / (double) SCENES;
  }
}
