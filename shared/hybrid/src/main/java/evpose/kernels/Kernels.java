package evpose.kernels;

/**
 * The inner loops of the event-driven network. Two twins implement them; both do the same float
 * operations on each element in the same order, without fused multiply-add and without horizontal
 * sums, so their results are equal to the last bit.
 *
 * <p>Stateless; safe to share.
 */
abstract class Kernels {

  /**
   * Adds the weight blocks of several spikes of one cell.
   *
   * <pre>
   *   v[at + r·stride + i] += w[spikes[0] + r·step + i] + w[spikes[1] + ...] + ...    0 <= r < rows, 0 <= i < length
   * </pre>
   *
   * Each element is added to in the order of the spikes.
   *
   * @param v (in and out) potentials, [row][column][channel] from ORIGIN on
   * @param at first element touched
   * @param stride elements from one output row to the next
   * @param w one kind's weights, [in][row tap][column tap][channel]
   * @param spikes where the spikes' blocks begin in {@code w}
   * @param n how many of them
   * @param step elements from one tap row to the next
   * @param rows tap rows
   * @param length elements a row, a multiple of 8
   */
  abstract void add(
      float[] v,
      int at,
      int stride,
      float[] w,
      int[] spikes,
      int n,
      int step,
      int rows,
      int length);

  /**
   * The same for weights that are whole numbers: spikes are taken eight, four, two and one at a
   * time, the weights of so many are summed as 16-bit numbers, then added to the potential as a
   * float. None may exceed {@link SparseConvolution#LARGEST_WHOLE}, so that no sum overflows.
   */
  abstract void add(
      float[] v,
      int at,
      int stride,
      short[] w,
      int[] spikes,
      int n,
      int step,
      int rows,
      int length);

  /**
   * Adds one weight block times a number: an input cell in which several events fell.
   *
   * <pre>
   *   v[at + r·stride + i] += value · w[block + r·step + i]
   * </pre>
   */
  abstract void addScaled(
      float[] v,
      int at,
      int stride,
      float[] w,
      int block,
      float value,
      int step,
      int rows,
      int length);

  /**
   * Fires one layer, resets softly, and charges it with what the next step starts from.
   *
   * <pre>
   *   z = 1 if h >= threshold          fire
   *   v = h - z · threshold            soft reset: what exceeds the threshold is kept
   *   h' = keep · v + bias             leak, and the input that is there without spikes
   * </pre>
   *
   * @param h (in and out) charged potentials, [cells][channels] from ORIGIN on
   * @param bias [channels]
   * @param threshold [channels]
   * @param channels a multiple of 8
   * @param from first cell to fire
   * @param to behind the last
   * @param spikes (out) who fired: as if these cells' were the first
   * @see "Aydin et al. 2024, Eq. 6"
   */
  abstract void fire(
      float[] h,
      float[] bias,
      float[] threshold,
      int channels,
      float keep,
      int from,
      int to,
      SpikeList spikes);

  /**
   * Reads an array once from one element to its end, as fast as this twin can; for measuring how
   * fast weights may stream at best.
   *
   * @return some sum of all of it; the twins need not agree
   */
  abstract float read(float[] w, int from);

  /** What runs, in words for a log line. */
  abstract String describe();
}
