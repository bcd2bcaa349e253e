package evpose.camera.service;

import evpose.events.EventPacket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;

/**
 * How much of a partition's past makes its cameras' states: for each camera the data time that its
 * next pose can depend on.
 *
 * <pre>
 *   age of the oldest event that the ANN looks at  +  key frame period  +  its delay  +  margin
 * </pre>
 *
 * The margin covers the step that is open, and the first one, of which a slicer that starts
 * anywhere sees only a part.
 */
final class BoundedPast {
  private static final int MARGIN_STEPS = 4;

  private BoundedPast() {}

  /** How far back before its newest packet's end a camera's state reaches, in data time. */
  static long reachMicros(long annMaxAgeMicros, int periodSteps, int delaySteps, long stepMicros) {
    return annMaxAgeMicros + (periodSteps + delaySteps + MARGIN_STEPS) * stepMicros;
  }

  /**
   * Whether packets reach back far enough for all cameras.
   *
   * @param packets the last ones of a partition, oldest first
   * @param expected rig/camera of those that belong to the partition: they must be among them
   * @param reachMicros by a rig's name
   */
  static boolean isHeldBy(
      List<EventPacket> packets, Set<String> expected, ToLongFunction<String> reachMicros) {
    Map<String, Held> held = new HashMap<>();
    for (EventPacket packet : packets) {
      held.merge(
          packet.rig() + "/" + packet.camera(),
          new Held(packet.rig(), packet.beginMicros(), packet.endMicros()),
          (older, newer) -> new Held(older.rig, older.beginMicros, newer.endMicros));
    }
    return !held.isEmpty()
        && held.keySet().containsAll(expected)
        && held.values().stream()
            .allMatch(h -> h.endMicros - h.beginMicros >= reachMicros.applyAsLong(h.rig));
  }

  /** What is held of one camera: [begin, end) of data time. */
  private record Held(String rig, long beginMicros, long endMicros) {}
}
