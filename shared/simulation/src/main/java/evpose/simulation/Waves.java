package evpose.simulation;

/** Shapes in time that movements are made of; phases count periods. */
final class Waves {
  private Waves() {}

  static double sin(double periods) {
    return StrictMath.sin(2 * Math.PI * periods);
  }

  static double cos(double periods) {
    return StrictMath.cos(2 * Math.PI * periods);
  }

  /** Up and down once a period: 0 at phase 0, 1 at a half. */
  static double swell(double periods) {
    return 0.5 - 0.5 * cos(periods);
  }

  /** The part after the point, also below zero. */
  static double fraction(double periods) {
    return periods - Math.floor(periods);
  }

  /** A smooth step from 0 before {@code from} to 1 after {@code to}. */
  static double rise(double from, double to, double x) {
    double t = Math.max(0, Math.min(1, (x - from) / (to - from)));
    return t * t * (3 - 2 * t);
  }

  /** Up between two phases of a period, down between two others. */
  static double gate(double up, double upEnd, double down, double downEnd, double phase) {
    return rise(up, upEnd, phase) - rise(down, downEnd, phase);
  }

  /** A bell of height 1 around a phase, the same in every period. */
  static double bell(double centre, double width, double periods) {
    double d = fraction(periods - centre + 0.5) - 0.5;
    return StrictMath.exp(-d * d / (width * width));
  }

  /** The parabola of something thrown up between two phases; 0 outside. */
  static double flight(double from, double to, double phase) {
    double t = (phase - from) / (to - from);
    return t > 0 && t < 1 ? 4 * t * (1 - t) : 0;
  }
}
