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
   * @param from first row of outputs that may be touched
   * @param to behind the last
   * @return accumulates done, padding not counted
   */
  long convolve(
      SparseConvolution layer,
      SpikeList spikes,
      @Nullable SpikeList more,
      int offset,
      float[] v,
      int from,
      int to) {
    AxisTaps axis = layer.axis;
    int inputs = axis.inputs;
    int channels = layer.outPadded;
    int stride = axis.outputs * channels;
    int origin = layer.whole() ? SparseConvolution.WHOLE_ORIGIN : SparseConvolution.ORIGIN;
    long touched = 0;
    for (int y = 0; y < inputs; y++) {
      int firstRow = Math.max(from, axis.first[y]);
      int rows = Math.min(to, axis.first[y] + axis.count[y]) - firstRow;
      if (rows <= 0) {
        continue;
      }
      int rowKind = axis.kind[y];
      int rowTaps = axis.taps(rowKind);
      int skippedRows = axis.skip[y] + firstRow - axis.first[y];
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
        int inside = origin + skippedRows * step + axis.skip[x] * channels;
        int n = 0;
        for (int s = begin; s < end; s++) {
          blocks[n++] = spikes.channel[s] * block + inside;
        }
        if (more != null) {
          for (int s = moreBegin; s < moreEnd; s++) {
            blocks[n++] = (offset + more.channel[s]) * block + inside;
          }
        }
        int at = SparseConvolution.ORIGIN + firstRow * stride + axis.first[x] * channels;
        int place = rowKind * axis.kinds() + columnKind;
        int length = axis.count[x] * channels;
        if (layer.whole()) {
          short[] whole = layer.wholeWeights[place];
          kernels.add(v, at, stride, whole, blocks, n, step, rows, length);
        } else {
          kernels.add(v, at, stride, layer.weights[place], blocks, n, step, rows, length);
        }
        touched += (long) n * rows * axis.count[x];
      }
    }
    return touched * layer.out;
  }

  /**
   * Convolves one input cell that holds a number: the first layer, where events come in.
   *
   * @param from first row of outputs that may be touched
   * @param to behind the last
   * @return accumulates done
   */
  long convolve(
      SparseConvolution layer, int cell, int channel, float value, float[] v, int from, int to) {
    AxisTaps axis = layer.axis;
    int y = cell / axis.inputs;
    int x = cell % axis.inputs;
    int firstRow = Math.max(from, axis.first[y]);
    int rows = Math.min(to, axis.first[y] + axis.count[y]) - firstRow;
    if (rows <= 0) {
      return 0;
    }
    int skippedRows = axis.skip[y] + firstRow - axis.first[y];
    int channels = layer.outPadded;
    int stride = axis.outputs * channels;
    int step = axis.taps(axis.kind[x]) * channels;
    int block = axis.taps(axis.kind[y]) * step;
    kernels.addScaled(
        v,
        SparseConvolution.ORIGIN + firstRow * stride + axis.first[x] * channels,
        stride,
        layer.weights[axis.kind[y] * axis.kinds() + axis.kind[x]],
        SparseConvolution.ORIGIN + channel * block + skippedRows * step + axis.skip[x] * channels,
        value,
        step,
        rows,
        axis.count[x] * channels);
    return (long) rows * axis.count[x] * layer.out;
  }

  /**
   * Adds a constant where a spike is: the residual connection.
   *
   * @param gain [channels]
   * @param from first cell
   * @param to behind the last
   * @return accumulates done
   */
  static long addResidual(
      SpikeList spikes, int channels, float[] gain, float[] v, int from, int to) {
    for (int cell = from; cell < to; cell++) {
      for (int s = spikes.begin[cell]; s < spikes.begin[cell + 1]; s++) {
        int channel = spikes.channel[s];
        v[SparseConvolution.ORIGIN + cell * channels + channel] += gain[channel];
      }
    }
    return spikes.begin[to] - spikes.begin[from];
  }
}
