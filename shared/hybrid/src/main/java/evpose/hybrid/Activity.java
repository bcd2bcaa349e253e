package evpose.hybrid;

import evpose.events.CropBin;
import evpose.events.window.StepEvents;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Where something has moved lately: events of a bounded past, counted in {@link BusyTiles}. Tells
 * the region that holds the body; a function of these events alone. Not thread-safe.
 */
final class Activity {
  private record Step(long step, int[] counts) {}

  private final CropBin map;
  private final long pastSteps;
  private final Deque<Step> steps = new ArrayDeque<>();
  private final int[] sums = new int[BusyTiles.COUNT];

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
        int tile = BusyTiles.of(x, y, n);
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
      return new int[BusyTiles.COUNT];
    }
    Arrays.fill(free, 0);
    return free;
  }

  /** Where the body is, before a step. */
  Region region(long step) {
    forgetBefore(step - pastSteps);
    return BusyTiles.region(sums, map.inputSize());
  }
}
