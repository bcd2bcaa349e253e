package evpose.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import evpose.evaluation.energy.EnergyTable;
import evpose.hybrid.Layer;
import evpose.hybrid.Layers;
import evpose.hybrid.ModelDescription;
import evpose.hybrid.Operations;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** One window of 100 ms at paper size, at the authors' own firing rates (model-spec 7.4). */
class CostTest {
  private static final ModelDescription PAPER = ModelDescription.paper();
  private static final double[] HYBRID_CAMERA_2 = {
    .0055, .0120, .0155, .0295, .0346, .0418, .0334, .0504, .0196
  };
  private static final double[] SNN_CAMERA_2 = {
    .0012, .0125, .0127, .0168, .0364, .0414, .0679, .0992, .0013
  };

  /** The paper prints three decimals of a watt. */
  private static final double PRINTED_WATTS = 0.0005;

  private static final double PRINTED_GIGA = 0.5;

  private static Work window(double[] rates) {
    Work work = new Work(10);
    work.steps = 10;
    work.spikingSteps = 10;
    Arrays.fill(work.stepCounts, 1);
    for (int k = 0; k < 9; k++) {
      double neurons = (double) PAPER.stateChannels(k) * PAPER.stateSize(k) * PAPER.stateSize(k);
      Arrays.fill(work.spikes[k], Math.round(rates[k] * neurons));
      work.madeSpikes[k] = Arrays.stream(work.spikes[k]).sum();
    }
    return work;
  }

  private static Work hybridWindow() {
    Work work = window(HYBRID_CAMERA_2);
    work.annRuns = 1;
    work.stateInits = 1;
    return work;
  }

  /**
   * The paper's 2200 GMAC/s leave out 603.98 M of the ANN's 22 601.007 M: half of the first decoder
   * stage's second convolution, as if it read 512 channels and not 1024.
   */
  private static long papersSlip() {
    Layer layer =
        Layers.ann(PAPER).stream()
            .filter(l -> l.name().equals("up1_cnn.conv2"))
            .findFirst()
            .orElseThrow();
    return layer.macs() / 2;
  }

  @Test
  void theHybridGivesThePapersTable2() {
    Cost cost = Cost.of(PAPER, hybridWindow());
    assertThat(cost.paperAcs() / 1e9).isCloseTo(79, within(PRINTED_GIGA));
    double macs = cost.paperMacs() - 10.0 * papersSlip();
    assertThat(macs / 1e9).isCloseTo(233, within(PRINTED_GIGA));
    assertThat(EnergyTable.FP32_7NM.watts(macs, cost.paperAcs(), 1_000_000))
        .isCloseTo(0.424, within(PRINTED_WATTS));
  }

  @Test
  void thePureSpikingNetworkGivesThePapersTable2() {
    Cost cost = Cost.of(PAPER, window(SNN_CAMERA_2));
    assertThat(cost.paperAcs() / 1e9).isCloseTo(121, within(PRINTED_GIGA));
    assertThat(cost.paperMacs() / 1e9).isCloseTo(0.545, within(PRINTED_WATTS));
    // the paper prints 0.046: its table drops the multiply-accumulates of the head
    assertThat(EnergyTable.FP32_7NM.watts(0, cost.paperAcs(), 1_000_000))
        .isCloseTo(0.046, within(PRINTED_WATTS));
  }

  @Test
  void exactMultiplyAccumulatesHaveTheHeadAtEveryStep() {
    Cost cost = Cost.of(PAPER, hybridWindow());
    assertThat(cost.macs() / 1e9).isCloseTo(244.213, within(PRINTED_WATTS)); // ops.out, exact
  }

  @Test
  void exactAccumulatesAreThoseThatWereCounted() {
    Work work = hybridWindow();
    work.accumulates[0] = 1_000;
    work.accumulates[8] = 2_000;
    work.headAccumulates = 50;
    work.neuronUpdates = 10 * Operations.neurons(PAPER);
    Cost cost = Cost.of(PAPER, work);
    assertThat(cost.acs()).isCloseTo(30_000, within(1e-6)); // ten windows a second
    assertThat(cost.firstLayerAcs()).isCloseTo(10_000, within(1e-6));
    assertThat(cost.headAcs()).isCloseTo(500, within(1e-6));
    assertThat(cost.neuronUpdates() / 1e9).isCloseTo(0.8126, within(1e-4));
    assertThat(cost.wattsWithNeurons(EnergyTable.FP32_7NM) - cost.watts(EnergyTable.FP32_7NM))
        .isCloseTo(0.8126464e9 * 1.69e-12, within(1e-12));
  }

