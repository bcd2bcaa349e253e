package evpose.kernels;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where the spikes of one row (or column) go, along that axis: which outputs they touch, and how
 * much of each kernel row they bring there.
 *
 * <p>A convolution is separable into its two axes as far as geometry goes. For an input index i,
 * {@code kind[i]} selects a table of coefficients {@code [tap][kernel row]}; tap t belongs to
 * output {@code first[i] + t}. Taps that would leave the output are skipped: {@code skip[i]} at the
 * front, {@code count[i]} remain, and {@code first[i]} is the first that remains.
 *
 * <p>Bilinear doubling followed by a convolution folds into the same form. In 1-D the doubling
 * spreads a spike over (¼, ¾, ¾, ¼) of the finer cells, (1, ¾, ¼) at the border, where the edge
 * value is repeated; five kernel taps make eight of that, seven at a border.
 */
final class AxisTaps {
  final int inputs;
  final int outputs;
  final int[] kind; // [inputs]
  final int[] first; // [inputs] first output touched
  final int[] skip; // [inputs] taps before it that fall outside
  final int[] count; // [inputs] taps that fall inside
  private final List<double[][]> tables = new ArrayList<>(); // [kind][tap][kernel row]

  private AxisTaps(int inputs, int outputs, int kernel, int stride, boolean doubled) {
    this.inputs = inputs;
    this.outputs = outputs;
    kind = new int[inputs];
    first = new int[inputs];
    skip = new int[inputs];
    count = new int[inputs];
    int padding = kernel / 2;
    for (int i = 0; i < inputs; i++) {
      int low = doubled ? Math.max(0, 2 * i - 1) : i; // cells of the convolution's own input
      int high = doubled ? Math.min(2 * inputs - 1, 2 * i + 2) : i;
      int begin = -Math.floorDiv(kernel - 1 - low - padding, stride);
      int end = Math.floorDiv(high + padding, stride) + 1;
      double[][] table = new double[end - begin][kernel];
      for (int o = begin; o < end; o++) {
        for (int k = 0; k < kernel; k++) {
          int cell = o * stride + k - padding;
          if (cell >= low && cell <= high) {
            table[o - begin][k] = doubled ? doubling(cell, i, inputs) : 1;
          }
        }
      }
      kind[i] = kindOf(table);
      first[i] = Math.max(begin, 0);
      skip[i] = first[i] - begin;
      count[i] = Math.min(end, outputs) - first[i];
    }
  }

  /** Same size in and out, zero padding. */
  static AxisTaps same(int inputs, int kernel) {
    return new AxisTaps(inputs, inputs, kernel, 1, false);
  }

  /** Stride 2, zero padding: half as many out. */
  static AxisTaps halving(int inputs, int kernel) {
    return new AxisTaps(inputs, inputs / 2, kernel, 2, false);
  }

  /** Bilinear doubling (half-pixel centres, edge repeated), then a convolution of the same size. */
  static AxisTaps doubling(int inputs, int kernel) {
    return new AxisTaps(inputs, 2 * inputs, kernel, 1, true);
  }

  /**
   * Share of input i in cell u of the doubled axis.
   *
   * <pre>
   *   up[2k] = ¾ in[k] + ¼ in[max(k-1, 0)]      up[2k+1] = ¾ in[k] + ¼ in[min(k+1, n-1)]
   * </pre>
   */
  private static double doubling(int u, int i, int n) {
    int near = u / 2;
    int far = u % 2 == 0 ? Math.max(near - 1, 0) : Math.min(near + 1, n - 1);
    return (near == i ? 0.75 : 0) + (far == i ? 0.25 : 0);
  }

  private int kindOf(double[][] table) {
    for (int k = 0; k < tables.size(); k++) {
      if (Arrays.deepEquals(tables.get(k), table)) {
        return k;
      }
    }
    tables.add(table);
    return tables.size() - 1;
  }

  int kinds() {
    return tables.size();
  }

  /** Taps of a kind, those outside the output included. */
  int taps(int kind) {
    return tables.get(kind).length;
  }

  /** How much of kernel row k tap t of a kind brings. */
  double coefficient(int kind, int tap, int kernelRow) {
    return tables.get(kind)[tap][kernelRow];
  }
}
