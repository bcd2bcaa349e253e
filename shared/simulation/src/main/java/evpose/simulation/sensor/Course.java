package evpose.simulation.sensor;

/**
 * What one pixel's slow circuit makes of a log brightness that runs straight through one interval:
 *
 * <pre>
 *   y(t) = start + slope t + gap e^(-t / tau)       t in microseconds from the interval's begin
 * </pre>
 *
 * It turns around at most once, and between its ends and the turn every level is met at most once.
 * Set anew for every pixel that has something to say. Not thread-safe.
 */
final class Course {
  /** After a step of Newton's as short as this, what is left is its square by the bend's radius. */
  private static final double CLOSE_MICROS = 1;

  private static final int MAX_STEPS = 12;

  private double start;
  private double slope;
  private double gap;

  /** How far a steady slope runs ahead of the circuit: slope tau. */
  private double lead;

  private double rate;

  /**
   * @param x0 log brightness at the begin
   * @param x1 and at the end
   * @param y0 what the circuit says at the begin
   * @param tauMicros its time constant; 0 = it follows at once
   * @param perMicro one by that
   */
  void set(float x0, float x1, float y0, double tauMicros, double perMicro, Lag lag) {
    slope = ((double) x1 - x0) * lag.perMicro;
    lead = slope * tauMicros;
    rate = perMicro;
    start = x0 - lead;
    gap = tauMicros > 0 ? y0 - start : 0;
  }

  double at(double t) {
    double y = start + slope * t;
    return gap == 0 ? y : y + gap * Decay.of(t * rate);
  }

  /**
   * When it turns around; infinity when it does not before the interval's end.
   *
   * @param rest e^(-duration / tau)
   */
  double turn(double rest) {
    double share = gap == 0 ? 0 : lead / gap;
    return share > rest && share < 1 ? -StrictMath.log(share) / rate : Double.POSITIVE_INFINITY;
  }

  /**
   * When it reaches a level between two moments without a turn in between.
   *
   * @param yFrom at {@code from}, on one side of the level
   * @param yTo at {@code to}, on the other
   */
  double reach(double level, double from, double yFrom, double to, double yTo) {
    double t = from + (to - from) * (level - yFrom) / (yTo - yFrom);
    if (gap == 0) {
      return t;
    }
    // the bend never changes sides, so Newton's steps come from one side after the first
    for (int i = 0; i < MAX_STEPS; i++) {
      double left = gap * Decay.of(t * rate);
      double step = (start + slope * t + left - level) / (slope - left * rate);
      double next = Math.max(from, Math.min(to, t - step));
      boolean close = Math.abs(next - t) < CLOSE_MICROS;
      t = next;
      if (close) {
        break;
      }
    }
    return t;
  }
}
