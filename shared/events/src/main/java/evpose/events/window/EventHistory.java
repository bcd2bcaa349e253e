package evpose.events.window;

/**
 * The recent past of one camera, bounded in count and in age: what the ANN looks at. A ring that
 * allocates once. Not thread-safe.
 */
public final class EventHistory {
  private final int maxEvents;
  private final long maxAgeMicros;
  private final short[] x;
  private final short[] y;
  private final byte[] polarity;
  private final long[] micros;
  private long written;
  private long first; // of the last snapshot, as a count of all events ever written

  /**
   * @param maxEvents most events of a snapshot
   * @param maxAgeMicros oldest age of an event in a snapshot
   */
  public EventHistory(int maxEvents, long maxAgeMicros) {
    if (maxEvents < 1 || maxAgeMicros < 1) {
      throw new IllegalArgumentException(
          "a history holds something: maxEvents=" + maxEvents + ", maxAgeMicros=" + maxAgeMicros);
    }
    this.maxEvents = maxEvents;
    this.maxAgeMicros = maxAgeMicros;
    x = new short[maxEvents];
    y = new short[maxEvents];
    polarity = new byte[maxEvents];
    micros = new long[maxEvents];
  }

  /** Appends the events of a step; only the newest {@code maxEvents} are kept. */
  public void add(StepEvents step) {
    int from = Math.max(0, step.size() - maxEvents);
    for (int i = from; i < step.size(); i++) {
      int slot = (int) (written % maxEvents);
      x[slot] = (short) step.x(i);
      y[slot] = (short) step.y(i);
      polarity[slot] = (byte) step.polarity(i);
      micros[slot] = step.micros(i);
      written++;
    }
  }

  /**
   * Selects the newest events that are younger than the age bound at a moment that lies after all
   * of them.
   *
   * @param atMicros the moment; all events that were added must be older
   * @return how many were selected; read them with index 0 (oldest) to n - 1
   */
  public int snapshot(long atMicros) {
    long oldestKept = Math.max(0, written - maxEvents);
    long low = oldestKept;
    long high = written;
    while (low < high) { // first event inside the age bound; times do not decrease
      long middle = (low + high) >>> 1;
      if (micros[(int) (middle % maxEvents)] >= atMicros - maxAgeMicros) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    first = low;
    return (int) (written - low);
  }

  public int x(int i) {
    return x[slot(i)] & 0xFFFF;
  }

  public int y(int i) {
    return y[slot(i)] & 0xFFFF;
  }

  public int polarity(int i) {
    return polarity[slot(i)];
  }

  /** Data time of selected event i, microseconds. */
  public long micros(int i) {
    return micros[slot(i)];
  }

  private int slot(int i) {
    return (int) ((first + i) % maxEvents);
  }

  /** Forgets everything. */
  public void clear() {
    written = 0;
    first = 0;
  }
}
