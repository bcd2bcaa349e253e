package evpose.messages;

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
 */
public record LayerWork(
    long annMacs, long stateInitMacs, long headMacs, long inputAcs, long spikeAcs, long spikes) {
  public LayerWork {
    Checks.notNegative("annMacs", annMacs);
    Checks.notNegative("stateInitMacs", stateInitMacs);
    Checks.notNegative("headMacs", headMacs);
    Checks.notNegative("inputAcs", inputAcs);
    Checks.notNegative("spikeAcs", spikeAcs);
    Checks.notNegative("spikes", spikes);
  }
}
