package evpose.simulation.sensor;

/**
 * How far the pixels' slow circuits get in one interval: the first-order low-pass of log brightness
 * whose cut-off rises with brightness, for a brightness that runs straight from x0 to x1.
 *
 * <pre>
 *   z  = 2 pi cutoff(brightness) T
 *   y1 = x1 - (x1 - x0) (1 - e^-z) / z + (y0 - x0) e^-z       exact for the ramp
 * </pre>
 *
 * Brightness is sorted into classes of 1/128 of white up to twice white; a class' pixels share one
 * cut-off, which is off by 0.4 % of white's at most. Brightness at the interval's end decides, as
 * in v2e.
 *
 * @see "Hu, Liu and Delbruck 2021, v2e, section 3"
 */
final class Lag {
  static final int CLASSES_PER_WHITE = 128;
  static final int CLASSES = 2 * CLASSES_PER_WHITE;

  final long micros;
  final double perMicro;

  /** (1 - e^-z) / z by class. */
  final float[] slack = new float[CLASSES];

  /** e^-z by class. */
  final float[] rest = new float[CLASSES];

  /**
   * @param tauMicros time constant by class; 0 = at once
   */
  Lag(long micros, double[] tauMicros) {
    this.micros = micros;
    this.perMicro = 1.0 / micros;
    for (int i = 0; i < CLASSES; i++) {
      if (tauMicros[i] > 0) {
        double z = micros / tauMicros[i];
        double left = Decay.of(z);
        rest[i] = (float) left;
        // the quotient loses digits where nothing has happened yet; the series does not
        slack[i] = (float) (z < 1e-3 ? 1 - z / 2 + z * z / 6 : (1 - left) / z);
      }
    }
  }

  /** Time constants by class of brightness, microseconds; 0 where there is no limit. */
  static double[] tauMicros(DvsSettings settings) {
    double[] tau = new double[CLASSES];
    if (settings.cutoffWhiteHz() > 0) {
      for (int i = 0; i < CLASSES; i++) {
        double brightness = (i + 0.5) / CLASSES_PER_WHITE;
        double share = settings.cutoffDarkShare() + (1 - settings.cutoffDarkShare()) * brightness;
        tau[i] = 1e6 / (2 * Math.PI * settings.cutoffWhiteHz() * share);
      }
    }
    return tau;
  }

  static int classOf(float brightness) {
    return Math.max(0, Math.min(CLASSES - 1, (int) (brightness * CLASSES_PER_WHITE)));
  }
}
