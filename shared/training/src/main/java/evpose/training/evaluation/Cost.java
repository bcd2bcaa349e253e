package evpose.training.evaluation;

import evpose.evaluation.energy.EnergyTable;
import evpose.hybrid.Layer;
import evpose.hybrid.Layers;
import evpose.hybrid.ModelDescription;
import evpose.hybrid.Operations;
import evpose.hybrid.SpikeRates;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a predictor costs one camera, operations a second of data time, by three conventions.
 *
 * <pre>
 *            multiply-accumulates                              accumulates
 *   exact    ANN and state initialisation a key frame,         counted by the engine where spikes and events
 *            the head at every step                            arrive, first layer and catch-up steps in
 *   executed the same, but the head is none of them            the same, and the head's where spikes arrive
 *   paper    as exact, but the head once a window              dense work x the layer's own output rate,
 *                                                              first layer in, head out
 * </pre>
 *
 * Neuron updates (one multiply-add each) are listed and in neither: the paper leaves them out, and
 * the engine's exact number stays comparable with it.
 *
 * @param macs a second, exact
 * @param paperMacs a second, the paper's convention
 * @param acs a second, exact
 * @param paperAcs a second, the paper's convention
 * @param inputRateAcs a second, dense work x rate of what a layer reads; head out
 * @param headAcs a second: what the head would add if it were counted where spikes arrive
 * @param firstLayerAcs a second, part of {@code acs}: with inputs that are no 0/1 these are
 *     multiplications in truth
 * @param neuronUpdates a second
 * @param catchUpSteps a second
 * @param layers row by row
 * @param rates [9][steps of the window] spikes per neuron and answered step; empty without a
 *     spiking network
 * @see "model-spec 7.2, 7.3"
 */
