package evpose.simulation.render;

import evpose.simulation.chance.Dice;

/**
 * A piece of endless cloth: smooth noise of unit deviation on a torus of about one metre, blotches
 * of about 22 mm, so that one blotch is some two pixels wide on the usual sensor.
 */
final class ClothTile {
  /** Texels a side; a power of two, so that wrapping is a mask. */
  static final int SIZE = 256;

  private static final float TEXELS_PER_MM = 0.25f;

  /** Keeps indices positive, so that a cast rounds all of them the same way. */
  private static final float FAR = 16 * SIZE;

  private static final int KNOTS = 46; // 1024 mm / 22 mm

  /** [SIZE around][SIZE along]. */
  final float[] value = new float[SIZE * SIZE];

  ClothTile(Dice dice) {
    double[] knots = new double[KNOTS * KNOTS];
    for (int i = 0; i < knots.length; i++) {
      knots[i] = dice.gaussian();
    }
    double square = 0;
    for (int i = 0; i < SIZE; i++) {
      for (int j = 0; j < SIZE; j++) {
        double v = between(knots, i * (double) KNOTS / SIZE, j * (double) KNOTS / SIZE);
        value[i * SIZE + j] = (float) v;
        square += v * v;
      }
    }
    float norm = (float) (1 / Math.sqrt(square / value.length));
    for (int i = 0; i < value.length; i++) {
      value[i] *= norm;
    }
  }

  /** Where on the torus a place on the endless cloth lies, in either direction. */
  static int texel(float mm) {
    return (int) (mm * TEXELS_PER_MM + FAR) & (SIZE - 1);
  }

  private static double between(double[] knots, double y, double x) {
    int y0 = (int) y;
    int x0 = (int) x;
    double v = y - y0;
    double u = x - x0;
    int y1 = (y0 + 1) % KNOTS;
    int x1 = (x0 + 1) % KNOTS;
    double top = knots[y0 * KNOTS + x0] * (1 - u) + knots[y0 * KNOTS + x1] * u;
    double low = knots[y1 * KNOTS + x0] * (1 - u) + knots[y1 * KNOTS + x1] * u;
    return top * (1 - v) + low * v;
  }
}
