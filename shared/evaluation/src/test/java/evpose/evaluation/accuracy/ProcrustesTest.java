package evpose.evaluation.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ProcrustesTest {
  private static final double EXACT = 1e-9;

  /** A box: eight corners, centred. */
  private static double[] box(double a, double b, double c) {
    double[] points = new double[24];
    for (int i = 0; i < 8; i++) {
      points[3 * i] = (i & 1) == 0 ? -a : a;
      points[3 * i + 1] = (i & 2) == 0 ? -b : b;
      points[3 * i + 2] = (i & 4) == 0 ? -c : c;
    }
    return points;
  }

  @Test
  void movedTurnedAndScaledIsTheSame() {
    SplittableRandom random = new SplittableRandom(7);
    double[] truth = new double[39];
    for (int i = 0; i < 39; i++) {
      truth[i] = 1000 * random.nextDouble();
    }
    double[] pose = new double[39];
    double c = Math.cos(2.1);
    double s = Math.sin(2.1);
    for (int i = 0; i < 39; i += 3) { // about z, then about x by 90 degrees, half the size
      double x = c * truth[i] - s * truth[i + 1];
      double y = s * truth[i] + c * truth[i + 1];
      pose[i] = 0.5 * x + 300;
      pose[i + 1] = -0.5 * truth[i + 2] - 20;
      pose[i + 2] = 0.5 * y + 7;
    }
    assertThat(Procrustes.error(pose, truth)).isCloseTo(0, within(EXACT));
  }

  /**
   * A cube onto a box twice as deep: nothing to turn, scale = Σ q·p / Σ p·p = (1 + 1 + 2) / 3, and
   * each corner is off by |(4/3 - 1, 4/3 - 1, 4/3 - 2)| = √(2/3).
   */
  @Test
  void aStretchedBoxIsOffByHand() {
    assertThat(Procrustes.error(box(1, 1, 1), box(1, 1, 2)))
        .isCloseTo(Math.sqrt(2.0 / 3), within(EXACT));
  }

  /** Mirrored in z; turning it about z by 180 degrees is the best that can be done. */
  @Test
  void aMirroredBodyIsNotForgiven() {
    double[] truth = {1, 0, 0, 0, 2, 0, 0, 0, 3, -1, -1, -1};
    double[] mirrored = truth.clone();
    for (int i = 2; i < mirrored.length; i += 3) {
      mirrored[i] = -mirrored[i];
    }
    assertThat(Procrustes.error(mirrored, truth)).isGreaterThan(0.5);
  }

  @Test
  void missingPointsAreLeftOutAndTooFewGiveNoNumber() {
    double[] truth = box(1, 2, 3);
    double[] pose = truth.clone();
    pose[0] = Double.NaN;
    truth[9] = Double.NaN;
    assertThat(Procrustes.error(pose, truth)).isCloseTo(0, within(EXACT));
    for (int i = 0; i < 15; i++) {
      pose[i] = Double.NaN;
    }
    assertThat(Procrustes.error(pose, truth)).isNaN(); // three left
  }

  @Test
  void refusesPosesOfOtherPoints() {
    assertThatThrownBy(() -> Procrustes.error(new double[12], new double[15]))
        .hasMessage("both poses have the same points of three numbers: pose=12, truth=15");
  }
}
