package evpose.hybrid.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.pooling.Pool;
import org.jspecify.annotations.Nullable;

/**
 * The few operations that the networks are made of; arrays are [batch, channel, row, column].
 *
 * <p>An operation's result belongs to the manager of its input, so everything that a pass makes
 * dies with the scope that its input was made in. No method here multiplies by a Java number: DJL
 * keeps such a number in memory that the garbage collector may free before the backward pass, and
 * the gradient is then silently wrong.
 */
final class ArrayOps {
  /** Slope of all leaky rectifiers. */
  private static final float SLOPE = 0.1f;

  private static final float BN_EPSILON = 1e-5f;

  /** The share of the old running statistics that stays; PyTorch calls this momentum 0.1. */
  private static final float BN_KEEP = 0.9f;

  private ArrayOps() {}

  /** A number as an array that the native library owns. */
  static NDArray scalar(NDArray like, double value) {
    return like.getManager().full(new Shape(1), (float) value);
  }

  /** Convolution that keeps the size (stride 1) or halves it (stride 2); bias if there is one. */
  static NDArray conv(NamedArrays w, String name, NDArray x, int stride) {
    NDArray weight = w.get(name + ".weight");
    @Nullable NDArray bias = w.contains(name + ".bias") ? w.get(name + ".bias") : null;
    long padding = weight.getShape().get(2) / 2;
    return Conv2d.conv2d(x, weight, bias, new Shape(stride, stride), new Shape(padding, padding))
        .singletonOrThrow();
  }

  /** Convolution with bias that keeps the size where it pads and loses the kernel's reach else. */
  static NDArray conv(NamedArrays w, String name, NDArray x, boolean padRows, boolean padColumns) {
    NDArray weight = w.get(name + ".weight");
    long reach = weight.getShape().get(2) / 2;
    Shape padding = new Shape(padRows ? reach : 0, padColumns ? reach : 0);
    return Conv2d.conv2d(x, weight, w.get(name + ".bias"), new Shape(1, 1), padding)
        .singletonOrThrow();
  }

  /**
   * Batch normalisation.
   *
   * @param batchStatistics true: normalise by the batch and move the running statistics; false:
   *     normalise by the running statistics
   */
  static NDArray norm(NamedArrays w, String name, NDArray x, boolean batchStatistics) {
    return BatchNorm.batchNorm(
            x,
            w.get(name + ".running_mean"),
            w.get(name + ".running_var"),
            w.get(name + ".weight"),
            w.get(name + ".bias"),
            1,
            BN_KEEP,
            BN_EPSILON,
            batchStatistics)
        .singletonOrThrow();
  }

  static NDArray leakyRelu(NDArray x) {
    return Activation.leakyRelu(x, SLOPE);
  }

  /** Bilinear x2 with half-pixel centres. */
  static NDArray upsample(NDArray x) {
    Shape s = x.getShape();
    return x.getNDArrayInternal().interpolation(new long[] {2 * s.get(2), 2 * s.get(3)}, 1, false);
  }

  /** Mean of 2x2 cells. */
  static NDArray averagePool(NDArray x) {
    return Pool.avgPool2d(x, new Shape(2, 2), new Shape(2, 2), new Shape(0, 0), false, true);
  }

  static NDArray concat(NDArray a, NDArray b) {
    return NDArrays.concat(new NDList(a, b), 1);
  }

  /**
   * The same array laid out channel by channel in memory, which convolutions of few channels over
   * large batches run a quarter faster on; the layout travels through all layers behind it.
   */
  static NDArray channelsLast(NDArray x) {
    Shape s = x.getShape();
    NDArray rows = x.transpose(0, 2, 3, 1).flatten(); // flattening makes the layout real
    return rows.reshape(s.get(0), s.get(2), s.get(3), s.get(1)).transpose(0, 3, 1, 2);
  }
}
