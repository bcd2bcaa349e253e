package evpose.kernels;

import evpose.hybrid.LayerWatch;
import evpose.hybrid.Lively;
import evpose.hybrid.ModelDescription;
import evpose.hybrid.SnnEngine;
import evpose.hybrid.SnnEngineContract;
import evpose.weights.Tensors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CrewedSparseSnnTest extends SnnEngineContract {
  private static final Crew CREW = new Crew(3, "crew");

  @AfterAll
  static void home() {
    CREW.close();
  }

  @Override
  protected SnnEngine engine(ModelDescription description, Tensors tensors) {
    return new SparseSnn(new SparseWeights(description, tensors), CREW, LayerWatch.NONE);
  }

  @ParameterizedTest
  @CsvSource({
    "2, FLOAT32, 32, 0.0625, 0.3",
    "2, FLOAT32, 64, 0.25, 0.05",
    "3, FLOAT32, 96, 0.0625, 0.001",
    "7, FLOAT32, 32, 0.5, 0.1",
    "2, INT16, 64, 0.25, 0.05",
    "5, INT16, 32, 0.1, 0.1"
  })
  void theNumberOfThreadsDoesNotShow(
      int threads, WeightForm form, int size, double width, double density) {
    ModelDescription d = Lively.description(size, width);
    SparseWeights weights = new SparseWeights(d, Lively.weights(d, 7), form);
    KernelChoice choice = KernelChoice.bySystemProperty();
    try (Crew crew = new Crew(threads, "crew")) {
      VectorSparseSnnTest.agree(
          d,
          density,
          new SparseSnn(weights, choice),
          new SparseSnn(weights, choice, crew, LayerWatch.NONE));
    }
  }
}
