package evpose.kernels;

import java.util.Arrays;

/**
 * One convolution in the form that spikes want: for each kind of place a block of weights that a
 * spike of a channel adds to the outputs around it. Immutable; shared by all cameras.
 *
 * <p>Batch normalisation and the membrane's gain are folded in:
 *
 * <pre>
 *   x / tau = (W z) g + b      g = γ / (tau sqrt(variance + ε))      b = (β - mean γ / sqrt(variance + ε)) / tau
 * </pre>
 *
 * Output channels are padded to a multiple of eight with zeros, so that no vector is cut.
 */
final class SparseConvolution {
  static final int CHANNEL_GROUP = 8;

  /**
   * Where weights and potentials begin in their arrays. The JVM lays a large array's element 0 16
   * bytes behind a multiple of 64; from element 12 on, no vector is cut by a cache line.
   */
  static final int ORIGIN = 12;

  final int in;
  final int out;
  final int outPadded;
  final AxisTaps axis; // rows and columns alike, the network is square
  final float[][]
      weights; // [row kind · kinds + column kind] of [in][row taps][column taps][outPadded], from
  // ORIGIN on
  final float[] bias; // [outPadded], zero behind out

  /**
   * @param kernel W, [out][in][k][k] as in PyTorch
   * @param gain g, [out]
   * @param shift b, [out]
   */
  SparseConvolution(
      AxisTaps axis, int in, int out, int k, float[] kernel, double[] gain, double[] shift) {
    this.in = in;
    this.out = out;
    this.axis = axis;
    outPadded = padded(out);
    bias = new float[outPadded];
    for (int o = 0; o < out; o++) {
      bias[o] = (float) shift[o];
    }
    double[] scaled = scaled(in, out, k, kernel, gain);
    int kinds = axis.kinds();
    weights = new float[kinds * kinds][];
    for (int row = 0; row < kinds; row++) {
      for (int column = 0; column < kinds; column++) {
        weights[row * kinds + column] = block(row, column, k, scaled);
      }
    }
  }

  static int padded(int channels) {
    return (channels + CHANNEL_GROUP - 1) / CHANNEL_GROUP * CHANNEL_GROUP;
  }

  /** W g as [in][k][k][out]. */
  private static double[] scaled(int in, int out, int k, float[] kernel, double[] gain) {
    double[] scaled = new double[kernel.length];
    int area = k * k;
    for (int o = 0; o < out; o++) {
      for (int i = 0; i < in; i++) {
        for (int cell = 0; cell < area; cell++) {
          scaled[(i * area + cell) * out + o] = kernel[(o * in + i) * area + cell] * gain[o];
        }
      }
    }
    return scaled;
  }

  private float[] block(int rowKind, int columnKind, int k, double[] scaled) {
    int rows = axis.taps(rowKind);
    int columns = axis.taps(columnKind);
    float[] block = new float[ORIGIN + in * rows * columns * outPadded];
    double[] sum = new double[out];
    for (int i = 0; i < in; i++) {
      for (int r = 0; r < rows; r++) {
        for (int c = 0; c < columns; c++) {
          Arrays.fill(sum, 0);
          for (int ky = 0; ky < k; ky++) {
            for (int kx = 0; kx < k; kx++) {
              double share = axis.coefficient(rowKind, r, ky) * axis.coefficient(columnKind, c, kx);
              if (share != 0) {
                int from = ((i * k + ky) * k + kx) * out;
                for (int o = 0; o < out; o++) {
                  sum[o] += share * scaled[from + o];
                }
              }
            }
          }
          int to = ORIGIN + ((i * rows + r) * columns + c) * outPadded;
          for (int o = 0; o < out; o++) {
            block[to + o] = (float) sum[o];
          }
        }
      }
    }
    return block;
  }
}
