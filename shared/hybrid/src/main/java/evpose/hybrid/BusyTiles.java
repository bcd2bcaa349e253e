package evpose.hybrid;

import java.util.Arrays;

/**
 * From events counted in 16 x 16 tiles of the network's input to the region that holds the body.
 *
 * <p>Events of noise fall everywhere, so the median tile holds little else. A tile is busy when it
 * and its neighbours hold clearly more than nine times that. The region is the box around all busy
 * tiles with a margin, and all of the input when none is busy.
 */
public final class BusyTiles {
  private static final int SIDE = 16;

  /** How many tiles there are. */
  public static final int COUNT = SIDE * SIDE;

  /** Standard deviations of noise that a busy tile exceeds it by. */
  private static final double CLEARLY = 5;

  /** More than single hot pixels make in so short a time. */
  private static final int FEW = 18;

  /** Around the busy tiles, as a share of the input's side. */
  private static final double MARGIN = 1.0 / 16;

  /** A body does not become narrower or shorter than this share of the input's side. */
  private static final double NARROWEST = 3.0 / 8;

  private static final double SHORTEST = 3.0 / 4;

  private BusyTiles() {}

  /** The tile that a cell of an input of n x n cells lies in. */
  public static int of(int cellX, int cellY, int n) {
    return cellY * SIDE / n * SIDE + cellX * SIDE / n;
  }

  /**
   * Where the body is.
   *
   * @param counts of events by tile, {@link #COUNT} of them. Not modified.
   * @param n cells along a side of the network's input
   */
  public static Region region(int[] counts, int n) {
    int[] sorted = counts.clone();
    Arrays.sort(sorted);
    double noise = sorted[sorted.length / 2];
    int left = SIDE;
    int right = -1;
    int top = SIDE;
    int bottom = -1;
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        if (isBusy(counts, x, y, noise)) {
          left = Math.min(left, x);
          right = Math.max(right, x);
          top = Math.min(top, y);
          bottom = Math.max(bottom, y);
        }
      }
    }
    if (right < 0) {
      return Region.whole(n);
    }
    int[] across = side(left, right + 1, n, NARROWEST);
    int[] down = side(top, bottom + 1, n, SHORTEST);
    return new Region(across[0], down[0], across[1], down[1]);
  }

  private static boolean isBusy(int[] counts, int x, int y, double noise) {
    int around = 0;
    int tiles = 0;
    for (int j = Math.max(0, y - 1); j <= Math.min(SIDE - 1, y + 1); j++) {
      for (int i = Math.max(0, x - 1); i <= Math.min(SIDE - 1, x + 1); i++) {
        around += counts[j * SIDE + i];
        tiles++;
      }
    }
    double expected = noise * tiles;
    return counts[y * SIDE + x] > noise && around > expected + CLEARLY * Math.sqrt(expected) + FEW;
  }

  /**
   * From tiles to cells.
   *
   * @param least of the input's side
   * @return where it begins, and how long it is
   */
  private static int[] side(int from, int to, int n, double least) {
    double begin = (double) from * n / SIDE - MARGIN * n;
    double end = (double) to * n / SIDE + MARGIN * n;
    double missing = Math.max(0, least * n - (end - begin)) / 2;
    int first = (int) Math.floor((begin - missing) / Region.GRAIN) * Region.GRAIN;
    int last = (int) Math.ceil((end + missing) / Region.GRAIN) * Region.GRAIN;
    first = Math.max(0, first);
    return new int[] {first, Math.min(n, last) - first};
  }
}
