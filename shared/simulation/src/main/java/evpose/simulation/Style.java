package evpose.simulation;

import evpose.simulation.chance.Dice;

/**
 * How one person does one movement: pace, reach, habits, and the small things a body does besides.
 * Nobody stands still: the whole body sways slowly, and moves along with the movement itself.
 */
final class Style {
  private static final int CHANNELS = 24;

  private final double pace;
  private final double usualReach;
  private final double restShare;
  private final Dice tempo;

  /** Reach, 1 = usual; wanders a little from repetition to repetition. */
  double reach;

  /** Habit of the arms that rest: not hanging but held up. */
  final boolean guarded;

  private final double[] habit = new double[12];
  private final double[] slowHz = new double[CHANNELS];
  private final double[] fastHz = new double[CHANNELS];
  private final double[] slowPhase = new double[CHANNELS];
  private final double[] fastPhase = new double[CHANNELS];
  private final double[] along = new double[12];
  private final double[] alongPhase = new double[12];

  /**
   * @param person seed of temperament and habits, the same in all that this person does
   * @param movement number of the movement, in which even one person is not always the same
   */
  Style(long person, int movement) {
    Dice own = Dice.of(person, "person");
    double temper = own.uniform(0.87, 1.13);
    double wide = own.uniform(0.88, 1.12);
    double patience = own.uniform(0.6, 1.4);
    guarded = own.uniform() < 0.5;
    for (int i = 0; i < habit.length; i++) {
      habit[i] = own.around(0, 1, 2.5);
    }
    Dice dice = Dice.of(person * Movements.COUNT + movement, "style");
    pace = temper * dice.uniform(0.89, 1.12);
    usualReach = wide * dice.uniform(0.92, 1.08);
    reach = usualReach;
    restShare = patience * dice.uniform(0.1, 0.5);
    tempo = Dice.of(person * Movements.COUNT + movement, "tempo");
    for (int i = 0; i < CHANNELS; i++) {
      slowHz[i] = dice.uniform(0.25, 0.75);
      fastHz[i] = dice.uniform(0.8, 1.5);
      slowPhase[i] = dice.uniform();
      fastPhase[i] = dice.uniform();
    }
    for (int i = 0; i < along.length; i++) {
      along[i] = dice.around(0, 1, 2.5);
      alongPhase[i] = dice.uniform();
    }
  }

  /**
   * When this person is in which repetition.
   *
   * @param periodSeconds how long people take on average
   */
  Tempo tempo(double periodSeconds, Movements.Manner manner) {
    double own = manner == Movements.Manner.TREADMILL ? Math.sqrt(pace) : pace;
    double rest = manner == Movements.Manner.RESTED ? restShare : 0;
    return new Tempo(periodSeconds / own, rest, tempo);
  }

  /**
   * How high a body gets that is in the air for a time at the usual pace: g t² / 8, at most 180 mm.
   */
  double flightMm(double usualSeconds) {
    double seconds = usualSeconds / pace;
    return Math.min(180, 9_810 / 8.0 * seconds * seconds);
  }

  /** One slow wandering quantity, about -1 to 1. */
  private double sway(int channel, double seconds) {
    return 0.7 * Waves.sin(slowHz[channel] * seconds + slowPhase[channel])
        + 0.3 * Waves.sin(fastHz[channel] * seconds + fastPhase[channel]);
  }

  /** What the rest of the body does in the rhythm of the movement. */
  private double along(int channel, double periods) {
    return along[channel] * Waves.sin(periods + alongPhase[channel]);
  }

  /** The posture before the movement itself: standing at ease, swaying, moving along. */
  void stand(JointAngles a, double seconds, double periods) {
    reach = usualReach * (1 + 0.06 * sway(22, seconds));
    a.xMm = 12 * sway(0, seconds) + 9 * along(0, periods);
    a.yMm = 12 * sway(1, seconds) + 9 * along(1, periods);
    a.jumpMm = 0;
    a.turn = 2 * sway(2, seconds) + 1.5 * along(2, periods);
    a.lean = 1.5 * sway(3, seconds) + 1.2 * along(3, periods);
    a.tilt = sway(4, seconds) + 0.8 * along(4, periods);
    a.bend = 3 + 2 * sway(5, seconds);
    a.sideBend = 1.5 * sway(6, seconds) + along(6, periods);
    a.twist = 2 * sway(7, seconds) + 2 * along(5, periods);
    a.nod = 5 + 3 * sway(8, seconds) + 2 * along(7, periods);
    a.headTurn = 5 * sway(9, seconds);
    for (int i = 0; i < 2; i++) {
      a.shoulderFlexion[i] =
          3 + 2 * habit[i] + 2 * sway(10 + i, seconds) + 3 * along(8 + i, periods);
      a.shoulderAbduction[i] =
          8 + 2 * habit[2 + i] + 1.5 * sway(12 + i, seconds) + 1.5 * along(10 + i, periods);
      a.shoulderInward[i] = 20 + 8 * habit[4 + i];
      a.elbow[i] = 15 + 5 * habit[6 + i] + 3 * sway(14 + i, seconds) + 3 * along(11 - i, periods);
      double give = Math.max(0, along(6 + i, periods)); // a knee gives a little in the rhythm
      a.hipFlexion[i] = 3 + sway(16 + i, seconds) + 1.5 * give;
      a.hipAbduction[i] = 2 + 0.5 * sway(18 + i, seconds);
      a.hipInward[i] = -8;
      a.knee[i] = 5 + 1.5 * sway(20 + i, seconds) + 3 * give;
      a.ankle[i] = -2;
    }
  }
}
