package evpose.simulation.sensor;

/**
 * What the slow circuits of several pixels make of log brightnesses that run straight through one
 * interval, a course each:
 *
 * <pre>
 *   y(t) = start + slope t + gap e^(-t / tau)       t in microseconds from the interval's begin
 * </pre>
 *
 * It turns around at most once, and between its ends and the turn every level is met at most once.
 * Levels are looked for in all courses at once: each of Newton's steps waits for the one before,
 * but not for those of another course. Not thread-safe.
 */
final class Courses {
  /** After a step of Newton's as short as this, what is left is its square by the bend's radius. */
  private static final double CLOSE_MICROS = 1;

  private static final int MAX_STEPS = 12;

  private final double[] start;
  private final double[] slope;
  private final double[] gap;

  /** How far a steady slope runs ahead of the circuit: slope tau. */
  private final double[] lead;

  private final double[] rate;

  // what is looked for: a level, and the two moments between which it is
  private final double[] level;
  private final double[] from;
  private final double[] to;

  /** When it was found. */
  final double[] at;

  /** Courses whose level has not been found well enough. */
  private final int[] sought;

  private int seeking;

  Courses(int count) {
    start = new double[count];
    slope = new double[count];
    gap = new double[count];
    lead = new double[count];
    rate = new double[count];
    level = new double[count];
    from = new double[count];
    to = new double[count];
    at = new double[count];
    sought = new int[count];
  }

  /**
   * @param x0 log brightness at the begin
   * @param x1 and at the end
   * @param y0 what the circuit says at the begin
   * @param tauMicros its time constant; 0 = it follows at once
   * @param perMicro one by that
   */
  void set(int i, float x0, float x1, float y0, double tauMicros, double perMicro, Lag lag) {
    slope[i] = ((double) x1 - x0) * lag.perMicro;
    lead[i] = slope[i] * tauMicros;
    rate[i] = perMicro;
    start[i] = x0 - lead[i];
    gap[i] = tauMicros > 0 ? y0 - start[i] : 0;
  }

  double y(int i, double t) {
    double y = start[i] + slope[i] * t;
    return gap[i] == 0 ? y : y + gap[i] * Decay.of(t * rate[i]);
  }

  /**
   * When it turns around; infinity when it does not before the interval's end.
   *
   * @param rest e^(-duration / tau)
   */
  double turn(int i, double rest) {
    double share = gap[i] == 0 ? 0 : lead[i] / gap[i];
    return share > rest && share < 1 ? -StrictMath.log(share) / rate[i] : Double.POSITIVE_INFINITY;
  }

  /**
   * Asks when a course reaches a level between two moments without a turn in between; {@link #find}
   * answers in {@link #at}.
   *
   * @param yFrom at {@code from}, on one side of the level
   * @param yTo at {@code to}, on the other
   */
  void seek(int i, double level, double from, double yFrom, double to, double yTo) {
    this.level[i] = level;
    this.from[i] = from;
    this.to[i] = to;
    at[i] = from + (to - from) * (level - yFrom) / (yTo - yFrom);
    if (gap[i] != 0) {
      sought[seeking++] = i;
    }
  }

  /** Answers all that has been asked. */
  void find() {
    // the bend never changes sides, so Newton's steps come from one side after the first
    for (int step = 0; step < MAX_STEPS && seeking > 0; step++) {
      int left = 0;
      for (int k = 0; k < seeking; k++) {
        int i = sought[k];
        double moved = step(i);
        sought[left] = i;
        left += Math.abs(moved) < CLOSE_MICROS ? 0 : 1;
      }
      seeking = left;
    }
    seeking = 0;
  }

  private double step(int i) {
    double t = at[i];
    double left = gap[i] * Decay.of(t * rate[i]);
    double step = (start[i] + slope[i] * t + left - level[i]) / (slope[i] - left * rate[i]);
    double next = Math.max(from[i], Math.min(to[i], t - step));
    at[i] = next;
    return next - t;
  }
}
