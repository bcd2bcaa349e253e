package evpose.body;

/**
 * The One-Euro filter, for a point in mm: a low pass whose cut-off rises with speed, so that what
 * rests does not tremble and what moves is not late.
 *
 * <pre>
 *   α(f) = 1 / (1 + 1 / (2π f Δt))
 *   v ← v + α({@value #SPEED_HZ}) ((x - x̂) / Δt - v)         f = {@value #REST_HZ} Hz + {@value #HZ_PER_MM_PER_SECOND} |v|
 *   x̂ ← x̂ + α(f) (x - x̂)                 said: x̂ + v (1 - α) / α Δt · {@value #LEAD}
 * </pre>
 *
 * The last term is beyond the original: a low pass is late by (1 - α)/α Δt for steady motion, which
 * is given back in part.
 *
 * @see "Casiez, Roussel and Vogel 2012, 1€ filter"
 */
final class OneEuro {
  static final double REST_HZ = 3;
  static final double HZ_PER_MM_PER_SECOND = 0.005;
  static final double SPEED_HZ = 3;
  static final double LEAD = 0.4;

  private OneEuro() {}

  /** How much of a new value is taken. */
  static double share(double hz, double seconds) {
    double turn = 2 * Math.PI * hz * seconds;
    return turn / (1 + turn);
  }

  /**
   * Takes a joint's new place.
   *
   * @param place [3] in: measured; out: what is to be said
   */
  static void step(BodyState state, int joint, double[] place, double seconds) {
    int at = 3 * joint;
    double speed2 = 0;
    double share = share(SPEED_HZ, seconds);
    for (int i = 0; i < 3; i++) {
      double v = state.speedMmPerSecond[at + i];
      v += share * ((place[i] - state.smoothMm[at + i]) / seconds - v);
      state.speedMmPerSecond[at + i] = v;
      speed2 += v * v;
    }
    double alpha = share(REST_HZ + HZ_PER_MM_PER_SECOND * Math.sqrt(speed2), seconds);
    double lead = LEAD * (1 - alpha) / alpha * seconds;
    for (int i = 0; i < 3; i++) {
      state.smoothMm[at + i] += alpha * (place[i] - state.smoothMm[at + i]);
      place[i] = state.smoothMm[at + i] + lead * state.speedMmPerSecond[at + i];
    }
  }
}
