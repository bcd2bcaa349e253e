package evpose.hybrid.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import evpose.hybrid.AnnOutput;
import evpose.hybrid.ModelDescription;
import evpose.hybrid.Region;
import evpose.weights.Tensors;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Training with regions beside what the stream computes. */
class RegionMasksTest {
  private static final ModelDescription STUDY = ModelDescription.study();
  private static final int N = STUDY.inputSize();
  private static final List<Region> REGIONS =
      List.of(new Region(16, 8, 24, 48), new Region(0, 16, 64, 40), Region.whole(N));

  private static final float ROUNDING = 2e-4f;

  @Test
  void aBatchWithMasksIsWhatTheStreamComputesInEachRegion() {
    Tensors weights = RandomTensors.of(STUDY, 1);
    int length = STUDY.annChannels() * N * N;
    float[] inputs = RandomTensors.input(REGIONS.size() * length, 0.1, 2);
    float[] withEmpty = new float[inputs.length + length];
    System.arraycopy(inputs, 0, withEmpty, length, inputs.length);
    try (NamedArrays ann = NamedArrays.of(weights, WeightNames.ann(STUDY));
        NamedArrays states = NamedArrays.of(weights, WeightNames.stateInit(STUDY));
        NDManager scope = ann.newScope();
        DjlAnn stream = new DjlAnn(STUDY, weights)) {
      RegionMasks masks = new RegionMasks(scope, REGIONS, N);
      NDArray x = scope.create(withEmpty, new Shape(1 + REGIONS.size(), length / N / N, N, N));
      AnnNetwork.Output all = AnnNetwork.forward(ann, x, masks::apply);
      NDList potentials =
          StateInitNetwork.forward(states, STUDY.stateInit(), all.features(), false);
      for (int b = 0; b < REGIONS.size(); b++) {
        float[] input = new float[length];
        System.arraycopy(inputs, b * length, input, 0, length);
        AnnOutput expected = new AnnOutput(STUDY);
        stream.run(input, REGIONS.get(b), expected);
        assertThat(RegionMasks.samples(all.heatmaps()).get(b).toFloatArray())
            .as("heatmaps in %s", REGIONS.get(b))
            .containsExactly(expected.heatmaps(), within(ROUNDING));
        for (int k = 0; k < potentials.size(); k++) {
          assertThat(RegionMasks.samples(masks.apply(potentials.get(k))).get(b).toFloatArray())
              .as("potentials %d in %s", k, REGIONS.get(b))
              .containsExactly(expected.potentials(k), within(ROUNDING));
        }
      }
    }
  }

  @Test
  void bothPhasesLearnWithRegions() {
    int cells = N * N;
    float[] input = RandomTensors.input(STUDY.annChannels() * cells, 0.1, 2);
    float[][] events = {RandomTensors.input(2 * cells, 0.1, 3)};
    float[][] targets = {RandomTensors.input(13 * cells, 0.01, 4)};
    List<Region> region = List.of(REGIONS.get(0));
    try (TrainableHybrid network = new TrainableHybrid(STUDY, RandomTensors.of(STUDY, 1), 1)) {
      double ann = network.trainAnn(input, targets[0], 1, region, 1e-3);
      double hybrid = network.trainHybrid(input, events, targets, 1, region, false, 1e-3);
      for (int i = 0; i < 30; i++) {
        network.trainAnn(input, targets[0], 1, region, 1e-3);
      }
      assertThat(network.trainAnn(input, targets[0], 1, region, 1e-3)).isLessThan(0.9 * ann);
      for (int i = 0; i < 30; i++) {
        network.trainHybrid(input, events, targets, 1, region, false, 1e-3);
      }
      assertThat(network.trainHybrid(input, events, targets, 1, region, false, 1e-3))
          .isLessThan(0.9 * hybrid);
      assertThatThrownBy(() -> network.trainHybrid(input, events, targets, 1, region, true, 1e-3))
          .hasMessageContaining("statistics");
    }
  }
}
