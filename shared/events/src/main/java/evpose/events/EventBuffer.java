package evpose.events;

import java.util.Arrays;

/**
 * A growing list of events of one camera, in absolute data time; a struct of arrays that is filled,
 * read and cleared again without allocating. Not thread-safe.
 */
public final class EventBuffer {
  private short[] x;
  private short[] y;
  private byte[] polarity;
  private long[] micros;
  private int size;

  public EventBuffer() {
    this(1024);
  }

  public EventBuffer(int capacity) {
    x = new short[capacity];
    y = new short[capacity];
    polarity = new byte[capacity];
    micros = new long[capacity];
  }

  /**
   * Appends one event.
   *
   * @param x column, pixels, [0, 65535]
   * @param y row, pixels, 0 at the top, [0, 65535]
   * @param micros data time, microseconds
   * @param polarity 1 brighter (ON), 0 darker (OFF)
   */
  public void add(int x, int y, long micros, int polarity) {
    if (size == this.x.length) {
      grow();
    }
    this.x[size] = (short) x;
    this.y[size] = (short) y;
    this.polarity[size] = (byte) polarity;
    this.micros[size] = micros;
    size++;
  }

  public int size() {
    return size;
  }

  public int x(int i) {
    return x[i] & 0xFFFF;
  }

  public int y(int i) {
    return y[i] & 0xFFFF;
  }

  public int polarity(int i) {
    return polarity[i];
  }

  public long micros(int i) {
    return micros[i];
  }

  public void clear() {
    size = 0;
  }

  /** Orders the events by time; those of one microsecond keep their order. */
  public void sortByTime() {
    boolean sorted = true;
    for (int i = 1; i < size && sorted; i++) {
      sorted = micros[i - 1] <= micros[i];
    }
    if (!sorted) {
      mergeSort();
    }
  }

  private void mergeSort() {
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      order[i] = i;
    }
    int[] other = new int[size];
    for (int run = 1; run < size; run *= 2) {
      for (int begin = 0; begin < size; begin += 2 * run) {
        merge(order, other, begin, Math.min(begin + run, size), Math.min(begin + 2 * run, size));
      }
      int[] swap = order;
      order = other;
      other = swap;
    }
    permute(order);
  }

  private void merge(int[] from, int[] to, int begin, int middle, int end) {
    int a = begin;
    int b = middle;
    for (int i = begin; i < end; i++) {
      boolean takeA = a < middle && (b >= end || micros[from[a]] <= micros[from[b]]);
      to[i] = takeA ? from[a++] : from[b++];
    }
  }

  private void permute(int[] order) {
    short[] newX = new short[x.length];
    short[] newY = new short[x.length];
    byte[] newPolarity = new byte[x.length];
    long[] newMicros = new long[x.length];
    for (int i = 0; i < size; i++) {
      newX[i] = x[order[i]];
      newY[i] = y[order[i]];
      newPolarity[i] = polarity[order[i]];
      newMicros[i] = micros[order[i]];
    }
    x = newX;
    y = newY;
    polarity = newPolarity;
    micros = newMicros;
  }

  private void grow() {
    int capacity = Math.max(16, x.length * 2);
    x = Arrays.copyOf(x, capacity);
    y = Arrays.copyOf(y, capacity);
    polarity = Arrays.copyOf(polarity, capacity);
    micros = Arrays.copyOf(micros, capacity);
  }
}
