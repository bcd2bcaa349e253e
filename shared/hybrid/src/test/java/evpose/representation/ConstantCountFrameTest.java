package evpose.representation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ConstantCountFrameTest {
  /** By hand: of 1, 3 and 5 the mean is 3, the squares 4 + 0 + 4 over 2, the deviation 2. */
  @Test
  void whiteIsThreeDeviationsOfWhatSawAnything() {
    double deviation = ConstantCountFrame.deviation(new int[] {0, 1, 0, 3, 5, 0});
    assertThat(deviation).isCloseTo(2, within(1e-12));
    assertThat(ConstantCountFrame.level(0, deviation)).isZero();
    assertThat(ConstantCountFrame.level(1, deviation)).isEqualTo(42); // 42.5
    assertThat(ConstantCountFrame.level(3, deviation)).isEqualTo(127);
    assertThat(ConstantCountFrame.level(5, deviation)).isEqualTo(212);
    assertThat(ConstantCountFrame.level(7, deviation)).isEqualTo(255);
  }

  @Test
  void whatAllSawAlikeIsWhite() {
    double deviation = ConstantCountFrame.deviation(new int[] {2, 2, 0});
    assertThat(deviation).isEqualTo(0.1 / 255);
    assertThat(ConstantCountFrame.level(2, deviation)).isEqualTo(255);
    assertThat(ConstantCountFrame.deviation(new int[3])).isEqualTo(0.1 / 255);
  }
}
