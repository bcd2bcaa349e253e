package evpose.training;

/** The share of the full learning rate: a short rise, then half a cosine down. */
public final class LearningRate {
  private static final double FIRST = 0.05;

  private LearningRate() {}

  /**
   * @param done share of the phase, [0, 1]
   * @param warmUp share of the phase that rises, [0, 1)
   * @param last what is left at the end, [0, 1]
   */
  public static double share(double done, double warmUp, double last) {
    if (done < warmUp) {
      return FIRST + (1 - FIRST) * done / warmUp;
    }
    double fall = (done - warmUp) / (1 - warmUp);
    return last + (1 - last) * 0.5 * (1 + StrictMath.cos(Math.PI * Math.min(1, fall)));
  }
}
