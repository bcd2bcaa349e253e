package evpose.simulation.sensor;

import java.util.Arrays;

/**
 * Orders packed events by time, those of one microsecond as they came: two passes of a counting
 * sort. {@code Arrays.sort} is slower and may allocate. Not thread-safe.
 *
 * <pre>
 *  63        27 26             1 0
 * +------------+----------------+-+
 * | µs of take | pixel          |p|
 * +------------+----------------+-+
 * </pre>
 */
final class EventSorter {
  static final int TIME_SHIFT = 27;
  private static final int MAX_DIGIT_BITS = 10;

  private final int[] counts = new int[1 << MAX_DIGIT_BITS];
  private long[] other = new long[0];

  /**
   * @param timeBits bits that the longest time needs, 1 to 20
   */
  void sort(long[] events, int count, int timeBits) {
    if (other.length < count) {
      other = new long[events.length];
    }
    int digitBits = (timeBits + 1) / 2;
    pass(events, other, count, TIME_SHIFT, digitBits);
    pass(other, events, count, TIME_SHIFT + digitBits, digitBits);
  }

  private void pass(long[] from, long[] to, int count, int shift, int bits) {
    int digits = 1 << bits;
    int mask = digits - 1;
    Arrays.fill(counts, 0, digits, 0);
    for (int i = 0; i < count; i++) {
      counts[(int) (from[i] >>> shift) & mask]++;
    }
    int sum = 0;
    for (int d = 0; d < digits; d++) {
      int n = counts[d];
      counts[d] = sum;
      sum += n;
    }
    for (int i = 0; i < count; i++) {
      to[counts[(int) (from[i] >>> shift) & mask]++] = from[i];
    }
  }
}
