package evpose.training;

/** The share of the full learning rate: a short rise, then half a cosine down. */
final class LearningRate {
  private static final double WARM_UP = 0.03;
  private static final double FIRST = 0.05;
  private static final double LAST = 0.02;

  private LearningRate() {}

  /**
   * @param done share of the phase, [0, 1]
   */
  static double share(double done) {
    if (done < WARM_UP) {
      return FIRST + (1 - FIRST) * done / WARM_UP;
    }
    double fall = (done - WARM_UP) / (1 - WARM_UP);
    return LAST + (1 - LAST) * 0.5 * (1 + StrictMath.cos(Math.PI * Math.min(1, fall)));
  }
}
