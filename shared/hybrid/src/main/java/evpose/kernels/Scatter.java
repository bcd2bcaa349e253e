package evpose.kernels;

import org.jspecify.annotations.Nullable;

/**
 * Walks the spikes of a layer's inputs and adds their weights to its potentials. Keeps only
 * scratch. Not thread-safe.
 */
final class Scatter {
  private final Kernels kernels;
  private final int[] blocks; // scratch: where the blocks of one cell's spikes begin

  /**
   * @param maxChannels most input channels that one layer has
   */
  Scatter(Kernels kernels, int maxChannels) {
    this.kernels = kernels;
    blocks = new int[maxChannels];
  }

  /**
   * Convolves spikes: for each cell, the weights of all who fired there.
   *
   * @param spikes the first input channels, [inputs · inputs] cells
   * @param more the channels behind them (concatenation); null when there are none
   * @param offset how many channels {@code spikes} has
   * @param v (in and out) potentials, [outputs][outputs][outPadded] from ORIGIN on
   * @return accumulates done, padding not counted
   */
  long convolve(
      SparseConvolution layer, SpikeList spikes, @Nullable SpikeList more, int offset, float[] v) {
    AxisTaps axis = layer.axis;
    int inputs = axis.inputs;
    int channels = layer.outPadded;
    int stride = axis.outputs * channels;
    long touched = 0;
    for (int y = 0; y < inputs; y++) {
      int rowKind = axis.kind[y];
      int rowTaps = axis.taps(rowKind);
      int rows = axis.count[y];
      for (int x = 0; x < inputs; x++) {
        int cell = y * inputs + x;
        int begin = spikes.begin[cell];
        int end = spikes.begin[cell + 1];
        int moreBegin = more == null ? 0 : more.begin[cell];
        int moreEnd = more == null ? 0 : more.begin[cell + 1];
        if (begin == end && moreBegin == moreEnd) {
          continue;
        }
        int columnKind = axis.kind[x];
        int step = axis.taps(columnKind) * channels;
        int block = rowTaps * step;
        int inside = SparseConvolution.ORIGIN + axis.skip[y] * step + axis.skip[x] * channels;
        int n = 0;
        for (int s = begin; s < end; s++) {
          blocks[n++] = spikes.channel[s] * block + inside;
        }
        if (more != null) {
          for (int s = moreBegin; s < moreEnd; s++) {
            blocks[n++] = (offset + more.channel[s]) * block + inside;
          }
        }
        kernels.add(
            v,
            SparseConvolution.ORIGIN + axis.first[y] * stride + axis.first[x] * channels,
            stride,
            layer.weights[rowKind * axis.kinds() + columnKind],
            blocks,
            n,
            step,
            rows,
            axis.count[x] * channels);
        touched += (long) n * rows * axis.count[x];
      }
    }
    return touched * layer.out;
  }

  /**
   * Convolves one input cell that holds a number: the first layer, where events come in.
   *
   * @return accumulates done
   */
  long convolve(SparseConvolution layer, int cell, int channel, float value, float[] v) {
    AxisTaps axis = layer.axis;
    int y = cell / axis.inputs;
    int x = cell % axis.inputs;
    int channels = layer.outPadded;
    int stride = axis.outputs * channels;
    int step = axis.taps(axis.kind[x]) * channels;
    int block = axis.taps(axis.kind[y]) * step;
    kernels.addScaled(
        v,
        SparseConvolution.ORIGIN + axis.first[y] * stride + axis.first[x] * channels,
        stride,
        layer.weights[axis.kind[y] * axis.kinds() + axis.kind[x]],
        SparseConvolution.ORIGIN + channel * block + axis.skip[y] * step + axis.skip[x] * channels,
        value,
        step,
        axis.count[y],
        axis.count[x] * channels);
    return (long) axis.count[y] * axis.count[x] * layer.out;
  }

  /**
   * Adds a constant where a spike is: the residual connection.
   *
   * @return accumulates done
   */
  static long addResidual(SpikeList spikes, int channels, float gain, float[] v) {
    int cells = spikes.begin.length - 1;
    for (int cell = 0; cell < cells; cell++) {
      for (int s = spikes.begin[cell]; s < spikes.begin[cell + 1]; s++) {
        v[SparseConvolution.ORIGIN + cell * channels + spikes.channel[s]] += gain;
      }
    }
    return spikes.size();
  }
}
