package evpose.simulation;

import evpose.simulation.chance.Dice;

/**
 * One quantity that wanders without a plan: from value to value, at rest a moment at each. So many
 * values are made up, then they come again.
 */
final class Course {
  private static final int STOPS = 24;

  /** The share of the way from one value to the next that is movement; the rest is rest. */
  private final double[] moving = new double[STOPS];

  private final double[] begin = new double[STOPS + 1];
  private final double[] value = new double[STOPS];
  private final double phaseSeconds;

  /**
   * @param low the smallest value
   * @param high the largest value; half of all values are within a quarter of the range of the
   *     middle
   * @param seconds from one value to the next, on average
   */
  Course(Dice dice, double low, double high, double seconds) {
    for (int i = 0; i < STOPS; i++) {
      double middling = 0.5 * (dice.uniform() + dice.uniform());
      value[i] = low + (high - low) * (dice.uniform() < 0.5 ? middling : dice.uniform());
      moving[i] = dice.uniform(0.55, 1);
      begin[i + 1] = begin[i] + seconds * dice.uniform(0.6, 1.6);
    }
    phaseSeconds = dice.uniform() * begin[STOPS];
  }

  double at(double seconds) {
    double t = seconds + phaseSeconds;
    t -= begin[STOPS] * Math.floor(t / begin[STOPS]);
    int i = 0;
    while (i < STOPS - 1 && t >= begin[i + 1]) {
      i++;
    }
    double share = (t - begin[i]) / (begin[i + 1] - begin[i]);
    double before = value[i];
    double after = value[(i + 1) % STOPS];
    return before + (after - before) * Waves.rise(0, moving[i], share);
  }
}
