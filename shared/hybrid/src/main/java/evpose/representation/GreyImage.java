package evpose.representation;

/**
 * A grey frame as the ANN sees it, in training and in the stream: each cell the mean of as many
 * points as a cell has pixels, then all cells shifted and scaled to mean 0 and standard deviation
 * 1, so that neither exposure nor a bright wall matters to a network without normalisations (the
 * paper's are levels / 255). What the map shows beyond the sensor's edge is as the nearest pixel on
 * it.
 *
 * @see "model-spec 2.10"
 */
public final class GreyImage {
  private static final double WHITE = 255;

  /** A picture with less contrast than one level is nearly empty, and stays so. */
  private static final double LEAST_DEVIATION = 1 / WHITE;

  private GreyImage() {}

  /**
   * Fills one input.
   *
   * @param pixels grey levels, unsigned, [height][width]. Not modified.
   * @param pointsASide of a cell: the bin of the stream's map, so that the plain map reads each
   *     pixel once
   * @param out [..][N][N], N² numbers from {@code at} on overwritten
   */
  public static void annInput(
      byte[] pixels, int width, int height, PlaneMap by, int pointsASide, float[] out, int at) {
    levels(pixels, width, height, by, pointsASide, out, at);
    standardise(out, at, by.inputSize() * by.inputSize());
  }

  /** The same before cells are shifted and scaled: levels in [0, 1]. */
  public static void levels(
      byte[] pixels, int width, int height, PlaneMap by, int pointsASide, float[] out, int at) {
    int n = by.inputSize();
    double determinant = by.a() * by.d() - by.b() * by.c();
    double white = WHITE * pointsASide * pointsASide;
    for (int row = 0; row < n; row++) {
      for (int column = 0; column < n; column++) {
        int sum = 0;
        for (int i = 0; i < pointsASide; i++) {
          for (int j = 0; j < pointsASide; j++) {
            double u = column + (j + 0.5) / pointsASide - by.e();
            double v = row + (i + 0.5) / pointsASide - by.f();
            int x = inside((by.d() * u - by.b() * v) / determinant, width);
            int y = inside((by.a() * v - by.c() * u) / determinant, height);
            sum += pixels[y * width + x] & 0xFF;
          }
        }
        out[at + row * n + column] = (float) (sum / white);
      }
    }
  }

  private static void standardise(float[] out, int at, int length) {
    double sum = 0;
    double squares = 0;
    for (int i = at; i < at + length; i++) {
      sum += out[i];
      squares += (double) out[i] * out[i];
    }
    double mean = sum / length;
    double deviation = Math.sqrt(Math.max(0, squares / length - mean * mean));
    double gain = 1 / Math.max(LEAST_DEVIATION, deviation);
    for (int i = at; i < at + length; i++) {
      out[i] = (float) ((out[i] - mean) * gain);
    }
  }

  private static int inside(double pixel, int side) {
    return Math.max(0, Math.min(side - 1, (int) Math.floor(pixel)));
  }
}
