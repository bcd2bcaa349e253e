package evpose.hybrid;

/**
 * Work done, counted where it was done.
 *
 * @param macs multiply-accumulates of dense layers (ANN, state initialisation)
 * @param acs accumulates that spikes or events caused
 * @param neuronUpdates neurons advanced by a step, one multiply-add each
 */
public record OperationCounts(long macs, long acs, long neuronUpdates) {
  public static final OperationCounts NONE = new OperationCounts(0, 0, 0);

  public OperationCounts plus(OperationCounts other) {
    return new OperationCounts(
        macs + other.macs, acs + other.acs, neuronUpdates + other.neuronUpdates);
  }
}
