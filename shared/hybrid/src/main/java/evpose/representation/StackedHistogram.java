package evpose.representation;

import evpose.events.CropBin;
import evpose.events.window.EventHistory;
import java.util.Arrays;

/**
 * The ANN's input: the newest events, split into bins of equal duration and counted by cell.
 *
 * <pre>
 *   bin = min(B - 1, floor(B · (t - t0) / (t1 - t0)))        t0, t1: first and last event
 *   input[polarity · B + bin][y][x] = events there           (or log(1 + events))
 * </pre>
 *
 * @see "Aydin et al. 2024, section 3.1; the constant count comes from the authors' code"
 */
public final class StackedHistogram {
  private StackedHistogram() {}

  /**
   * Fills one input.
   *
   * @param history after {@link EventHistory#snapshot}
   * @param count how many events that snapshot selected; all are spread over the bins, those
   *     outside the cut are then left out
   * @param input (out) [2·bins][N][N] row-major, every element overwritten
   */
  public static void annInput(
      EventHistory history, int count, CropBin map, int bins, boolean log, float[] input) {
    int n = map.inputSize();
    if (input.length != 2 * bins * n * n) {
      throw new IllegalArgumentException(
          "the input must hold 2 x bins x N x N numbers: length="
              + input.length
              + ", bins="
              + bins
              + ", N="
              + n);
    }
    Arrays.fill(input, 0);
    if (count == 0) {
      return;
    }
    long first = history.micros(0);
    long span = history.micros(count - 1) - first;
    for (int i = 0; i < count; i++) {
      int x = map.cellX(history.x(i));
      int y = map.cellY(history.y(i));
      if (x >= 0 && y >= 0) {
        int plane = history.polarity(i) * bins + bin(history.micros(i) - first, span, bins);
        input[(plane * n + y) * n + x]++;
      }
    }
    scale(input, CountScale.of(log));
  }

  /** All at one instant is bin 0. */
  static int bin(long since, long span, int bins) {
    return span == 0 ? 0 : (int) Math.min(bins - 1, bins * since / span);
  }

  private static void scale(float[] input, CountScale scale) {
    for (int i = 0; i < input.length; i++) {
      if (input[i] > 0) {
        input[i] = scale.of((int) input[i]);
      }
    }
  }
}
