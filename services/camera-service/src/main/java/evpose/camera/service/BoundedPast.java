package evpose.camera.service;

import evpose.events.EventPacket;
import evpose.events.window.PacketOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
 * anywhere sees only a part. So far back the network must see; which packets count at all is told
 * by {@link PacketOrder#TURN_BACK_MICROS} more, which are sliced and no more than that.
 */
final class BoundedPast {
  private static final int MARGIN_STEPS = 4;
  private static final long FOR_EVER = Long.MAX_VALUE / 2;

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
      held.computeIfAbsent(packet.rig() + "/" + packet.camera(), c -> new Held(packet.rig()))
          .add(packet);
    }
    return !held.isEmpty()
        && held.keySet().containsAll(expected)
        && held.values().stream().allMatch(h -> h.reaches(reachMicros.applyAsLong(h.rig)));
  }

  /**
   * From which packet on the network must see each camera's events; what comes before is sliced.
   *
   * @param packets the last ones of a partition, oldest first
   * @param reachMicros by a rig's name
   * @return index by rig/camera
   */
  static Map<String, Integer> firstSeen(
      List<EventPacket> packets, ToLongFunction<String> reachMicros) {
    Map<String, Held> held = new HashMap<>();
    long[] coveredBefore = new long[packets.size()]; // by its camera's packets before it
    for (int i = 0; i < packets.size(); i++) {
      EventPacket packet = packets.get(i);
      Held camera =
          held.computeIfAbsent(packet.rig() + "/" + packet.camera(), c -> new Held(packet.rig()));
      coveredBefore[i] = camera.micros;
      camera.add(packet);
    }
    Map<String, Integer> first = new HashMap<>();
    for (int i = 0; i < packets.size(); i++) {
      String name = packets.get(i).rig() + "/" + packets.get(i).camera();
      Held camera = Objects.requireNonNull(held.get(name));
      if (camera.micros - coveredBefore[i] >= reachMicros.applyAsLong(camera.rig)) {
        first.put(name, i);
      } else {
        first.putIfAbsent(name, i);
      }
    }
    return first;
  }

  /**
   * Data time that packets of one camera cover on its present line of time. Holes do not count, nor
   * does the first packet, which may be one that was left out when it came.
   */
  private static final class Held {
    final String rig;
    private final PacketOrder order = new PacketOrder();
    private boolean begun;
    private long micros;

    Held(String rig) {
      this.rig = rig;
    }

    void add(EventPacket packet) {
      long covered = Math.max(order.coveredMicros(), packet.beginMicros());
      PacketOrder.Place place = order.place(packet);
      if (place == PacketOrder.Place.RETURNED) {
        micros = Math.max(micros, FOR_EVER); // nothing before this counts any more
      } else if (begun) {
        micros += Math.max(0, order.coveredMicros() - covered);
      }
      begun = true;
    }

    boolean reaches(long wantedMicros) {
      return micros >= wantedMicros;
    }
  }
}
