package evpose.simulation;

import evpose.simulation.chance.Dice;

/**
 * When a person is in which repetition of a movement. No two repetitions take the same time; of
 * some movements people rest a moment between them. Sixteen repetitions are made up, then they come
 * again.
 */
final class Tempo {
  private static final int REPETITIONS = 16;

  /** The share of a repetition in which it gets going and in which it comes to rest. */
  private static final double RAMP = 0.18;

  private final double phase;
  private final boolean rests;

  /** When each repetition begins, seconds; the last entry is the length of all. */
  private final double[] begin = new double[REPETITIONS + 1];

  /** How long each repetition moves, the rest left out. */
  private final double[] moving = new double[REPETITIONS];

  /**
   * @param periodSeconds how long a repetition takes on average, without rest
   * @param restShare pauses, relative to what moves; 0 for movements that never pause
   */
  Tempo(double periodSeconds, double restShare, Dice dice) {
    rests = restShare > 0;
    for (int i = 0; i < REPETITIONS; i++) {
      moving[i] = periodSeconds * dice.around(1, rests ? 0.12 : 0.05, 2);
      double pause = periodSeconds * restShare * dice.uniform(0.4, 1.6);
      begin[i + 1] = begin[i] + moving[i] + pause;
    }
    phase = dice.uniform() * begin[REPETITIONS];
  }

  /** Repetitions done at a time; whole numbers while resting. */
  double periodsAt(double seconds) {
    double all = begin[REPETITIONS];
    double rounds = Math.floor((seconds + phase) / all);
    double t = seconds + phase - rounds * all;
    int i = 0;
    while (i < REPETITIONS - 1 && t >= begin[i + 1]) {
      i++;
    }
    double share = (t - begin[i]) / moving[i];
    double within = rests ? eased(Math.min(1, share)) : flowing(i, Math.min(1, share));
    return rounds * REPETITIONS + i + within;
  }

  /** From standstill to standstill at an even speed in between. */
  private static double eased(double share) {
    double top = 1 / (1 - RAMP);
    if (share < RAMP) {
      return top * share * share / (2 * RAMP);
    }
    if (share > 1 - RAMP) {
      return 1 - top * (1 - share) * (1 - share) / (2 * RAMP);
    }
    return top * (share - RAMP / 2);
  }

  /** Through without a stop: the speed at either end is the mean of both neighbours'. */
  private double flowing(int i, double share) {
    double before = moving[(i + REPETITIONS - 1) % REPETITIONS];
    double after = moving[(i + 1) % REPETITIONS];
    double in = 0.5 * (1 + moving[i] / before);
    double out = 0.5 * (1 + moving[i] / after);
    double s2 = share * share;
    double s3 = s2 * share;
    return (s3 - 2 * s2 + share) * in + (3 * s2 - 2 * s3) + (s3 - s2) * out;
  }
}
