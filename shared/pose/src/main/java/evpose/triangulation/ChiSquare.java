package evpose.triangulation;

/** What sums of squares of standard normal numbers reach. */
final class ChiSquare {
  private static final double Z_ONCE_IN_A_THOUSAND = 3.0902;

  private ChiSquare() {}

  /**
   * The value that chi² with so many degrees of freedom passes once in a thousand times.
   *
   * @see "Wilson and Hilferty 1931, within 2 % from one degree of freedom on"
   */
  static double onceInAThousand(int freedom) {
    double a = 2.0 / (9.0 * freedom);
    double root = 1 - a + Z_ONCE_IN_A_THOUSAND * Math.sqrt(a);
    return freedom * root * root * root;
  }
}
