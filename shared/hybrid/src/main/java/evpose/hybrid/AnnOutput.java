package evpose.hybrid;

/**
 * What one run of the ANN hands to the SNN; allocated once and filled over and over. Not
 * thread-safe.
 */
public final class AnnOutput {
  private final int inputSize;
  private final float[] heatmaps; // [joints][N][N]
  private final float[][] potentials; // [9][channels][size][size]

  public AnnOutput(ModelDescription description) {
    int n = description.inputSize();
    inputSize = n;
    heatmaps = new float[description.joints() * n * n];
    potentials = new float[ModelDescription.SPIKING_LAYERS][];
    for (int k = 0; k < potentials.length; k++) {
      int size = description.stateSize(k);
      potentials[k] = new float[description.stateChannels(k) * size * size];
    }
  }

  /** N, cells. */
  public int inputSize() {
    return inputSize;
  }

  /** o₀, [joints][N][N] row-major. */
  public float[] heatmaps() {
    return heatmaps;
  }

  /** sᵏ, the initial potentials of spiking layer k, [channels][size][size] row-major. */
  public float[] potentials(int layer) {
    return potentials[layer];
  }
}
