package evpose.hybrid.djl;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import evpose.hybrid.AnnOutput;
import evpose.hybrid.InputSpikes;
import evpose.hybrid.ModelDescription;
import evpose.hybrid.Oracle;
import evpose.kernels.SparseSnn;
import evpose.kernels.SparseWeights;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Our network is the authors' network: a twin written in PyTorch from the paper's description has
 * computed the same weights and inputs.
 */
class TwinTest {
  static List<Oracle> oracles() {
    return List.of(Oracle.SMALL, Oracle.STUDY);
  }

  @ParameterizedTest
  @MethodSource("oracles")
  void heatmapsAndAllNineStartPotentialsAgree(Oracle oracle) throws IOException {
    Oracle.Golden golden = oracle.golden();
    AnnOutput start = ann(oracle);
    golden.check("ann.heatmaps", start.heatmaps(), oracle.name());
    for (int k = 0; k < ModelDescription.SPIKING_LAYERS; k++) {
      golden.check("ann.potentials." + k, start.potentials(k), oracle.name());
    }
  }

  @ParameterizedTest
  @MethodSource("oracles")
  void theDenseNetworkRunsAsTheTwinDoes(Oracle oracle) throws IOException {
    try (DjlDenseSnn snn = new DjlDenseSnn(oracle.description(), oracle.weights())) {
      double worst = oracle.golden().follow(oracle, snn, ann(oracle));
      assertThat(worst).isLessThan(Oracle.SAME);
    }
  }

  @ParameterizedTest
  @MethodSource("oracles")
  void theEventDrivenNetworkRunsAsTheTwinDoes(Oracle oracle) throws IOException {
    SparseSnn snn = new SparseSnn(new SparseWeights(oracle.description(), oracle.weights()));
    double worst = oracle.golden().follow(oracle, snn, ann(oracle));
    assertThat(worst).isLessThan(Oracle.SAME);
  }

  /** Even if a neuron were in doubt: potentials agree when the twin decides who fires. */
  @ParameterizedTest
  @MethodSource("oracles")
  void withTheTwinsSpikesPotentialsAgreeInEveryLayerAndStep(Oracle oracle) throws IOException {
    ModelDescription d = oracle.description();
    Oracle.Golden golden = oracle.golden();
    AnnOutput start = ann(oracle);
    JniUtils.setGradMode(false);
    try (NamedArrays w = NamedArrays.of(oracle.weights(), WeightNames.snn(d));
        NDManager scope = w.newScope()) {
      SnnNetwork snn = network(d, w, scope, start);
      for (int t = 0; t < oracle.steps(); t++) {
        NDList spikes = new NDList();
        for (int k = 0; k < ModelDescription.SPIKING_LAYERS; k++) {
          Shape shape = shape(d, k);
          spikes.add(scope.create(golden.spikes(t, k, (int) shape.size()), shape));
        }
        float[] o = snn.step(events(oracle, t, scope), spikes).toFloatArray();
        String place = oracle.name() + ", step " + t;
        golden.check("step" + t + ".heatmaps", o, place);
        for (int k = 0; k < ModelDescription.SPIKING_LAYERS; k++) {
          golden.check("step" + t + ".potentials." + k, snn.potentials(k).toFloatArray(), place);
        }
      }
    }
  }

  private static AnnOutput ann(Oracle oracle) {
    AnnOutput output = new AnnOutput(oracle.description());
    try (DjlAnn ann = new DjlAnn(oracle.description(), oracle.weights())) {
      ann.run(oracle.annInput(), output);
    }
    return output;
  }

  private static SnnNetwork network(
      ModelDescription d, NamedArrays w, NDManager scope, AnnOutput start) {
    NDList potentials = new NDList();
    for (int k = 0; k < ModelDescription.SPIKING_LAYERS; k++) {
      potentials.add(scope.create(start.potentials(k), shape(d, k)));
    }
    Shape maps = new Shape(1, d.joints(), d.inputSize(), d.inputSize());
    return new SnnNetwork(w, d, potentials, scope.create(start.heatmaps(), maps), false);
  }

  private static NDArray events(Oracle oracle, int step, NDManager scope) {
    int n = oracle.description().inputSize();
    float[] x = new float[2 * n * n];
    InputSpikes spikes = oracle.events(step);
    for (int i = 0; i < spikes.size(); i++) {
      x[spikes.polarity(i) * n * n + spikes.cell(i)] = spikes.value(i);
    }
    return scope.create(x, new Shape(1, 2, n, n));
  }

  private static Shape shape(ModelDescription d, int layer) {
    int size = d.stateSize(layer);
    return new Shape(1, d.stateChannels(layer), size, size);
  }
}
