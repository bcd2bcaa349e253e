package evpose.representation;

import java.util.Arrays;

/**
 * Time-ordered recent events: of each cell and polarity how long ago its newest five events were,
 * on a logarithmic scale.
 *
 * <pre>
 *   age a = T - t, µs          value = max(0, ln(min(a, 5 000 000) + 1) - ln(151))
 *
 *   channel   0    1    2    3    4    5    6    7    8    9
 *             ON newest ... oldest     OFF newest ... oldest
 * </pre>
 *
 * 0 is just now (up to 150 µs), 10.408 is five seconds ago, longer, or never. Not thread-safe.
 *
 * @see "Baldwin et al. 2022, TORE volumes; model-spec 2.9"
 */
public final class ToreVolume {
  /** Events that a cell remembers of each polarity. */
  public static final int DEPTH = 5;

  /** What is older counts as so old, µs. */
  public static final long OLDEST_MICROS = 5_000_000;

  private static final double NOW = StrictMath.log(151);
  private static final float NEVER = value(OLDEST_MICROS);
  private static final long NONE = Long.MIN_VALUE;

  private final int cells;
  private final long[] times; // [2·DEPTH][cells], as the channels

  /**
   * @param cells of the input
   */
  public ToreVolume(int cells) {
    this.cells = cells;
    times = new long[2 * DEPTH * cells];
    clear();
  }

  /** Forgets everything. */
  public void clear() {
    Arrays.fill(times, NONE);
  }

  /**
   * Takes an event; events may come in any order.
   *
   * @param polarity 1 for ON, 0 for OFF
   */
  public void add(int cell, int polarity, long micros) {
    int newest = (1 - polarity) * DEPTH * cells + cell;
    int end = newest + DEPTH * cells;
    long moved = micros;
    for (int i = newest; i < end; i += cells) {
      long old = times[i];
      if (moved > old) {
        times[i] = moved;
        moved = old;
      }
    }
  }

  /**
   * The volume at an instant.
   *
   * @param micros T; all events that were added lie before it
   * @param out [2·DEPTH][cells], written from {@code at} on
   */
  public void write(long micros, float[] out, int at) {
    for (int i = 0; i < times.length; i++) {
      out[at + i] = times[i] == NONE ? NEVER : value(micros - times[i]);
    }
  }

  /**
   * What a channel shows for an age.
   *
   * @param ageMicros positive
   */
  public static float value(long ageMicros) {
    if (ageMicros < 1) {
      throw new IllegalArgumentException(
          "a volume shows what was before its instant: ageMicros=" + ageMicros);
    }
    return (float) Math.max(0, StrictMath.log(Math.min(ageMicros, OLDEST_MICROS) + 1) - NOW);
  }
}
