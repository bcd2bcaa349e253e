package evpose.simulation.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LookTest {
  private static final int SCENES = 2000;

  @Test
  void peopleAreDarkBeforeTheWallAndOneInTenIsBrighter() {
    double[] shirts = shirts(SceneSettings.usual());
    assertThat(shirts[SCENES / 20]).isLessThan(-2.3);
    assertThat(shirts[SCENES * 3 / 4]).isBetween(-1.5, -1.2);
    assertThat(share(shirts)).isBetween(0.07, 0.13);
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
