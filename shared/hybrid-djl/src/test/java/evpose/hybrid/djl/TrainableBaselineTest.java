package evpose.hybrid.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import evpose.baseline.Baseline;
import evpose.baseline.BaselineDescription;
import evpose.hybrid.ModelDescription;
import evpose.weights.Tensors;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrainableBaselineTest {
  private static final int BATCH = 2;
  private static final int N = 64;

  private static BaselineDescription small(Baseline baseline) {
    return BaselineDescription.scaledTo(baseline, ModelDescription.study()).withWidth(4);
  }

  /** A bright square in the input, a hill at its middle in each heatmap. */
  private static void squares(
      SplittableRandom random, int channels, float[] inputs, float[] targets) {
    Arrays.fill(inputs, 0);
    Arrays.fill(targets, 0);
    for (int b = 0; b < BATCH; b++) {
      int x = 8 + random.nextInt(48);
      int y = 8 + random.nextInt(48);
      for (int dy = -6; dy <= 6; dy++) {
        for (int dx = -6; dx <= 6; dx++) {
          int cell = (y + dy) * N + x + dx;
          for (int c = 0; c < channels; c++) {
            inputs[(b * channels + c) * N * N + cell] = 200;
          }
          for (int j = 0; j < 13; j++) {
            targets[(b * 13 + j) * N * N + cell] = (float) Math.exp(-(dx * dx + dy * dy) / 8.0);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void learnsToFindWhatMoves(Baseline baseline) {
    BaselineDescription d = small(baseline);
    int channels = baseline.channels();
    float[] inputs = new float[BATCH * channels * N * N];
    float[] targets = new float[BATCH * 13 * N * N];
    SplittableRandom random = new SplittableRandom(3);
    Tensors start = d.random(1);
    try (TrainableBaseline network = new TrainableBaseline(d, start, 1, 100, 1)) {
      double last = 0;
      for (int i = 0; i < 150; i++) {
        squares(random, channels, inputs, targets);
        last += i >= 140 ? network.train(inputs, targets, BATCH, 5e-3) / 10 : 0;
        if (i < 140) {
          network.train(inputs, targets, BATCH, 5e-3);
        }
        if (i % 50 == 0) {
          System.gc(); // a number kept in Java's memory would be gone before the backward pass
        }
      }
      double nothing = 100 * Arrays.stream(squared(targets)).average().orElseThrow();
      assertThat(last).isLessThan(0.3 * nothing);
      Tensors learned = network.weights();
      assertThat(learned.get(BaselineDescription.INPUT_VARIANCE).data())
          .containsExactly(start.get(BaselineDescription.INPUT_VARIANCE).data());
      if (baseline == Baseline.BALDWIN) {
        assertThat(learned.get("conv1.norm.running_mean").data()).doesNotContain(0);
      }
      squares(random, channels, inputs, targets);
      float[] heatmaps = network.heatmaps(inputs, BATCH); // by running statistics
      assertThat(peak(heatmaps)).isCloseTo(peak(targets), within(2 * N + 2));
    }
  }

  private static double[] squared(float[] values) {
    double[] squares = new double[values.length];
    Arrays.setAll(squares, i -> values[i] * values[i]);
    return squares;
  }

  private static int peak(float[] heatmaps) {
    int best = 0;
    for (int i = 0; i < N * N; i++) {
      best = heatmaps[i] > heatmaps[best] ? i : best;
    }
    return best;
  }

  @Test
  void goesOnFromItsStateAsIfItHadNeverStopped() {
    BaselineDescription d = small(Baseline.BALDWIN);
    float[] inputs = new float[BATCH * 10 * N * N];
    float[] targets = new float[BATCH * 13 * N * N];
    squares(new SplittableRandom(5), 10, inputs, targets);
    try (TrainableBaseline straight = new TrainableBaseline(d, d.random(1), 1, 100, 1);
        TrainableBaseline stopped = new TrainableBaseline(d, d.random(2), 1, 100, 1)) {
      straight.train(inputs, targets, BATCH, 1e-3);
      stopped.restoreWeights(straight.weights());
      stopped.restoreOptimiser(straight.optimiserState(), straight.updates());
      straight.train(inputs, targets, BATCH, 1e-3);
      stopped.train(inputs, targets, BATCH, 1e-3);
      for (String name : d.shapes().keySet()) {
        assertThat(stopped.weights().get(name).data())
            .as(name)
            .isEqualTo(straight.weights().get(name).data());
      }
    }
  }

  /** At the published size it is the network that runs the authors' own weights. */
  @Test
  void calabresesIsTheNetworkOfItsRealWeights() {
    BaselineDescription d = BaselineDescription.published(Baseline.CALABRESE);
    Tensors weights = CalabreseNetwork.random(4);
    weights.put(BaselineDescription.INPUT_MEAN, d.random(0).get(BaselineDescription.INPUT_MEAN));
    Tensors scaled = d.random(0);
    weights.put(BaselineDescription.INPUT_VARIANCE, scaled.get(BaselineDescription.INPUT_VARIANCE));
    int size = 256;
    float[] frame = new float[size * size];
    SplittableRandom random = new SplittableRandom(6);
    for (int i = 0; i < frame.length; i++) {
      frame[i] = random.nextInt(256);
    }
    float[] divided = new float[frame.length];
    for (int i = 0; i < frame.length; i++) {
      divided[i] = frame[i] / 64;
    }
    try (CalabreseNetwork real = new CalabreseNetwork(weights, 1);
        TrainableBaseline ours = new TrainableBaseline(d, weights)) {
      float[] there = real.heatmaps(divided, 1, size, size);
      float[] here = ours.heatmaps(frame, 1);
      float largest = 0;
      for (int i = 0; i < here.length; i++) {
        largest = Math.max(largest, there[i]);
      }
      for (int i = 0; i < here.length; i++) {
        float rectified = Math.max(0, here[i]);
        assertThat(rectified).isCloseTo(there[i], within(1e-4f * largest));
      }
      assertThat(largest).isPositive();
    }
  }
}