  /** 50 spikes' work in the head in place of 54.5 M multiply-accumulates a step. */
  @Test
  void executedIsExactWithTheHeadOnSpikes() {
    Work work = hybridWindow();
    work.accumulates[3] = 4_000;
    work.headAccumulates = 50 * 13;
    Cost cost = Cost.of(PAPER, work);
    assertThat(cost.macs() - cost.executedMacs())
        .isCloseTo(100.0 * Operations.headMacs(PAPER), within(1.0));
    assertThat(cost.executedMacs() / 1e9).isCloseTo(238.761, within(PRINTED_WATTS));
    assertThat(cost.executedAcs()).isCloseTo(40_000 + 6_500, within(1e-6));
    double saved = 5.4525952e9 * 1.69e-12 - 6_500 * 0.38e-12;
    assertThat(cost.watts(EnergyTable.FP32_7NM) - cost.executedWatts(EnergyTable.FP32_7NM))
        .isCloseTo(saved, within(1e-9));
    Work dense = new Work(10);
    dense.steps = 10;
    dense.annRuns = 10;
    Cost ann = Cost.of(PAPER, dense);
    assertThat(ann.executedWatts(EnergyTable.FP32_7NM)).isEqualTo(ann.watts(EnergyTable.FP32_7NM));
  }

  /** Two steps at the usual rates on top of ten, in both conventions. */
  @Test
  void catchingUpCostsWhatAnyStepCosts() {
    Cost prompt = Cost.of(PAPER, hybridWindow());
    Work work = hybridWindow();
    work.catchUpSteps = 2;
    for (int k = 0; k < 9; k++) {
      work.madeSpikes[k] += work.madeSpikes[k] / 10 * 2;
    }
    Cost late = Cost.of(PAPER, work);
    assertThat(late.macs() - prompt.macs())
        .isCloseTo(20.0 * Operations.headMacs(PAPER), within(1.0));
    assertThat(late.paperAcs())
        .isCloseTo(1.2 * prompt.paperAcs(), within(1e-3 * prompt.paperAcs()));
    assertThat(late.catchUpSteps()).isCloseTo(20, within(1e-9));
    assertThat(late.rates()[3]).isEqualTo(prompt.rates()[3]); // of answered steps
  }

  @Test
  void theDenseNetworkAtEveryStepHasNoAccumulates() {
    Work work = new Work(10);
    work.steps = 10;
    work.annRuns = 10;
    Cost cost = Cost.of(PAPER, work);
    assertThat(cost.macs() / 1e9).isCloseTo(2260.1007104, within(1e-6));
    assertThat(cost.paperMacs()).isEqualTo(cost.macs());
    assertThat(cost.acs()).isZero();
    assertThat(cost.paperAcs()).isZero();
    assertThat(cost.rates()).isEmpty();
    assertThat(cost.layers()).hasSize(23);
  }

  @Test
  void ratesAreToldByLayerAndStep() {
    Work work = new Work(10);
    work.steps = 20;
    work.spikingSteps = 20;
    Arrays.fill(work.stepCounts, 2);
    work.spikes[2][4] = 128L * 64 * 64; // every second of two steps' neurons
    work.madeSpikes[2] = work.spikes[2][4];
    Cost cost = Cost.of(PAPER, work);
    assertThat(cost.rates()[2][4]).isEqualTo(0.5);
    assertThat(cost.rates()[2][5]).isZero();
    Cost.LayerCost third =
        cost.layers().stream()
            .filter(l -> l.name().equals("down3_snn.conv.conv2d"))
            .findFirst()
            .orElseThrow();
    assertThat(third.inputRate()).isCloseTo(0.05, within(1e-12)); // down2's, over ten steps
    assertThat(third.outputRate()).isZero();
  }
}
