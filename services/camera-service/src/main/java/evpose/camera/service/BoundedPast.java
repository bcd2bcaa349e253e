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
 * Where the ANN looks at frames: as long as a key frame holds without the next, and a period more,
 * since a window of the policy counts once all of it was seen.
 *
 * <p>The margin covers the step that is open, and the first one, of which a slicer that starts
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
      held.computeIfAbsent(
              packet.rig() + "/" + packet.camera(),
              c -> new Held(packet.rig(), reachMicros.applyAsLong(packet.rig())))
          .add(packet);
    }
    return !held.isEmpty()
        && held.keySet().containsAll(expected)
        && held.values().stream().allMatch(Held::reaches);
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
          held.computeIfAbsent(
              packet.rig() + "/" + packet.camera(), c -> new Held(packet.rig(), 0));
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
   *
   * <p>What looks like a return to an earlier time may have been late packets to whoever knew the
   * line before: it ends the past only once so much is held that the line is known.
   */
  private static final class Held {
    final String rig;
    private final long wantedMicros;
    private final PacketOrder order = new PacketOrder();
    private boolean begun;
    private boolean lineKnown;
    private long micros;

    Held(String rig, long wantedMicros) {
      this.rig = rig;
      this.wantedMicros = wantedMicros;
      lineKnown = wantedMicros == 0;
    }

    void add(EventPacket packet) {
      long covered = Math.max(order.coveredMicros(), packet.beginMicros());
      PacketOrder.Place place = order.place(packet);
      if (place == PacketOrder.Place.RETURNED) {
        // nothing before this counts any more, if it is one
        micros = lineKnown ? Math.max(micros, FOR_EVER) : 0;
      } else if (begun) {
        micros += Math.max(0, order.coveredMicros() - covered);
      }
      begun = true;
      lineKnown |= micros >= wantedMicros;
    }

    boolean reaches() {
      return micros >= wantedMicros;
    }
  }
}
