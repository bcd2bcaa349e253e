package evpose.hybrid;

import java.util.Arrays;

/**
 * The SNN's input of one step, sparse: the cells in which something happened, with how much.
 * Reused. Not thread-safe.
 *
 * <p>Ordered by cell, then polarity, each (cell, polarity) at most once.
 */
public final class InputSpikes {
  private int[] cell = new int[256]; // y · N + x
  private int[] polarity = new int[256]; // 0 OFF, 1 ON: the input channel
  private float[] value = new float[256]; // count, or log(1 + count)
  private int size;

  public void clear() {
    size = 0;
  }

  public void add(int cell, int polarity, float value) {
    if (size == this.cell.length) {
      this.cell = Arrays.copyOf(this.cell, 2 * size);
      this.polarity = Arrays.copyOf(this.polarity, 2 * size);
      this.value = Arrays.copyOf(this.value, 2 * size);
    }
    this.cell[size] = cell;
    this.polarity[size] = polarity;
    this.value[size] = value;
    size++;
  }

  public int size() {
    return size;
  }

  public int cell(int i) {
    return cell[i];
  }

  public int polarity(int i) {
    return polarity[i];
  }

  public float value(int i) {
    return value[i];
  }
}
