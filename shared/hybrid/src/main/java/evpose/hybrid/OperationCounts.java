package evpose.hybrid;

/**
 * Work done, counted where it was done.
 *
 * @param annMacs multiply-accumulates of the ANN
 * @param stateInitMacs multiply-accumulates of the state initialisation
 * @param headMacs multiply-accumulates of the SNN's head, run densely at every step where it looks
 * @param headAcs what the engine really did there: accumulates of the spikes that arrived; an
 *     alternative to {@code headMacs}, in no sum here
 * @param inputAcs accumulates that events caused in the first spiking layer; an event count above
 *     one makes them multiplications in truth
 * @param spikeAcs accumulates that spikes caused in the other spiking layers
 * @param neuronUpdates neurons advanced by a step, one multiply-add each
 * @param spikes that those neurons fired
 * @param annWholeMacs what the ANN would have taken on all of its input; as much as it took where
 *     it looked at all of it
 */
public record OperationCounts(
    long annMacs,
    long stateInitMacs,
    long headMacs,
    long headAcs,
    long inputAcs,
    long spikeAcs,
    long neuronUpdates,
    long spikes,
    long annWholeMacs) {
  public static final OperationCounts NONE = new OperationCounts(0, 0, 0, 0, 0, 0, 0, 0, 0);

  /** What a network's last step cost, its head included. */
  static OperationCounts ofStep(SnnEngine snn, long headMacs) {
    long spikes = 0;
    for (int k = 0; k < ModelDescription.SPIKING_LAYERS; k++) {
      spikes += snn.lastSpikes(k);
    }
    long inputAcs = snn.lastAccumulates(0);
    return new OperationCounts(
        0,
        0,
        headMacs,
        snn.lastHeadAccumulates(),
        inputAcs,
        snn.lastAccumulates() - inputAcs,
        snn.lastNeuronUpdates(),
        spikes,
        0);
  }

  /** Multiply-accumulates of dense layers. */
  public long macs() {
    return annMacs + stateInitMacs + headMacs;
  }

  /** Accumulates that spikes or events caused. */
  public long acs() {
    return inputAcs + spikeAcs;
  }

  public OperationCounts plus(OperationCounts other) {
    return new OperationCounts(
        annMacs + other.annMacs,
        stateInitMacs + other.stateInitMacs,
        headMacs + other.headMacs,
        headAcs + other.headAcs,
        inputAcs + other.inputAcs,
        spikeAcs + other.spikeAcs,
        neuronUpdates + other.neuronUpdates,
        spikes + other.spikes,
        annWholeMacs + other.annWholeMacs);
  }
}
