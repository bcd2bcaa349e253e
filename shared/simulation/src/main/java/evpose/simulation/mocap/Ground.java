package evpose.simulation.mocap;

import java.util.Arrays;

/**
 * How high someone is above the ground they walk on, from the height of their lower foot alone.
 * Ground is where that foot stays at one height for a while; between two such places it goes
 * straight from one to the other. So steps, ramps and blocks are ground, and only jumps are not.
 */
final class Ground {
  /** Feet this much above the ground still count as standing: shoes, noise, other proportions. */
  static final double STANDING_MM = 30;

  private static final double STILL_MM_PER_SECOND = 150;

  /** Longer than the top of any jump is that slow. */
  private static final double STILL_SECONDS = 0.08;

  /** Where nobody ever stands: the share of frames that may lie below the floor. */
  private static final double BELOW_FLOOR = 0.05;

  private Ground() {}

  /**
   * Height above the ground in every frame.
   *
   * @param lowMm height of the lower foot, frame by frame, mm above anything
   */
  static double[] clearanceMm(double[] lowMm, double frameSeconds) {
    double[] ground = ground(lowMm, frameSeconds);
    double[] clearance = new double[lowMm.length];
    for (int i = 0; i < lowMm.length; i++) {
      clearance[i] = Math.max(0, lowMm[i] - ground[i] - STANDING_MM);
    }
    return clearance;
  }

  private static double[] ground(double[] lowMm, double frameSeconds) {
    double[] ground = new double[lowMm.length];
    int known = -1; // the last frame whose ground is known
    int from = 0;
    while (from < lowMm.length) {
      int to = from;
      while (to + 1 < lowMm.length
          && Math.abs(lowMm[to + 1] - lowMm[to]) <= STILL_MM_PER_SECOND * frameSeconds) {
        to++;
      }
      if (to > from && (to - from) * frameSeconds >= STILL_SECONDS) {
        System.arraycopy(lowMm, from, ground, from, to - from + 1);
        bridge(ground, known, from);
        known = to;
      }
      from = to + 1;
    }
    if (known < 0) {
      double[] sorted = lowMm.clone();
      Arrays.sort(sorted);
      Arrays.fill(ground, sorted[(int) (BELOW_FLOOR * (sorted.length - 1))]);
    } else {
      Arrays.fill(ground, known, ground.length, ground[known]);
    }
    return ground;
  }

  /** Fills what lies between two known frames; before the first, it is level. */
  private static void bridge(double[] ground, int known, int next) {
    for (int i = known + 1; i < next; i++) {
      double share = known < 0 ? 1 : (i - known) / (double) (next - known);
      double before = known < 0 ? 0 : ground[known];
      ground[i] = (1 - share) * before + share * ground[next];
    }
  }
}
