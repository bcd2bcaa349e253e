package evpose.simulation.sensor;

import evpose.simulation.render.IntensityImage;
import java.util.Arrays;

/**
 * The circuits of one tile's pixels, [TILE_HEIGHT][TILE_WIDTH] each. Where the tile sticks out of
 * the image they rest in the dark for ever.
 */
final class TileCircuits {
  static final int WIDTH = IntensityImage.TILE_WIDTH;
  static final int PIXELS = WIDTH * IntensityImage.TILE_HEIGHT;

  final float[] onThreshold = new float[PIXELS];
  final float[] offThreshold = new float[PIXELS];

  /** Brightness at the tile's last picture. */
  float[] seen = new float[PIXELS];

  /** Its logarithm, x. */
  float[] log = new float[PIXELS];

  /** What the circuit had made of it, y. */
  float[] slow = new float[PIXELS];

  /** Where y makes an event; minus infinity for ON while the pixel is blind. */
  final float[] onLevel = new float[PIXELS];

  final float[] offLevel = new float[PIXELS];

  /** End of blindness in microseconds modulo 2^32; 0 = the pixel sees. */
  final int[] blindUntil = new int[PIXELS];

  /**
   * @param logOfDark logarithm of no light
   */
  TileCircuits(float logOfDark) {
    Arrays.fill(log, logOfDark);
    Arrays.fill(slow, logOfDark);
    Arrays.fill(onLevel, Float.POSITIVE_INFINITY);
    Arrays.fill(offLevel, Float.NEGATIVE_INFINITY);
  }

  /** Has looked at a brightness for long, and is somewhere inside the thresholds. */
  void settle(int i, float brightness, float logOfIt, double phase) {
    seen[i] = brightness;
    log[i] = logOfIt;
    slow[i] = logOfIt;
    blindUntil[i] = 0;
    centre(i, logOfIt + phase * Math.min(onThreshold[i], offThreshold[i]));
  }

  /** Takes a new reference. */
  void centre(int i, double reference) {
    onLevel[i] = (float) (reference + onThreshold[i]);
    offLevel[i] = (float) (reference - offThreshold[i]);
  }

  void goBlind(int i, int until) {
    blindUntil[i] = until == 0 ? 1 : until;
    onLevel[i] = Float.NEGATIVE_INFINITY; // so that it is asked at every picture
  }
}
