package evpose.hybrid.djl;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import evpose.hybrid.AnnOutput;
import evpose.hybrid.InputSpikes;
import evpose.hybrid.ModelDescription;
import evpose.hybrid.SnnEngine;
import evpose.hybrid.SnnEngineContract;
import evpose.weights.Tensors;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DjlDenseSnnTest extends SnnEngineContract {
  private static final ModelDescription TINY = RandomTensors.TINY;
  private static final int CELLS = 32 * 32;

  @Override
  protected SnnEngine engine(ModelDescription description, Tensors tensors) {
    return new DjlDenseSnn(description, tensors);
  }

  @Test
  void withAZeroHeadEachStepKeepsTheAnnsArgmax() {
    Tensors weights = RandomTensors.of(TINY, 1);
    Arrays.fill(weights.get("temporalflat_snn.conv2d.weight").data(), 0);
    AnnOutput state = keyFrame(weights);
    try (DjlDenseSnn snn = new DjlDenseSnn(TINY, weights)) {
      snn.initialise(state);
      for (int t = 0; t < 10; t++) {
        snn.step(events(t));
        for (int j = 0; j < 13; j++) {
          assertThat(argmax(snn.heatmaps(), j)).isEqualTo(argmax(state.heatmaps(), j));
        }
      }
    }
  }

  @Test
  void allLayersFireOnRandomWeightsAndTheOutputMoves() {
    Tensors weights = RandomTensors.of(TINY, 1);
    try (DjlDenseSnn snn = new DjlDenseSnn(TINY, weights)) {
      AnnOutput state = keyFrame(weights);
      snn.initialise(state);
      snn.step(events(0));
      for (int k = 0; k < ModelDescription.SPIKING_LAYERS; k++) {
        assertThat(snn.lastSpikes(k)).as("spikes of layer %d", k).isPositive();
        assertThat(snn.potentials(k)).isNotEqualTo(state.potentials(k));
      }
      assertThat(snn.heatmaps()).isNotEqualTo(state.heatmaps());
    }
  }

  @Test
  void inEvaluationNormalisationUsesTheRunningStatisticsAndLeavesThem() {
    NativeRuntime.load(1);
    JniUtils.setGradMode(false);
    try (NamedArrays w = NamedArrays.of(RandomTensors.of(TINY, 1), WeightNames.snn(TINY));
        NDManager scope = w.newScope()) {
      String name = "static_conv_snn.norm_layer";
      NDArray x = scope.randomNormal(new Shape(2, 4, 8, 8));
      float[] before = w.get(name + ".running_mean").toFloatArray();
      float[] both = ArrayOps.norm(w, name, x, false).toFloatArray();
      float[] first = ArrayOps.norm(w, name, x.get("0:1"), false).toFloatArray();
      assertThat(Arrays.copyOf(both, first.length)).isEqualTo(first); // no say of the batch
      assertThat(w.get(name + ".running_mean").toFloatArray()).isEqualTo(before);
      ArrayOps.norm(w, name, x, true);
      assertThat(w.get(name + ".running_mean").toFloatArray()).isNotEqualTo(before);
    }
  }

  private static AnnOutput keyFrame(Tensors weights) {
    AnnOutput state = new AnnOutput(TINY);
    try (DjlAnn ann = new DjlAnn(TINY, weights)) {
      ann.run(RandomTensors.input(20 * CELLS, 0.1, 7), state);
    }
    return state;
  }

  private static InputSpikes events(int t) {
    Random random = new Random(100 + t);
    InputSpikes spikes = new InputSpikes();
    for (int cell = 0; cell < CELLS; cell++) {
      for (int polarity = 0; polarity < 2; polarity++) {
        if (random.nextDouble() < 0.1) {
          spikes.add(cell, polarity, 1 + random.nextInt(2));
        }
      }
    }
    return spikes;
  }

  private static int argmax(float[] heatmaps, int joint) {
    int best = joint * CELLS;
    for (int i = joint * CELLS; i < (joint + 1) * CELLS; i++) {
      best = heatmaps[i] > heatmaps[best] ? i : best;
    }
    return best - joint * CELLS;
  }
}
