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
}
