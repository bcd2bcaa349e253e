package evpose.hybrid.djl;

import static evpose.hybrid.djl.ArrayOps.averagePool;
import static evpose.hybrid.djl.ArrayOps.concat;
import static evpose.hybrid.djl.ArrayOps.conv;
import static evpose.hybrid.djl.ArrayOps.leakyRelu;
import static evpose.hybrid.djl.ArrayOps.upsample;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

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
    NDArray[] a = new NDArray[6];
    a[0] = leakyRelu(conv(w, "conv2_cnn", leakyRelu(conv(w, "conv1_cnn", x, 1)), 1));
    for (int i = 1; i <= 5; i++) {
      NDArray half = averagePool(a[i - 1]);
      NDArray first = leakyRelu(conv(w, "down" + i + "_cnn.conv1", half, 1));
      a[i] = leakyRelu(conv(w, "down" + i + "_cnn.conv2", first, 1));
    }
    NDList features = new NDList(a[0], a[1], a[2], a[3]);
    NDArray b = a[5];
    for (int i = 1; i <= 5; i++) {
      NDArray up = leakyRelu(conv(w, "up" + i + "_cnn.conv1", upsample(b), 1));
      b = leakyRelu(conv(w, "up" + i + "_cnn.conv2", concat(up, a[5 - i]), 1));
      features.add(b);
    }
    return new Output(conv(w, WeightNames.ANN_HEAD, b, 1), features);
  }
}
