package evpose.hybrid;

/**
 * One convolution of the network, as a table row: what it is called, how large it is, what it
 * costs.
 *
 * @param name tensor name without the ending {@code .weight}
 * @param in input channels
 * @param out output channels
 * @param kernel side of the kernel
 * @param size side of the output in cells
 * @param bias whether it has a bias of its own
 * @param batchNorm tensor name of the batch normalisation behind it; empty when there is none
 */
public record Layer(
    String name, int in, int out, int kernel, int size, boolean bias, String batchNorm) {

  public boolean normalised() {
    return !batchNorm.isEmpty();
  }

  /** Multiply-accumulates of one dense run: k² · size² · in · out. */
  public long macs() {
    return (long) kernel * kernel * size * size * in * out;
  }

  /** Trained numbers: weights, bias, and the scale and shift of the batch normalisation. */
  public long parameters() {
    return (long) kernel * kernel * in * out + (bias ? out : 0) + (normalised() ? 2L * out : 0);
  }
}
