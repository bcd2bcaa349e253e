package evpose.hybrid.djl;

import static evpose.hybrid.djl.ArrayOps.conv;
import static evpose.hybrid.djl.ArrayOps.leakyRelu;
import static evpose.hybrid.djl.ArrayOps.norm;
import static evpose.hybrid.djl.ArrayOps.upsample;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/**
 * The nine state initialisations: 1x1 convolution, normalisation, leaky rectifier, 1x1 convolution,
 * normalisation; the result is a layer's potentials, unbounded. The fifth doubles its input's size
 * first.
 *
 * @see "Aydin et al. 2024, table 1, last but two row (the chosen form)"
 */
public final class StateInitNetwork {
  /** The fifth reads a map of half its size. */
  static final int DOUBLED = 4;

  private StateInitNetwork() {}

  /**
   * @param features of the ANN, in the order of the layers
   * @param batchStatistics whether normalisations use the batch (training) or the running
   *     statistics
   * @return nine potentials, [batch, channels, size, size]
   */
  public static NDList forward(NamedArrays w, NDList features, boolean batchStatistics) {
    NDList potentials = new NDList();
    for (int k = 0; k < WeightNames.STATES.size(); k++) {
      String name = WeightNames.STATES.get(k);
      NDArray x = k == DOUBLED ? upsample(features.get(k)) : features.get(k);
      x = norm(w, name + ".norm_layer", conv(w, name + ".conv1", x, 1), batchStatistics);
      x = conv(w, name + ".conv2", leakyRelu(x), 1);
      potentials.add(norm(w, name + ".norm_layer2", x, batchStatistics));
    }
    return potentials;
  }
}
