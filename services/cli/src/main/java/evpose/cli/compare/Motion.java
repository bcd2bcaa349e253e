package evpose.cli.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Both sides' bodies over time, thinned out evenly, for looking at. */
public record Motion(List<Frame> frames) {
  /** A minute at 20 Hz; half a megabyte of page. */
  static final int MOST_FRAMES = 1_200;

  private static final long FRAMES_PER_SECOND = 20;

  /**
   * One moment that both sides placed.
   *
   * @param second data time
   * @param a [13·3] mm in the world, NaN where missing
   * @param b the same
   * @param truth the same; null where it is not known
   */
  public record Frame(double second, double[] a, double[] b, double @Nullable [] truth) {}

  /**
   * @param a joints by step, as b and truth
   * @param stepMicros length of a step
   */
  static Motion of(
      NavigableMap<Long, double[]> a,
      NavigableMap<Long, double[]> b,
      NavigableMap<Long, double[]> truth,
      long stepMicros) {
    NavigableMap<Long, double[]> both = new TreeMap<>(a);
    both.keySet().removeIf(step -> !isPlaced(a.get(step)) || !isPlaced(b.get(step)));
    if (both.isEmpty()) {
      return new Motion(List.of());
    }
    long steps = both.lastKey() - both.firstKey() + 1;
    long stride =
        Math.max(
            Math.max(1, 1_000_000 / (FRAMES_PER_SECOND * stepMicros)),
            (steps + MOST_FRAMES - 1) / MOST_FRAMES);
    List<Frame> frames = new ArrayList<>();
    both.forEach(
        (step, row) -> {
          double[] other = b.get(step);
          if (other != null && (step - both.firstKey()) % stride == 0) {
            frames.add(new Frame(step * stepMicros * 1e-6, row, other, truth.get(step)));
          }
        });
    return new Motion(frames);
  }

  private static boolean isPlaced(double @Nullable [] row) {
    return row != null && Arrays.stream(row).anyMatch(Double::isFinite);
  }
}
