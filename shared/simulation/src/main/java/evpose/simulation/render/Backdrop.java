package evpose.simulation.render;

import evpose.simulation.chance.Dice;

/** The still background of one camera: a slope, an edge and a soft pattern, around brightness 1. */
final class Backdrop {
  private static final int WAVES = 6;

  private Backdrop() {}

  /** Linear brightness, [height][width]. */
  static float[] paint(int width, int height, Look look, Dice dice) {
    double slopeX = look.backgroundGradient * dice.gaussian();
    double slopeY = look.backgroundGradient * dice.gaussian();
    double edge = look.backgroundGradient * dice.gaussian();
    double edgeX = width * dice.uniform(0.3, 0.7);
    double[] fx = new double[WAVES];
    double[] fy = new double[WAVES];
    double[] phase = new double[WAVES];
    for (int i = 0; i < WAVES; i++) {
      fx[i] = 2 * Math.PI * dice.uniform(0, 0.08);
      fy[i] = 2 * Math.PI * dice.uniform(-0.05, 0.05);
      phase[i] = dice.uniform(0, 2 * Math.PI);
    }
    float[] image = new float[width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double log = slopeX * (2.0 * x / width - 1) + slopeY * (2.0 * y / height - 1);
        log += x > edgeX ? edge : 0;
        for (int i = 0; i < WAVES; i++) {
          log += 0.5 * look.backgroundTexture * StrictMath.sin(fx[i] * x + fy[i] * y + phase[i]);
        }
        image[y * width + x] = (float) StrictMath.exp(log);
      }
    }
    return image;
  }
}
