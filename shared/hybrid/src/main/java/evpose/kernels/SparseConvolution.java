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

  /** The same for 16-bit numbers. */
  static final int WHOLE_ORIGIN = 24;

  /** The largest weight in units: eight of them fit 16 bits. */
  static final int LARGEST_WHOLE = 4095;

  final int in;
  final int out;
  final int outPadded;
  final AxisTaps axis; // rows and columns alike, the network is square

  /**
   * [row kind · kinds + column kind] of [in][row taps][column taps][outPadded]; one form is empty.
   */
  final float[][] weights; // from ORIGIN on

  final short[][] wholeWeights; // from WHOLE_ORIGIN on, in units
  final float[] unit; // [outPadded] what one of a channel's potential is worth; 1 for floats
  final float[] bias; // [outPadded], in units, zero behind out

  /**
   * @param kernel W, [out][in][k][k] as in PyTorch
   * @param gain g, [out]
   * @param shift b, [out]
   * @param whole whether weights become whole numbers of a unit, one unit for each output channel:
   *     the largest weight is {@link #LARGEST_WHOLE} units. Potentials count in the same units
   */
  SparseConvolution(
      AxisTaps axis,
      int in,
      int out,
      int k,
      float[] kernel,
      double[] gain,
      double[] shift,
      boolean whole) {
    this.in = in;
    this.out = out;
    this.axis = axis;
    outPadded = padded(out);
    double[] scaled = scaled(in, out, k, kernel, gain);
    int kinds = axis.kinds();
    float[][] blocks = new float[kinds * kinds][];
    for (int row = 0; row < kinds; row++) {
      for (int column = 0; column < kinds; column++) {
        blocks[row * kinds + column] = block(row, column, k, scaled);
      }
    }
    unit = new float[outPadded];
    Arrays.fill(unit, 1);
    if (whole) {
      measure(blocks);
    }
    weights = whole ? new float[0][] : blocks;
    wholeWeights = whole ? wholeNumbers(blocks) : new short[0][];
    bias = new float[outPadded];
    for (int o = 0; o < out; o++) {
      bias[o] = (float) (shift[o] / unit[o]);
    }
  }

  /** Units such that the largest weight of each channel is the largest whole number. */
  private void measure(float[][] blocks) {
    float[] most = new float[outPadded];
    for (float[] block : blocks) {
      for (int i = ORIGIN; i < block.length; i++) {
        int channel = (i - ORIGIN) % outPadded;
        most[channel] = Math.max(most[channel], Math.abs(block[i]));
      }
    }
    for (int o = 0; o < out; o++) {
      unit[o] = most[o] > 0 ? most[o] / LARGEST_WHOLE : 1;
    }
  }

  private short[][] wholeNumbers(float[][] blocks) {
    short[][] whole = new short[blocks.length][];
    for (int b = 0; b < blocks.length; b++) {
      short[] numbers = new short[WHOLE_ORIGIN + blocks[b].length - ORIGIN];
      for (int i = ORIGIN; i < blocks[b].length; i++) {
        double units = (double) blocks[b][i] / unit[(i - ORIGIN) % outPadded];
        numbers[WHOLE_ORIGIN + i - ORIGIN] = (short) Math.round(units);
      }
      whole[b] = numbers;
    }
    return whole;
  }

  boolean whole() {
    return wholeWeights.length > 0;
  }

  /** Numbers, padding included, of the weights of one kind of place. */
  int numbers(int kind) {
    return whole() ? wholeWeights[kind].length - WHOLE_ORIGIN : weights[kind].length - ORIGIN;
  }

  int kindsOfPlace() {
    return axis.kinds() * axis.kinds();
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
