package evpose.realism;

import evpose.events.EventBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Frames of constant count, as DHP19 makes them: all cameras' events are filtered and counted, and
 * when 30 000 have come in, each camera's counts become an image and counting starts anew. Not
 * thread-safe.
 *
 * <p>The filter: an event passes when one of its eight neighbours had an event, noise or not,
 * within the last 70 ms. Cameras are filtered each for itself; the release filters a mosaic, where
 * the rightmost column of one camera is a neighbour of the next one's leftmost.
 *
 * @see "Calabrese et al. 2019, DHP19; MATLAB scripts of the release"
 */
final class FrameBuilder {
  static final int EVENTS_A_FRAME = 30_000;
  private static final long NEIGHBOUR_MICROS = 70_000;

  private final int width;
  private final int height;
  private final int[][] counts;
  private final long[][] lastNearby;
  private int total;

  FrameBuilder(int cameras, int width, int height) {
    this.width = width;
    this.height = height;
    counts = new int[cameras][width * height];
    lastNearby = new long[cameras][width * height];
    for (long[] last : lastNearby) {
      Arrays.fill(last, -NEIGHBOUR_MICROS - 1);
    }
  }

  /**
   * Takes events of one camera; cameras take turns in short steps.
   *
   * @param events by time
   */
  void add(int camera, EventBuffer events) {
    long[] last = lastNearby[camera];
    int[] count = counts[camera];
    for (int i = 0; i < events.size(); i++) {
      int x = events.x(i);
      int y = events.y(i);
      long micros = events.micros(i);
      int q = y * width + x;
      if (micros - last[q] <= NEIGHBOUR_MICROS) {
        count[q]++;
        total++;
      }
      if (x > 0 && y > 0 && x < width - 1 && y < height - 1) {
        mark(last, q, micros);
      }
    }
  }

  private void mark(long[] last, int q, long micros) {
    long own = last[q];
    for (int row = q - width; row <= q + width; row += width) {
      last[row - 1] = micros;
      last[row] = micros;
      last[row + 1] = micros;
    }
    last[q] = own;
  }

  boolean isFull() {
    return total >= EVENTS_A_FRAME;
  }

  /** The images by camera; counting starts anew. */
  List<Dhp19Frame> take() {
    List<Dhp19Frame> frames = new ArrayList<>();
    for (int[] count : counts) {
      frames.add(Dhp19Frame.of(count, width));
      Arrays.fill(count, 0);
    }
    total = 0;
    return frames;
  }
}
