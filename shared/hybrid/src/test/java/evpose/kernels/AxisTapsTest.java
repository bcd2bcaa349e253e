package evpose.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AxisTapsTest {
  @Test
  void aPlainConvolutionHasOneKindOfPlace() {
    AxisTaps axis = AxisTaps.same(9, 5);
    assertThat(axis.kinds()).isEqualTo(1);
    assertThat(axis.taps(0)).isEqualTo(5);
    assertThat(axis.first).containsExactly(0, 0, 0, 1, 2, 3, 4, 5, 6);
    assertThat(axis.count).containsExactly(3, 4, 5, 5, 5, 5, 5, 4, 3);
  }

  @Test
  void halvingHasOneKindForEvenAndOneForOddPlaces() {
    AxisTaps axis = AxisTaps.halving(8, 5);
    assertThat(axis.kinds()).isEqualTo(2);
    assertThat(axis.taps(axis.kind[2])).isEqualTo(3);
    assertThat(axis.taps(axis.kind[3])).isEqualTo(2);
    assertThat(axis.first[2]).isZero();
    assertThat(axis.first[3]).isEqualTo(1);
    assertThat(axis.count[7]).isEqualTo(1); // it also reaches for output 4, which is not there
  }

  @Test
  void doublingFoldsToEightTapsAndSevenAtTheBorders() {
    AxisTaps axis = AxisTaps.doubling(6, 5);
    assertThat(axis.kinds()).isEqualTo(3);
    assertThat(axis.taps(axis.kind[0])).isEqualTo(7);
    assertThat(axis.taps(axis.kind[1])).isEqualTo(8);
    assertThat(axis.taps(axis.kind[5])).isEqualTo(7);
    double all = 0; // a spike brings each kernel row twice in all: two fine cells for a coarse one
    for (int tap = 0; tap < 8; tap++) {
      all += axis.coefficient(axis.kind[3], tap, 0);
    }
    assertThat(all).isEqualTo(2);
  }

  /**
   * Pushing every input through its taps must equal pulling every output through the definition.
   */
  @Test
  void aConstantRowStaysConstantAwayFromTheZeroBorder() {
    AxisTaps axis = AxisTaps.doubling(5, 3);
    double[] out = new double[axis.outputs];
    double[] kernel = {0.25, 0.5, 0.25};
    for (int i = 0; i < axis.inputs; i++) {
      for (int tap = 0; tap < axis.count[i]; tap++) {
        for (int k = 0; k < 3; k++) {
          out[axis.first[i] + tap] +=
              kernel[k] * axis.coefficient(axis.kind[i], axis.skip[i] + tap, k);
        }
      }
    }
    assertThat(out).containsExactly(0.75, 1, 1, 1, 1, 1, 1, 1, 1, 0.75);
  }
}
