package evpose.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import evpose.hybrid.Lively;
import evpose.hybrid.ModelDescription;
import evpose.weights.Tensors;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WholeWeightsTest {
  private static final int LAYERS = 9;

  /** One layer after the other is given the same spikes: the first step, where none flips. */
  @ParameterizedTest
  @CsvSource({"32, 0.0625, 0.1", "64, 0.25, 0.02", "32, 0.5, 0.1"})
  void potentialsAreThoseOfFloatsToSomeThousandths(int size, double width, double density) {
    ModelDescription d = Lively.description(size, width);
    Tensors tensors = Lively.weights(d, 3);
    SparseSnn floats = new SparseSnn(new SparseWeights(d, tensors));
    SparseSnn whole = new SparseSnn(new SparseWeights(d, tensors, WeightForm.INT16));
    floats.initialise(Lively.state(d, 3));
    whole.initialise(Lively.state(d, 3));
    floats.step(Lively.input(d, density, 3));
    whole.step(Lively.input(d, density, 3));
    for (int k = 0; k < LAYERS; k++) {
      float[] expected = floats.potentials(k);
      float[] actual = whole.potentials(k);
      int different = 0;
      for (int i = 0; i < expected.length; i++) {
        different += Math.abs(actual[i] - expected[i]) > 0.01 * d.threshold() ? 1 : 0;
      }
      assertThat(different / (double) expected.length).as("layer %d", k).isLessThan(0.03);
      assertThat((double) whole.lastSpikes(k))
          .as("layer %d", k)
          .isBetween(0.98 * floats.lastSpikes(k) - 2, 1.02 * floats.lastSpikes(k) + 2);
    }
    assertThat(whole.fingerprint()).isNotEqualTo(floats.fingerprint());
    assertThat(WeightForm.ofEngine("ann-2+" + whole.fingerprint())).isEqualTo(WeightForm.INT16);
    assertThat(WeightForm.ofEngine("ann-2+" + floats.fingerprint())).isEqualTo(WeightForm.FLOAT32);
  }

  @ParameterizedTest
  @CsvSource({"1", "-1"})
  void eightOfTheLargestDoNotOverflow(int sign) {
    short[] w = new short[SparseConvolution.WHOLE_ORIGIN + 40];
    Arrays.fill(w, (short) (sign * SparseConvolution.LARGEST_WHOLE));
    float[] v = new float[SparseConvolution.ORIGIN + 40];
    int[] spikes = new int[15];
    Arrays.fill(spikes, SparseConvolution.WHOLE_ORIGIN);
    for (Kernels kernels : new Kernels[] {new PlainKernels(), kernelsOfThisMachine()}) {
      Arrays.fill(v, 0);
      kernels.add(v, SparseConvolution.ORIGIN, 0, w, spikes, 15, 0, 1, 40);
      for (int i = 0; i < 40; i++) {
        assertThat(v[SparseConvolution.ORIGIN + i])
            .isEqualTo(sign * 15f * SparseConvolution.LARGEST_WHOLE);
      }
    }
  }

  private static Kernels kernelsOfThisMachine() {
    return KernelChoice.bySystemProperty().kernels();
  }
}
