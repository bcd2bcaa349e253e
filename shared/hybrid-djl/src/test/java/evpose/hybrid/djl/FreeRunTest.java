package evpose.hybrid.djl;

import static org.assertj.core.api.Assertions.assertThat;

import evpose.hybrid.AnnOutput;
import evpose.hybrid.InputSpikes;
import evpose.hybrid.Lively;
import evpose.hybrid.ModelDescription;
import evpose.hybrid.SnnEngine;
import evpose.kernels.SparseSnn;
import evpose.kernels.SparseWeights;
import evpose.weights.ModelBundle;
import evpose.weights.Tensors;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Event-driven against dense, each left to itself for windows of ten steps: float sums in another
 * order may flip a spike near its threshold, and nothing mends it. The joints must not care.
 */
class FreeRunTest {
  private static final int STEPS = 10;
  private static final double SAME_JOINTS = 0.999;

  /**
   * A flipped spike leaves a potential off by the threshold, 1, or the reset of it by 1/3 later.
   */
  private static final double FLIPPED = 0.25;

  private static final double FEW = 1e-3;

  @ParameterizedTest
  @CsvSource({"study, 8", "compact, 8"})
  void randomWeightsGiveTheSameJoints(String preset, int windows) {
    ModelDescription d = ModelDescription.preset(preset);
    agree(d, Lively.weights(d, 11), windows, seed -> Lively.state(d, seed));
  }

  /** The paper's widths in a window of its size, and a size that no preset has. */
  @ParameterizedTest
  @CsvSource({"32, 1, 2", "96, 0.1, 4"})
  void otherSizesAndWidthsGiveTheSameJoints(int size, double width, int windows) {
    ModelDescription d = Lively.description(size, width);
    agree(d, Lively.weights(d, 12), windows, seed -> Lively.state(d, seed));
  }

  @Test
  void theShippedWeightsGiveTheSameJoints() throws IOException {
    ModelBundle model = ModelBundle.shipped("compact");
    ModelDescription d = model.description();
    int length = d.annChannels() * d.inputSize() * d.inputSize();
    try (DjlAnn ann = new DjlAnn(d, model.tensors())) {
      agree(
          d,
          model.tensors(),
          20,
          seed -> {
            AnnOutput state = new AnnOutput(d);
            ann.run(RandomTensors.input(length, 0.05, seed), state);
            return state;
          });
    }
  }

  private interface Start {
    AnnOutput of(long seed);
  }

  private static void agree(ModelDescription d, Tensors weights, int windows, Start start) {
    SparseSnn sparse = new SparseSnn(new SparseWeights(d, weights));
    int same = 0;
    long flips = 0;
    long spikes = 0;
    try (DjlDenseSnn dense = new DjlDenseSnn(d, weights)) {
      for (int window = 0; window < windows; window++) {
        AnnOutput state = start.of(window);
        sparse.initialise(state);
        dense.initialise(state);
        for (int t = 0; t < STEPS; t++) {
          InputSpikes input = Lively.input(d, 0.02, 100L * window + t);
          sparse.step(input);
          dense.step(input);
          same += sameJoints(d, sparse, dense);
          for (int k = 0; k < ModelDescription.SPIKING_LAYERS; k++) {
            flips += apart(sparse.potentials(k), dense.potentials(k));
            spikes += dense.lastSpikes(k);
          }
        }
      }
    }
    int joints = windows * STEPS * d.joints();
    String found = joints - same + " of " + joints + " joints, " + flips + " neurons of " + spikes;
    assertThat(same).as(found).isGreaterThanOrEqualTo((int) Math.ceil(SAME_JOINTS * joints));
    assertThat((double) flips / spikes).as(found).isLessThan(FEW);
  }

  private static int sameJoints(ModelDescription d, SnnEngine a, SnnEngine b) {
    int plane = d.inputSize() * d.inputSize();
    int same = 0;
    for (int joint = 0; joint < d.joints(); joint++) {
      boolean alike =
          argmax(a.heatmaps(), joint * plane, plane) == argmax(b.heatmaps(), joint * plane, plane);
      same += alike ? 1 : 0;
    }
    return same;
  }

  private static int argmax(float[] values, int begin, int length) {
    int best = begin;
    for (int i = begin; i < begin + length; i++) {
      best = values[i] > values[best] ? i : best;
    }
    return best;
  }

  private static int apart(float[] a, float[] b) {
    int apart = 0;
    for (int i = 0; i < a.length; i++) {
      apart += Math.abs(a[i] - b[i]) > FLIPPED ? 1 : 0;
    }
    return apart;
  }
}
