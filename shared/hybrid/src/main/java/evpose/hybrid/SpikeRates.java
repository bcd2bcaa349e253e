package evpose.hybrid;

/**
 * How many accumulates a spiking step costs, told from how often its neurons fire. Two conventions:
 *
 * <pre>
 *   by output    AC = dense work of layer l · rate of layer l's own neurons            the paper's
 *   by input     AC = dense work of layer l · mean rate of what layer l reads
 * </pre>
 *
 * Work is done where spikes arrive, so the second is the one that means something; the first is
 * kept because published numbers are made with it. What an engine really did is counted by the
 * {@link SnnEngine}.
 *
 * @see "Aydin et al. 2024, section 4.4 and Table 2; model-spec 7.2 and 7.3"
 */
public final class SpikeRates {
  private SpikeRates() {}

  /**
   * Accumulates of a step by the paper's convention: the first layer counts as accumulates, the
   * head does not count.
   *
   * @param rates [9] spikes per neuron and step
   * @return [9], one for each spiking layer
   */
  public static double[] accumulatesByOutput(ModelDescription description, double[] rates) {
    requireNine(rates);
    double[] accumulates = new double[ModelDescription.SPIKING_LAYERS];
    for (int k = 0; k < accumulates.length; k++) {
      accumulates[k] = Operations.snnDenseMacs(description, k) * rates[k];
    }
    return accumulates;
  }

  /**
   * Accumulates of a step by the rates of what each layer reads. An input that is doubled in size
   * keeps its rate.
   *
   * @param rates [9] spikes per neuron and step
   * @param eventDensity share of the first layer's inputs [2][N][N] that are not zero
   * @return [10], one for each spiking layer, then the head
   */
  public static double[] accumulatesByInput(
      ModelDescription description, double[] rates, double eventDensity) {
    double[] read = inputRates(description, rates, eventDensity);
    double[] accumulates = new double[read.length];
    for (int row = 0; row < read.length; row++) {
      accumulates[row] = Operations.snnDenseMacs(description, row) * read[row];
    }
    return accumulates;
  }

  /**
   * Mean rate of what each layer reads.
   *
   * @param rates [9] spikes per neuron and step
   * @param eventDensity share of the first layer's inputs that are not zero
   * @return [10], one for each spiking layer, then the head
   */
  public static double[] inputRates(
      ModelDescription description, double[] rates, double eventDensity) {
    requireNine(rates);
    return new double[] {
      eventDensity,
      rates[0],
      rates[1],
      rates[2],
      rates[3],
      rates[4],
      joined(description, rates, 5, 3),
      joined(description, rates, 6, 2),
      joined(description, rates, 7, 1),
      joined(description, rates, 8, 0)
    };
  }

  /** Of two layers whose channels lie side by side. */
  private static double joined(ModelDescription d, double[] rates, int layer, int skip) {
    double a = d.stateChannels(layer);
    double b = d.stateChannels(skip);
    return (a * rates[layer] + b * rates[skip]) / (a + b);
  }

  private static void requireNine(double[] rates) {
    if (rates.length != ModelDescription.SPIKING_LAYERS) {
      throw new IllegalArgumentException(
          "each of the nine spiking layers has a rate: rates=" + rates.length);
    }
  }
}
