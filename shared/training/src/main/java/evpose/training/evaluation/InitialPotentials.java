package evpose.training.evaluation;

import evpose.hybrid.AnnOutput;
import evpose.hybrid.ModelDescription;
import java.util.ArrayList;
import java.util.List;

/**
 * How the potentials of the nine spiking layers lie just after key frames have set them, all
 * neurons of all key frames alike. Sums of a stream: nothing is kept of a key frame. Sums of the
 * same key frames in another order may differ in their last digits, so they are added in the order
 * of the blocks.
 *
 * @see "Aydin et al. 2024, Fig. 8; model-spec 8.4"
 */
final class InitialPotentials {
  private static final int LAYERS = ModelDescription.SPIKING_LAYERS;

  private final long[] neurons = new long[LAYERS];
  private final long[] fromOne = new long[LAYERS];
  private final long[] belowZero = new long[LAYERS];
  private final double[] sums = new double[LAYERS];
  private final double[] squares = new double[LAYERS];

  /**
   * One layer.
   *
   * @param mean potential; the threshold is 1, rest is 0
   * @param sd standard deviation over neurons and key frames
   * @param shareFromOne of neurons at 1 and above
   * @param shareBelowZero of neurons below 0
   */
  record OfLayer(double mean, double sd, double shareFromOne, double shareBelowZero) {}

  /** Adds what a key frame has set. */
  void add(AnnOutput state) {
    for (int k = 0; k < LAYERS; k++) {
      double sum = 0;
      double square = 0;
      for (float v : state.potentials(k)) {
        sum += v;
        square += (double) v * v;
        fromOne[k] += v >= 1 ? 1 : 0;
        belowZero[k] += v < 0 ? 1 : 0;
      }
      neurons[k] += state.potentials(k).length;
      sums[k] += sum;
      squares[k] += square;
    }
  }

  void add(InitialPotentials other) {
    for (int k = 0; k < LAYERS; k++) {
      neurons[k] += other.neurons[k];
      fromOne[k] += other.fromOne[k];
      belowZero[k] += other.belowZero[k];
      sums[k] += other.sums[k];
      squares[k] += other.squares[k];
    }
  }

  /** Layer by layer; empty where no key frame set any. */
  List<OfLayer> layers() {
    List<OfLayer> layers = new ArrayList<>();
    for (int k = 0; k < LAYERS && neurons[k] > 0; k++) {
      double n = neurons[k];
      double mean = sums[k] / n;
      double variance = Math.max(0, squares[k] / n - mean * mean); // means lie near 0
      layers.add(new OfLayer(mean, Math.sqrt(variance), fromOne[k] / n, belowZero[k] / n));
    }
    return List.copyOf(layers);
  }
}
