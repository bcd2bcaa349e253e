package evpose.hybrid.djl;

import static evpose.hybrid.djl.ArrayOps.averagePool;
import static evpose.hybrid.djl.ArrayOps.concat;
import static evpose.hybrid.djl.ArrayOps.conv;
import static evpose.hybrid.djl.ArrayOps.leakyRelu;
import static evpose.hybrid.djl.ArrayOps.upsample;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.function.UnaryOperator;

/**
 * The U-Net: 23 convolutions with bias, a leaky rectifier after each but the last, no
 * normalisation.
 *
 * @see "Aydin et al. 2024, section 3 and supplement"
 */
public final class AnnNetwork {
  private AnnNetwork() {}

  /**
   * What one pass gives.
   *
   * @param heatmaps [batch, joints, N, N]
   * @param features what the nine state initialisations read: a0, a1, a2, a3, b1, b2, b3, b4, b5
   */
  public record Output(NDArray heatmaps, NDList features) {}

  /**
   * @param x stacked histograms, [batch, 2·bins, N, N]
   */
  public static Output forward(NamedArrays w, NDArray x) {
    return forward(w, x, UnaryOperator.identity());
  }

  /**
   * The same with a say in what each layer leaves.
   *
   * @param kept what becomes of a layer's map before the next reads it
   */
  static Output forward(NamedArrays w, NDArray x, UnaryOperator<NDArray> kept) {
    NDArray[] a = new NDArray[6];
    a[0] = layer(w, "conv2_cnn", layer(w, "conv1_cnn", x, kept), kept);
    for (int i = 1; i <= 5; i++) {
      NDArray half = averagePool(a[i - 1]);
      NDArray first = layer(w, "down" + i + "_cnn.conv1", half, kept);
      a[i] = layer(w, "down" + i + "_cnn.conv2", first, kept);
    }
    NDList features = new NDList(a[0], a[1], a[2], a[3]);
    NDArray b = a[5];
    for (int i = 1; i <= 5; i++) {
      NDArray up = layer(w, "up" + i + "_cnn.conv1", upsample(b), kept);
      b = layer(w, "up" + i + "_cnn.conv2", concat(up, a[5 - i]), kept);
      features.add(b);
    }
    return new Output(kept.apply(conv(w, WeightNames.ANN_HEAD, b, 1)), features);
  }

  private static NDArray layer(NamedArrays w, String name, NDArray x, UnaryOperator<NDArray> kept) {
    return kept.apply(leakyRelu(conv(w, name, x, 1)));
  }
}
