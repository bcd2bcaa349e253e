package evpose.representation;

/**
 * Grey levels of a frame that counts events: 255 is three deviations of the cells that saw
 * anything.
 *
 * <pre>
 *   level = floor(min(255, 255 · count / (3 · sigma)))       sigma over counts above 0, n - 1
 * </pre>
 *
 * @see "DHP19 release, normalizeImage3Sigma; model-spec 2.8"
 */
public final class ConstantCountFrame {
  private static final double WHITE = 255;

  /** Smallest deviation that counts are divided by. */
  private static final double LEAST_DEVIATION = 0.1 / WHITE;

  private ConstantCountFrame() {}

  /**
   * The deviation of the cells that saw anything.
   *
   * @param counts of each cell, polarity ignored
   */
  public static double deviation(int[] counts) {
    double sum = 0;
    double squares = 0;
    int active = 0;
    for (int count : counts) {
      if (count > 0) {
        active++;
        sum += count;
        squares += (double) count * count;
      }
    }
    double variance = active < 2 ? 0 : (squares - sum * sum / active) / (active - 1);
    return Math.max(LEAST_DEVIATION, Math.sqrt(Math.max(0, variance)));
  }

  /**
   * A cell's level.
   *
   * @param deviation of its frame
   * @return 0 to 255
   */
  public static int level(int count, double deviation) {
    return (int) Math.min(WHITE, WHITE * count / (3 * deviation));
  }
}
