package evpose.hybrid.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import evpose.hybrid.AnnOutput;
import evpose.hybrid.InputSpikes;
import evpose.hybrid.ModelDescription;
import evpose.hybrid.Operations;
import evpose.hybrid.Variant;
import evpose.weights.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrainableHybridTest {
  private static final ModelDescription TINY = RandomTensors.TINY;
  private static final int CELLS = 32 * 32;

  /** The same convolutions summed in another layout and batch. */
  private static final float SAME_HEATMAP = 2e-3f;

  private final float[] input = RandomTensors.input(20 * CELLS, 0.1, 2);
  private final float[][] events = new float[4][];
  private final float[][] targets = new float[4][];

  TrainableHybridTest() {
    for (int t = 0; t < events.length; t++) {
      events[t] = RandomTensors.input(2 * CELLS, 0.1, 10 + t);
      targets[t] = RandomTensors.input(13 * CELLS, 0.01, 20);
    }
  }

  @Test
  void bothPhasesLowerTheirLossAndTheSecondLeavesTheAnnAlone() {
    try (TrainableHybrid trainable = new TrainableHybrid(TINY, RandomTensors.of(TINY, 1), 1)) {
      double annBefore = trainable.trainAnn(input, targets[0], 1, 1e-3);
      double annAfter = annBefore;
      for (int i = 0; i < 30; i++) {
        annAfter = trainable.trainAnn(input, targets[0], 1, 1e-3);
      }
      assertThat(annAfter).isLessThan(0.7 * annBefore);

      float[] annWeights = trainable.weights().get("down2_cnn.conv1.weight").data();
      double before = trainable.trainHybrid(input, events, targets, 1, true, 1e-3);
      double after = before;
      for (int i = 0; i < 30; i++) {
        after = trainable.trainHybrid(input, events, targets, 1, true, 1e-3);
      }
      assertThat(after).isLessThan(0.7 * before);
      assertThat(trainable.weights().get("down2_cnn.conv1.weight").data()).isEqualTo(annWeights);
      assertThat(trainable.updates()).containsExactly(31, 31);
    }
  }

  @Test
  void goesOnExactlyFromASavedState() {
    float[] straight;
    Tensors weights;
    Tensors state;
    long[] updates;
    try (TrainableHybrid trainable = new TrainableHybrid(TINY, RandomTensors.of(TINY, 1), 1)) {
      trainable.trainHybrid(input, events, targets, 1, true, 1e-3);
      weights = trainable.weights();
      state = trainable.optimiserState();
      updates = trainable.updates();
      trainable.trainHybrid(input, events, targets, 1, true, 1e-3);
      straight = trainable.weights().get("up2_snn.conv2d.weight").data();
    }
    try (TrainableHybrid resumed = new TrainableHybrid(TINY, weights, 1)) {
      resumed.restoreOptimiser(state, updates);
      resumed.trainHybrid(input, events, targets, 1, true, 1e-3);
      assertThat(resumed.weights().get("up2_snn.conv2d.weight").data()).isEqualTo(straight);
    }
  }

  @Test
  void aLossThatIsNoNumberMovesNothing() {
    try (TrainableHybrid trainable = new TrainableHybrid(TINY, RandomTensors.of(TINY, 1), 1)) {
      float[] before = trainable.weights().get("conv1_cnn.weight").data();
      float[] broken = targets[0].clone();
      broken[5] = Float.NaN;
      assertThat(trainable.trainAnn(input, broken, 1, 1e-3)).isNaN();
      assertThat(trainable.weights().get("conv1_cnn.weight").data()).isEqualTo(before);
      assertThat(trainable.trainAnn(input, targets[0], 1, 1e-3)).isFinite();
    }
  }

  /** What comes after the last step with a target teaches nothing, what comes before it does. */
  @Test
  void stepsWithoutATargetAreRunAndNotScored() {
    float[] none = {};
    float[][] third = {none, none, targets[2]};
    float[][] thirdOfFour = {none, none, targets[2], none};
    try (TrainableHybrid trainable = new TrainableHybrid(TINY, RandomTensors.of(TINY, 1), 1)) {
      double rate = 1e-30; // moves nothing
      double loss = trainable.trainHybrid(input, firstEvents(3), third, 1, false, rate);
      assertThat(trainable.trainHybrid(input, events, thirdOfFour, 1, false, rate)).isEqualTo(loss);
      float[][] alone = {targets[2]};
      float[][] last = {events[2]};
      assertThat(trainable.trainHybrid(input, last, alone, 1, false, rate)).isNotEqualTo(loss);
      float[][] two = {none, targets[1], none, targets[3]};
      float[][] second = {none, targets[1], none, none};
      float[][] fourth = {none, none, none, targets[3]};
      double mean =
          (trainable.trainHybrid(input, events, second, 1, false, rate)
                  + trainable.trainHybrid(input, events, fourth, 1, false, rate))
              / 2;
      assertThat(trainable.trainHybrid(input, events, two, 1, false, rate))
          .isCloseTo(mean, within(1e-6 * mean));
      float[][] nothing = {none, none, none, none};
      assertThatThrownBy(() -> trainable.trainHybrid(input, events, nothing, 1, false, rate))
          .hasMessage("no step of the window has a target");
    }
  }

  @Test
  void whatSpikesCostIsInTheLossAndIsLearntToBeLess() {
    Tensors weights = RandomTensors.of(TINY, 1);
    double rate = 1e-3;
    double free;
    double freeWork;
    try (TrainableHybrid trainable = new TrainableHybrid(TINY, weights, 1)) {
      free = trainable.trainHybrid(input, events, targets, 1, false, rate);
      for (int i = 0; i < 20; i++) {
        trainable.trainHybrid(input, events, targets, 1, false, rate);
      }
      freeWork = work(trainable);
    }
    try (TrainableHybrid trainable = new TrainableHybrid(TINY, weights, 1, 100, 0, 50)) {
      double work = work(trainable);
      double paid = trainable.trainHybrid(input, events, targets, 1, false, rate);
      assertThat(work).isBetween(0.001, 1.0);
      assertThat(paid - free).isCloseTo(50 * work, within(1e-3 * paid));
      for (int i = 0; i < 20; i++) {
        trainable.trainHybrid(input, events, targets, 1, false, rate);
      }
      assertThat(work(trainable)).isLessThan(0.8 * freeWork);
    }
  }

  /** Mean over the steps of the share of dense work that fires. */
  private double work(TrainableHybrid trainable) {
    double[] sums = new double[2];
    trainable.window(
        input,
        events,
        1,
        new TrainableHybrid.WindowVisitor() {
          @Override
          public void keyFrame(float[] heatmaps) {}

          @Override
          public void step(int t, float[] heatmaps, double[] rates) {
            for (int k = 0; k < rates.length; k++) {
              sums[0] += rates[k] * Operations.snnDenseMacs(TINY, k) / events.length;
              sums[1] += (double) Operations.snnDenseMacs(TINY, k) / events.length;
            }
          }
        });
    return sums[0] / sums[1];
  }

  private float[][] firstEvents(int steps) {
    return Arrays.copyOf(events, steps);
  }

  @ParameterizedTest
  @EnumSource(Variant.class)
  void evaluationOfAWindowEqualsTheEnginesOfTheStream(Variant variant) {
    ModelDescription description = TINY.with(variant, TINY.tau(), TINY.lambda());
    Tensors weights = RandomTensors.of(description, 1);
    List<float[]> trained = new ArrayList<>();
    try (TrainableHybrid trainable = new TrainableHybrid(description, weights, 1)) {
      trainable.window(
          input,
          events,
          1,
          new TrainableHybrid.WindowVisitor() {
            @Override
            public void keyFrame(float[] heatmaps) {
              trained.add(heatmaps);
            }

            @Override
            public void step(int t, float[] heatmaps, double[] rates) {
              trained.add(heatmaps);
              assertThat(Arrays.stream(rates).boxed()).hasSize(9).allMatch(r -> r >= 0 && r < 1);
            }
          });
    }
    AnnOutput key = new AnnOutput(description);
    try (DjlDenseSnn snn = new DjlDenseSnn(description, weights)) {
      if (variant.usesAnn()) {
        try (DjlAnn ann = new DjlAnn(description, weights)) {
          ann.run(input, key);
        }
        assertClose(key.heatmaps(), trained.get(0));
      }
      snn.initialise(key);
      // one step only: a spike at the threshold may flip in another summation order
      snn.step(spikes(events[0]));
      assertClose(snn.heatmaps(), trained.get(1));
    }
  }

  private static void assertClose(float[] actual, float[] expected) {
    for (int i = 0; i < actual.length; i++) {
      float tolerance = SAME_HEATMAP * (1 + Math.abs(expected[i]));
      assertThat(actual[i]).as("cell %d", i).isCloseTo(expected[i], within(tolerance));
    }
  }

  private static InputSpikes spikes(float[] step) {
    InputSpikes spikes = new InputSpikes();
    for (int cell = 0; cell < CELLS; cell++) {
      for (int polarity = 0; polarity < 2; polarity++) {
        if (step[polarity * CELLS + cell] != 0) {
          spikes.add(cell, polarity, step[polarity * CELLS + cell]);
        }
      }
    }
    return spikes;
  }
}
