package evpose.simulation.render;

/**
 * How bright a white surface is by where it faces in one camera's image: a ball lit by the scene's
 * lamps, painted once and then looked up. No shadows are cast.
 */
final class Shading {
  /** Cells from the middle of the ball to its edge. */
  static final int RADIUS = 32;

  static final int SIDE = 2 * RADIUS + 1;

  /** [SIDE down][SIDE right]. */
  final float[] ball = new float[SIDE * SIDE];

  Shading(Look look, Eye eye) {
    for (int i = 0; i < SIDE; i++) {
      for (int j = 0; j < SIDE; j++) {
        double down = (i - RADIUS) / (double) RADIUS;
        double right = (j - RADIUS) / (double) RADIUS;
        double flat = down * down + right * right;
        if (flat > 1) {
          down /= Math.sqrt(flat);
          right /= Math.sqrt(flat);
        }
        ball[i * SIDE + j] = (float) shade(look, eye, right, down);
      }
    }
  }

  /** Where in the table the light on a surface is that faces this way in the image. */
  static int index(float right, float down) {
    int row = (int) (down * RADIUS + (RADIUS + 0.5f));
    int column = (int) (right * RADIUS + (RADIUS + 0.5f));
    return row * SIDE + column;
  }

  private static double shade(Look look, Eye eye, double right, double down) {
    double towards = Math.sqrt(Math.max(0, 1 - right * right - down * down));
    double light = look.ambient;
    for (int i = 0; i < look.lamps.length; i++) {
      double cos = 0;
      for (int k = 0; k < 3; k++) {
        cos +=
            look.lamps[i][k]
                * (right * eye.right[k] + down * eye.down[k] + towards * eye.towards[k]);
      }
      light += look.lampStrength[i] * Math.max(0, cos);
    }
    return light;
  }
}
