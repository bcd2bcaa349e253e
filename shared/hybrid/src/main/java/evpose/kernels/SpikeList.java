package evpose.kernels;

import java.util.Arrays;

/**
 * The spikes of one layer in one step, by cell: those of cell p are {@code channel[begin[p]]} to
 * {@code channel[begin[p + 1] - 1]}, channels ascending. Grows to the busiest step seen, then
 * allocates no more. Not thread-safe.
 */
final class SpikeList {
  final int[] begin; // [cells + 1]
  int[] channel;

  SpikeList(int cells, int channels) {
    begin = new int[cells + 1];
    channel = new int[Math.max(channels, cells * channels / 8)];
  }

  int size() {
    return begin[begin.length - 1];
  }

  /** The channel array, grown if need be so that {@code more} fit behind {@code used}. */
  int[] room(int used, int more) {
    if (used + more > channel.length) {
      channel = Arrays.copyOf(channel, Math.max(used + more, 2 * channel.length));
    }
    return channel;
  }

  /**
   * Adds the spikes of the next cells, behind those that are there.
   *
   * @param more their list, in which they are the first
   * @param from the first of these cells
   * @param to behind the last
   */
  void append(SpikeList more, int from, int to) {
    if (from == to) {
      return;
    }
    int n = begin[from];
    int added = more.begin[to];
    System.arraycopy(more.channel, 0, room(n, added), n, added);
    for (int cell = from; cell <= to; cell++) {
      begin[cell] = n + more.begin[cell];
    }
  }
}
