package evpose.training;

import evpose.datasets.PackedEvent;
import evpose.datasets.Take;

/**
 * Which events of a camera are among the newest of all cameras together, up to a step's begin. Of
 * events of the same instant those of later cameras are newer.
 */
final class NewestEvents {
  private NewestEvents() {}

  /**
   * The camera's first event among the newest.
   *
   * @param step of the take, at whose begin it is counted back
   * @param count of newest events over all cameras; all there are when there are fewer
   * @return its index; that of the step's first event when the camera has none among them
   */
  static int first(Take take, int camera, int step, long count) {
    int[] first = new int[take.cameras()];
    long left = count;
    int whole = step; // steps from here on are in as a whole
    while (whole > 0 && events(take, whole - 1) <= left) {
      whole--;
      left -= events(take, whole);
    }
    for (int c = 0; c < first.length; c++) {
      first[c] = take.offset(c, whole);
    }
    if (whole > 0) {
      for (; left > 0; left--) {
        first[newest(take, whole - 1, first)]--;
      }
    }
    return first[camera];
  }

  private static long events(Take take, int step) {
    long events = 0;
    for (int c = 0; c < take.cameras(); c++) {
      events += take.offset(c, step + 1) - take.offset(c, step);
    }
    return events;
  }

  /** The camera that has the newest event of a step before where each stands; there is one. */
  private static int newest(Take take, int step, int[] first) {
    int newest = -1;
    int latest = -1;
    for (int c = 0; c < first.length; c++) {
      if (first[c] > take.offset(c, step)) {
        int micros = PackedEvent.microsInStep(take.event(c, first[c] - 1));
        if (micros >= latest) {
          latest = micros;
          newest = c;
        }
      }
    }
    return newest;
  }

  /** When an event before a step's begin was, µs from the take's begin. */
  static long micros(Take take, int camera, int step, int index) {
    int s = step - 1;
    while (take.offset(camera, s) > index) {
      s--;
    }
    long stepMicros = take.header().stepMicros();
    return s * stepMicros + PackedEvent.microsInStep(take.event(camera, index));
  }
}
