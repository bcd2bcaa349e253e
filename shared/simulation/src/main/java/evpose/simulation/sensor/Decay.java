package evpose.simulation.sensor;

/**
 * e^-u for u >= 0, to 1e-9, from plain arithmetic: the same bits everywhere, in a few nanoseconds.
 */
final class Decay {
  private static final double INVERSE_LN2 = 1 / StrictMath.log(2);
  private static final double LN2 = StrictMath.log(2);

  /** Beyond this, nothing a float could hold beside 1 is left. */
  private static final double ALL_GONE = 40;

  private Decay() {}

  static double of(double u) {
    if (!(u < ALL_GONE)) {
      return 0;
    }
    int halvings = (int) (u * INVERSE_LN2 + 0.5);
    double r = halvings * LN2 - u; // within half of ln 2 of zero
    double square = r * r;
    double low = 1 + r + square * (1 / 2.0 + r * (1 / 6.0));
    double high = 1 / 24.0 + r * (1 / 120.0) + square * (1 / 720.0 + r * (1 / 5040.0));
    double power = low + square * square * high;
    return power * Double.longBitsToDouble((1023L - halvings) << 52);
  }
}
