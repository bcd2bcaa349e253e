package evpose.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import evpose.hybrid.InputSpikes;
import evpose.hybrid.Lively;
import evpose.hybrid.ModelDescription;
import evpose.hybrid.SnnEngine;
import evpose.hybrid.SnnEngineContract;
import evpose.weights.Tensors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VectorSparseSnnTest extends SnnEngineContract {
  @BeforeAll
  static void vectorsAreThere() {
    assumeTrue(KernelChoice.hasModule(), "skipped: this Java runs without jdk.incubator.vector");
  }

  @Override
  protected SnnEngine engine(ModelDescription description, Tensors tensors) {
    return vector(description, tensors);
  }

  static SparseSnn vector(ModelDescription description, Tensors tensors) {
    return new SparseSnn(new SparseWeights(description, tensors), KernelChoice.of("vector", true));
  }

  @ParameterizedTest
  @CsvSource({
    "32, 0.0625, 0.3",
    "64, 0.25, 0.05",
    "64, 0.1, 0.05",
    "96, 0.0625, 0.05",
    "32, 0.5, 0.1",
    "32, 1, 0.1"
  })
  void bothTwinsGiveTheSameBits(int size, double width, double density) {
    ModelDescription d = Lively.description(size, width);
    Tensors tensors = Lively.weights(d, 7);
    agree(d, tensors, density, vector(d, tensors));
    KernelChoice narrow = new KernelChoice(new VectorKernels(), "where others may be wider");
    agree(d, tensors, density, new SparseSnn(new SparseWeights(d, tensors), narrow));
  }

  @ParameterizedTest
  @CsvSource({"32, 0.0625, 0.3", "64, 0.25, 0.05", "64, 0.1, 0.05", "32, 1, 0.1"})
  void bothTwinsGiveTheSameBitsOfWholeNumbers(int size, double width, double density) {
    ModelDescription d = Lively.description(size, width);
    Tensors tensors = Lively.weights(d, 7);
    SparseWeights whole = new SparseWeights(d, tensors, WeightForm.INT16);
    SparseSnn plain = new SparseSnn(whole, KernelChoice.of("plain", true));
    agree(d, density, plain, new SparseSnn(whole, KernelChoice.of("vector", true)));
  }

  private static void agree(ModelDescription d, Tensors tensors, double density, SparseSnn vector) {
    agree(d, density, PlainSparseSnnTest.plain(d, tensors), vector);
  }

  static void agree(ModelDescription d, double density, SparseSnn plain, SparseSnn vector) {
    vector.initialise(Lively.state(d, 7));
    plain.initialise(Lively.state(d, 7));
    for (int t = 0; t < 10; t++) {
      InputSpikes input = Lively.input(d, density, 7 + t);
      vector.step(input);
      plain.step(input);
      for (int k = 0; k < 9; k++) {
        assertThat(vector.potentials(k))
            .as("step %d, layer %d", t, k)
            .isEqualTo(plain.potentials(k));
        assertThat(vector.lastSpikes(k)).isEqualTo(plain.lastSpikes(k));
      }
      assertThat(vector.heatmaps()).as("step %d", t).isEqualTo(plain.heatmaps());
      assertThat(vector.lastAccumulates()).isEqualTo(plain.lastAccumulates());
    }
  }
}
