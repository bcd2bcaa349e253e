package evpose.hybrid.djl;

import static evpose.hybrid.djl.ArrayOps.conv;
import static evpose.hybrid.djl.ArrayOps.leakyRelu;
import static evpose.hybrid.djl.ArrayOps.norm;
import static evpose.hybrid.djl.ArrayOps.upsample;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Activation;
import evpose.hybrid.StateInit;

/**
 * The nine state initialisations: 1x1 convolution, normalisation, leaky rectifier, and then what
 * the form has; the result is a layer's potentials. The fifth doubles its input's size first.
 *
 * @see StateInit
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
  public static NDList forward(
      NamedArrays w, StateInit form, NDList features, boolean batchStatistics) {
    NDList potentials = new NDList();
    for (int k = 0; k < WeightNames.STATES.size(); k++) {
      String name = WeightNames.STATES.get(k);
      NDArray x = k == DOUBLED ? upsample(features.get(k)) : features.get(k);
      x = leakyRelu(norm(w, name + ".norm_layer", conv(w, name + ".conv1", x, 1), batchStatistics));
      if (form.convolutions() == 2) {
        x = conv(w, name + ".conv2", x, 1);
        x = form.lastNormalised() ? norm(w, name + ".norm_layer2", x, batchStatistics) : x;
      }
      potentials.add(last(form, x));
    }
    return potentials;
  }

  /** What the form does to the last convolution's output, normalised or not. */
  static NDArray last(StateInit form, NDArray x) {
    return switch (form) {
      case SIGMOID -> Activation.sigmoid(x);
      case LEAKY -> leakyRelu(x);
      case NORM, PLAIN, SINGLE -> x; // the single one is rectified already
    };
  }
}
