package evpose.messages;

import org.jspecify.annotations.Nullable;

/**
 * What the parts of the network did in one step, counted where it was done. {@code macs} and {@code
 * acs} of the pose are the sums of these.
 *
 * @param annMacs multiply-accumulates of the ANN, in the step that its key frame takes effect
 * @param stateInitMacs multiply-accumulates of the state initialisation, likewise
 * @param headMacs multiply-accumulates of the spiking network's head, run densely at every step
 * @param inputAcs accumulates that events caused in the first spiking layer
 * @param spikeAcs accumulates that spikes caused in the other spiking layers
 * @param spikes fired by the neurons that {@code neuronUpdates} counts
 * @param annWholeMacs what the ANN would have taken on all of its input; null where it looked at
 *     all of it
 */
public record LayerWork(
    long annMacs,
    long stateInitMacs,
    long headMacs,
    long inputAcs,
    long spikeAcs,
    long spikes,
    @Nullable Long annWholeMacs) {
  public LayerWork {
    Checks.notNegative("annMacs", annMacs);
    Checks.notNegative("stateInitMacs", stateInitMacs);
    Checks.notNegative("headMacs", headMacs);
    Checks.notNegative("inputAcs", inputAcs);
    Checks.notNegative("spikeAcs", spikeAcs);
    Checks.notNegative("spikes", spikes);
    Checks.notNegative("annWholeMacs", annWholeMacs == null ? 0 : annWholeMacs);
  }

  /** Of a network that looks at all of its input. */
  public LayerWork(
      long annMacs, long stateInitMacs, long headMacs, long inputAcs, long spikeAcs, long spikes) {
    this(annMacs, stateInitMacs, headMacs, inputAcs, spikeAcs, spikes, null);
  }

  /** Multiply-accumulates of the ANN on all of its input. */
  public long denseAnnMacs() {
    return annWholeMacs == null ? annMacs : annWholeMacs;
  }
}
