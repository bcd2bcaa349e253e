package evpose.training;

/** Where a heatmap peaks: argmax, refined by a parabola through the neighbours in each axis. */
public final class Peak {
  private Peak() {}

  /**
   * @param at where the plane [n][n] begins
   * @param peak (out) x, y in cell coordinates, corner origin
   */
  static void find(float[] heatmaps, int at, int n, double[] peak) {
    refine(heatmaps, at, n, cell(heatmaps, at, n), peak);
  }

  /**
   * The argmax alone, the lowest index on ties; there always is one.
   *
   * @param at where the plane [n][n] begins
   * @return y · n + x
   */
  public static int cell(float[] heatmaps, int at, int n) {
    int best = 0;
    for (int i = 1; i < n * n; i++) {
      if (heatmaps[at + i] > heatmaps[at + best]) {
        best = i;
      }
    }
    return best;
  }

  /**
   * Refines an argmax.
   *
   * @param at where the plane [n][n] begins
   * @param best y · n + x
   * @param peak (out) x, y in cell coordinates, corner origin
   */
  public static void refine(float[] heatmaps, int at, int n, int best, double[] peak) {
    int x = best % n;
    int y = best / n;
    peak[0] = x + 0.5 + (x > 0 && x < n - 1 ? shift(heatmaps, at + best, 1) : 0);
    peak[1] = y + 0.5 + (y > 0 && y < n - 1 ? shift(heatmaps, at + best, n) : 0);
  }

  private static double shift(float[] heatmaps, int at, int stride) {
    double before = heatmaps[at - stride];
    double after = heatmaps[at + stride];
    double curvature = 2.0 * heatmaps[at] - before - after;
    return curvature > 0 ? Math.max(-0.5, Math.min(0.5, 0.5 * (after - before) / curvature)) : 0;
  }
}
