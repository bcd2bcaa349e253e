package evpose.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import evpose.hybrid.ModelDescription;
import evpose.hybrid.Variant;
import evpose.weights.RandomWeights;
import evpose.weights.Tensors;
import org.junit.jupiter.api.Test;

class StepChangeTest {
  /** Single precision, numbers near 1. */
  private static final double FLOAT = 1e-5;

  private static final ModelDescription HZ_100 = ModelDescription.study();
  private static final ModelDescription HZ_200 =
      HZ_100.withWindowCutInto(5_000).with(Variant.D, 5, 0.975);

  private static final String NORM = "up2_snn.norm_layer";

  /** The current of a step, of what a convolution sums up. */
  private static double current(Tensors weights, double sum) {
    double mean = weights.get(NORM + ".running_mean").data()[1];
    double variance = weights.get(NORM + ".running_var").data()[1];
    return weights.get(NORM + ".weight").data()[1] * (sum - mean) / Math.sqrt(variance)
        + weights.get(NORM + ".bias").data()[1];
  }

  private static double charge(double potential, double current, double tau) {
    return potential + (current - potential) / tau;
  }

  @Test
  void twoShortStepsOnHalfTheSpikesChargeANeuronAsOneLongStepDoes() {
    Tensors weights = RandomWeights.of(HZ_100, 1);
    weights.get(NORM + ".running_mean").data()[1] = 0.3f;
    weights.get(NORM + ".running_var").data()[1] = 0.7f;
    weights.get(NORM + ".weight").data()[1] = 1.2f;
    weights.get(NORM + ".bias").data()[1] = -0.4f;
    double before = charge(0, current(weights, 1.6), HZ_100.tau());
    StepChange.apply(HZ_100, HZ_200, weights);
    double half = current(weights, 0.8);
    double after = charge(charge(0, half, HZ_200.tau()), half, HZ_200.tau());
    assertThat(before).isGreaterThan(0.2);
    assertThat(after).isCloseTo(before, within(FLOAT));
  }

  @Test
  void whatDoesNotFireStaysAsItIs() {
    Tensors weights = RandomWeights.of(HZ_100, 1);
    StepChange.apply(HZ_100, HZ_200, weights);
    Tensors before = RandomWeights.of(HZ_100, 1);
    for (String name : before.names()) {
      boolean changes = name.contains("_snn") && name.matches(".*(norm_layer|bn\\d)\\..*");
      if (!changes || name.endsWith("num_batches_tracked")) {
        assertThat(weights.get(name).data()).as(name).isEqualTo(before.get(name).data());
      }
    }
    assertThat(weights.get(NORM + ".weight").data())
        .isNotEqualTo(before.get(NORM + ".weight").data());
  }

  @Test
  void onTheSameStepNothingChanges() {
    Tensors weights = RandomWeights.of(HZ_100, 1);
    StepChange.apply(HZ_100, HZ_100.with(Variant.D, 5, 0.9), weights);
    Tensors before = RandomWeights.of(HZ_100, 1);
    for (String name : before.names()) {
      assertThat(weights.get(name).data()).as(name).isEqualTo(before.get(name).data());
    }
  }
}
