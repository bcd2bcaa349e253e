package evpose.simulation.render;

/**
 * How much of a blurred pixel lies inside a straight edge: the integral of a Gaussian. Stands for
 * the lens' blur and the pixel's area together, in place of many samples a pixel.
 *
 * <p>Also holds the arc sine by which cloth winds around a limb, as a table.
 */
final class Edge {
  /** Deviation of the blur, pixels: a 3x3 binomial (0.71) and the pixel's own square (0.29). */
  static final double BLUR_PIXELS = 0.76;

  /** Beyond this distance from the edge a pixel is all in or all out. */
  static final float REACH_PIXELS = 1.9f;

  static final float STEPS_PER_PIXEL = 64;

  /** Coverage by distance outside the edge, from -REACH to +REACH. */
  static final float[] COVERAGE = coverage();

  /** Steps of the arc sine's table from 0 to 1. */
  static final int ARC_STEPS = 64;

  /** Arc sine of -1..1, radians. */
  static final float[] ARC_SINE = arcSine();

  private Edge() {}

  private static float[] coverage() {
    int cells = (int) (2 * REACH_PIXELS * STEPS_PER_PIXEL) + 2;
    double[] density = new double[cells];
    double sum = 0;
    for (int i = 0; i < cells; i++) {
      double t = (i / STEPS_PER_PIXEL - REACH_PIXELS) / BLUR_PIXELS;
      density[i] = StrictMath.exp(-t * t / 2);
      sum += density[i];
    }
    float[] table = new float[cells];
    double inside = 1;
    for (int i = 0; i < cells; i++) {
      table[i] = (float) Math.max(0, inside);
      inside -= density[i] / sum;
    }
    return table;
  }

  private static float[] arcSine() {
    float[] table = new float[2 * ARC_STEPS + 1];
    for (int i = 0; i < table.length; i++) {
      table[i] = (float) StrictMath.asin((i - ARC_STEPS) / (double) ARC_STEPS);
    }
    return table;
  }
}
