package evpose.hybrid;

import evpose.events.CropBin;
import evpose.events.window.StepEvents;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Where something has moved lately: events of a bounded past, counted in 16 x 16 tiles of the
 * network's input. Tells the region that holds the body; a function of these events alone. Not
 * thread-safe.
 *
 * <p>Events of noise fall everywhere, so the median tile holds little else. A tile is busy when it
 * and its neighbours hold clearly more than nine times that. The region is the box around all busy
 * tiles with a margin, and all of the input when none is busy.
 */
final class Activity {
  private static final int TILES = 16;

  /** Standard deviations of noise that a busy tile exceeds it by. */
  private static final double CLEARLY = 5;

  /** More than single hot pixels make in so short a time. */
  private static final int FEW = 18;

  /** Around the busy tiles, as a share of the input's side. */
  private static final double MARGIN = 1.0 / 16;

  /** A body does not become narrower or shorter than this share of the input's side. */
  private static final double NARROWEST = 3.0 / 8;

  private static final double SHORTEST = 3.0 / 4;

  private record Step(long step, int[] counts) {}

  private final CropBin map;
  private final long pastSteps;
  private final Deque<Step> steps = new ArrayDeque<>();
  private final int[] sums = new int[TILES * TILES];
  private final int[] sorted = new int[TILES * TILES];

  /**
   * @param pastSteps how far back events count
   */
  Activity(CropBin map, long pastSteps) {
    this.map = map;
    this.pastSteps = pastSteps;
  }

  /** Takes a closed step, in ascending order. */
  void add(StepEvents events) {
    int[] counts = forgetBefore(events.step() - pastSteps + 1);
    int n = map.inputSize();
    for (int i = 0; i < events.size(); i++) {
      int x = map.cellX(events.x(i));
      int y = map.cellY(events.y(i));
      if (x >= 0 && y >= 0) {
        int tile = y * TILES / n * TILES + x * TILES / n;
        counts[tile]++;
        sums[tile]++;
      }
    }
    steps.add(new Step(events.step(), counts));
  }

  /** Returns an array of zeros, one that is no longer used where there is one. */
  private int[] forgetBefore(long step) {
    int[] free = null;
    while (!steps.isEmpty() && steps.element().step < step) {
      free = steps.remove().counts;
      for (int t = 0; t < sums.length; t++) {
        sums[t] -= free[t];
      }
    }
    if (free == null) {
      return new int[TILES * TILES];
    }
    Arrays.fill(free, 0);
    return free;
  }

  /** Where the body is, before a step. */
  Region region(long step) {
    forgetBefore(step - pastSteps);
    System.arraycopy(sums, 0, sorted, 0, sums.length);
    Arrays.sort(sorted);
    double noise = sorted[sorted.length / 2];
    int n = map.inputSize();
    int left = TILES;
    int right = -1;
    int top = TILES;
    int bottom = -1;
    for (int y = 0; y < TILES; y++) {
      for (int x = 0; x < TILES; x++) {
        if (isBusy(x, y, noise)) {
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

  private boolean isBusy(int x, int y, double noise) {
    int around = 0;
    int tiles = 0;
    for (int j = Math.max(0, y - 1); j <= Math.min(TILES - 1, y + 1); j++) {
      for (int i = Math.max(0, x - 1); i <= Math.min(TILES - 1, x + 1); i++) {
        around += sums[j * TILES + i];
        tiles++;
      }
    }
    double expected = noise * tiles;
    return sums[y * TILES + x] > noise && around > expected + CLEARLY * Math.sqrt(expected) + FEW;
  }

  /**
   * From tiles to cells.
   *
   * @param least of the input's side
   * @return where it begins, and how long it is
   */
  private static int[] side(int from, int to, int n, double least) {
    double begin = (double) from * n / TILES - MARGIN * n;
    double end = (double) to * n / TILES + MARGIN * n;
    double missing = Math.max(0, least * n - (end - begin)) / 2;
    int first = (int) Math.floor((begin - missing) / Region.GRAIN) * Region.GRAIN;
    int last = (int) Math.ceil((end + missing) / Region.GRAIN) * Region.GRAIN;
    first = Math.max(0, first);
    return new int[] {first, Math.min(n, last) - first};
  }
}
