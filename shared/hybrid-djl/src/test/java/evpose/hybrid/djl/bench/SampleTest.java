package evpose.hybrid.djl.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class SampleTest {
  @Test
  void theMedianIsTheOneInTheMiddle() {
    assertThat(Sample.median(List.of(9.0, 1.0, 2.0))).isEqualTo(2);
    assertThat(Sample.median(List.of(9.0, 1.0, 2.0, 3.0))).isEqualTo(2.5);
    assertThat(Sample.least(List.of(9.0, 1.0, 2.0))).isEqualTo(1);
  }

  @Test
  void ofNothingThereIsNoMedian() {
    assertThatThrownBy(() -> Sample.median(List.of())).hasMessage("nothing was measured");
  }

  @Test
  void pointsOnALineAreWhollyExplainedByIt() {
    assertThat(Sample.linearity(new double[] {1, 2, 5}, new double[] {7, 9, 15}))
        .isCloseTo(1, within(1e-12));
  }

  /** By hand: Σ dx dy = 3, Σ dx² = 2, Σ dy² = 14/3, so R² = 9 / (28/3) = 27/28. */
  @Test
  void pointsBesideALineAreNotQuite() {
    assertThat(Sample.linearity(new double[] {1, 2, 3}, new double[] {1, 2, 4}))
        .isCloseTo(27.0 / 28, within(1e-12));
  }

  @Test
  void twoPointsSayNothingAboutLines() {
    assertThat(Sample.linearity(new double[] {1, 2}, new double[] {1, 2})).isNaN();
    assertThatThrownBy(() -> Sample.linearity(new double[2], new double[3]))
        .hasMessage("x and y must have the same length: x=2, y=3");
  }
}
