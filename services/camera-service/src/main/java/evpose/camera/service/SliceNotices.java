package evpose.camera.service;

import evpose.events.window.SliceCounts;
import org.jspecify.annotations.Nullable;

/**
 * What an operator should know of a camera's packets: each kind at its 1st, 2nd, 4th, 8th ... time.
 */
final class SliceNotices {
  private SliceNotices() {}

  /** What to say of the packet between two counts, or null when there is nothing new. */
  static @Nullable String between(SliceCounts before, SliceCounts after) {
    if (due(before.returns(), after.returns())) {
      return "data time began anew and is followed (times=" + after.returns() + ")";
    }
    if (due(before.renumberings(), after.renumberings())) {
      return "the sequence began anew while data time went on, and is followed (times="
          + after.renumberings()
          + ")";
    }
    if (due(before.jumps(), after.jumps())) {
      return "data time leapt forward, the steps between are left out (times="
          + after.jumps()
          + ")";
    }
    if (due(before.aside(), after.aside())) {
      return "a packet lies 10 s or more before what is covered; unless 8 follow each other it is left"
          + " out. Two publishers for one camera? (packets="
          + after.aside()
          + ")";
    }
    if (due(before.duplicates(), after.duplicates())) {
      return "a packet came again, or after its successor, and was left out (packets="
          + after.duplicates()
          + ")";
    }
    if (due(before.surplusEvents(), after.surplusEvents())) {
      return "a step has more events than it may, the rest is left out (events="
          + after.surplusEvents()
          + ")";
    }
    if (due(before.missing(), after.missing())) {
      return "packets are missing before this one (packets=" + after.missing() + ")";
    }
    return null;
  }

  /** Whether a power of two was reached. */
  private static boolean due(long before, long after) {
    return after > before && Long.highestOneBit(after) > before;
  }
}