record Cost(
    double macs,
    double paperMacs,
    double acs,
    double paperAcs,
    double inputRateAcs,
    double headAcs,
    double firstLayerAcs,
    double neuronUpdates,
    double catchUpSteps,
    List<LayerCost> layers,
    double[][] rates) {
  private static final double MICROS = 1e6;
  private static final String SNN = "snn";

  /**
   * One row of a layer table.
   *
   * @param part ann, stateInit or snn
   * @param name of the tensor
   * @param denseMacs of one dense run
   * @param macs a second, exact
   * @param paperMacs a second
   * @param acs a second, exact
   * @param paperAcs a second
   * @param outputRate spikes per neuron and step; NaN where nothing spikes
   * @param inputRate of what the layer reads; NaN where it reads no spikes
   */
  record LayerCost(
      String part,
      String name,
      long denseMacs,
      double macs,
      double paperMacs,
      double acs,
      double paperAcs,
      double outputRate,
      double inputRate) {}

  static Cost of(ModelDescription d, Work work) {
    return of(d, Layers.ann(d), work);
  }

  /**
   * The same with another dense network.
   *
   * @param ann its layers
   */
  static Cost of(ModelDescription d, List<Layer> ann, Work work) {
    double seconds = work.steps * d.stepMicros() / MICROS;
    List<LayerCost> layers = new ArrayList<>();
    if (work.annRuns > 0) {
      dense("ann", ann, work.annRuns / seconds, layers);
    }
    if (work.stateInits > 0) {
      dense("stateInit", Layers.stateInit(d), work.stateInits / seconds, layers);
    }
    double[][] rates = rates(d, work);
    double inputRateAcs = 0;
    if (work.spikingSteps > 0) {
      inputRateAcs = spiking(d, work, seconds, layers);
    }
    return new Cost(
        layers.stream().mapToDouble(LayerCost::macs).sum(),
        layers.stream().mapToDouble(LayerCost::paperMacs).sum(),
        layers.stream().mapToDouble(LayerCost::acs).sum(),
        layers.stream().mapToDouble(LayerCost::paperAcs).sum(),
        inputRateAcs,
        work.headAccumulates / seconds,
        work.accumulates[0] / seconds,
        work.neuronUpdates / seconds,
        work.catchUpSteps / seconds,
        layers,
        rates);
  }

  private static void dense(
      String part, List<Layer> table, double runsPerSecond, List<LayerCost> layers) {
    for (Layer layer : table) {
      double macs = layer.macs() * runsPerSecond;
      layers.add(
          new LayerCost(
              part, layer.name(), layer.macs(), macs, macs, 0, 0, Double.NaN, Double.NaN));
    }
  }

  /** Adds the spiking rows; returns accumulates a second by input rates. */
  private static double spiking(
      ModelDescription d, Work work, double seconds, List<LayerCost> layers) {
    double made = work.spikingSteps + work.catchUpSteps; // who catches up works, too
    double[] rates = new double[ModelDescription.SPIKING_LAYERS];
    Arrays.setAll(rates, k -> work.madeSpikes[k] / neurons(d, k) / made);
    double density = work.madeInputCells / made / (2.0 * d.inputSize() * d.inputSize());
    double[] read = SpikeRates.inputRates(d, rates, density);
    double[] byOutput = SpikeRates.accumulatesByOutput(d, rates);
    double[] byInput = SpikeRates.accumulatesByInput(d, rates, density);
    double stepsPerSecond = made / seconds;
    List<Layer> table = Layers.snn(d);
    double inputRateAcs = 0;
    for (int k = 0; k < ModelDescription.SPIKING_LAYERS; k++) {
      inputRateAcs += byInput[k] * stepsPerSecond;
      layers.add(
          new LayerCost(
              SNN,
              table.get(k).name(),
              table.get(k).macs(),
              0,
              0,
              work.accumulates[k] / seconds,
              byOutput[k] * stepsPerSecond,
              rates[k],
              read[k]));
    }
    long head = Operations.headMacs(d);
    int last = ModelDescription.SPIKING_LAYERS;
    double windows = (double) work.spikingSteps / d.stepsPerWindow();
    layers.add(
        new LayerCost(
            SNN,
            table.get(last).name(),
            head,
            head * stepsPerSecond,
            head * windows / seconds,
            0,
            0,
            Double.NaN,
            read[last]));
    return inputRateAcs;
  }

  private static double[][] rates(ModelDescription d, Work work) {
    if (work.spikingSteps == 0) {
      return new double[0][];
    }
    double[][] rates = new double[ModelDescription.SPIKING_LAYERS][work.stepCounts.length];
    for (int k = 0; k < rates.length; k++) {
      for (int t = 0; t < rates[k].length; t++) {
        rates[k][t] = work.spikes[k][t] / neurons(d, k) / work.stepCounts[t];
      }
    }
    return rates;
  }

  private static double neurons(ModelDescription d, int layer) {
    return (double) d.stateChannels(layer) * d.stateSize(layer) * d.stateSize(layer);
  }

  /** Estimated power of the exact counts, neuron updates left out, watts. */
  double watts(EnergyTable table) {
    return table.watts(macs, acs, (long) MICROS);
  }

  /** A second, all but the head, which the engine runs on spikes. */
  double executedMacs() {
    return layers.stream()
        .filter(layer -> !layer.part().equals(SNN))
        .mapToDouble(LayerCost::macs)
        .sum();
  }

  /** A second, the head's in: each spike that arrives there is 13 accumulates. */
  double executedAcs() {
    return acs + headAcs;
  }

  /** Estimated power of what the engines really ran, neuron updates left out, watts. */
  double executedWatts(EnergyTable table) {
    return table.watts(executedMacs(), executedAcs(), (long) MICROS);
  }

  /** Estimated power by the paper's convention, watts. */
  double paperWatts(EnergyTable table) {
    return table.watts(paperMacs, paperAcs, (long) MICROS);
  }

  /** The exact counts with each neuron update as a multiply-accumulate, watts. */
  double wattsWithNeurons(EnergyTable table) {
    return table.watts(macs + neuronUpdates, acs, (long) MICROS);
  }
}
