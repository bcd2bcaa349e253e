package evpose.source.service;

import evpose.events.EventBuffer;
import evpose.events.EventPacket;
import evpose.recordings.EventWriter;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Packets of a rig into files: each event once, in its camera's order, with accounts of what the
 * log did not have. Opens nothing and reads no clock. Not thread-safe.
 */
public final class PacketRecorder {
  /**
   * Accounts of one camera; {@code packets} were written, the others were not.
   *
   * @param packets written
   * @param events written
   * @param lost packets that the sequence numbers miss
   * @param repeated packets that came again
   * @param backwards packets that began before the end of the one before, left out
   * @param dropped events that the sender knew it lost
   * @param firstMicros begin of the first packet
   * @param lastMicros end of the last packet
   */
  public record Camera(
      long packets,
      long events,
      long lost,
      long repeated,
      long backwards,
      long dropped,
      long firstMicros,
      long lastMicros) {}

  private static final Camera NOTHING = new Camera(0, 0, 0, 0, 0, 0, -1, -1);

  PacketRecorder() {}

  private final Map<String, Outlet> outlets = new LinkedHashMap<>();
  private final EventBuffer events = new EventBuffer();

  /** Where a camera's events go, and what was seen of it. */
  private static final class Outlet {
    final EventWriter writer;
    final int index;
    Camera seen = NOTHING;
    long nextSequence = -1;

    Outlet(EventWriter writer, int index) {
      this.writer = writer;
      this.index = index;
    }
  }

  /** Sends a camera's events to a writer, as its camera {@code index}. */
  void add(String camera, EventWriter writer, int index) {
    outlets.put(camera, new Outlet(writer, index));
  }

  /** Writes a packet, or accounts for why not. Packets of other cameras are left alone. */
  void take(EventPacket packet) throws IOException {
    Outlet to = outlets.get(packet.camera());
    if (to == null) {
      return;
    }
    Camera s = to.seen;
    if (packet.sequence() < to.nextSequence) {
      to.seen = with(s, s.lost(), s.repeated() + 1, s.backwards());
      return;
    }
    long missed = to.nextSequence < 0 ? 0 : packet.sequence() - to.nextSequence;
    to.nextSequence = packet.sequence() + 1;
    if (packet.beginMicros() < s.lastMicros()) {
      to.seen = with(s, s.lost() + missed, s.repeated(), s.backwards() + 1);
      return;
    }
    events.clear();
    for (int i = 0; i < packet.size(); i++) {
      events.add(packet.x(i), packet.y(i), packet.micros(i), packet.polarity(i));
    }
    to.writer.write(to.index, events);
    to.seen =
        new Camera(
            s.packets() + 1,
            s.events() + packet.size(),
            s.lost() + missed,
            s.repeated(),
            s.backwards(),
            s.dropped() + packet.droppedBefore(),
            s.packets() == 0 ? packet.beginMicros() : s.firstMicros(),
            packet.endMicros());
  }

  private static Camera with(Camera s, long lost, long repeated, long backwards) {
    return new Camera(
        s.packets(),
        s.events(),
        lost,
        repeated,
        backwards,
        s.dropped(),
        s.firstMicros(),
        s.lastMicros());
  }

  /** The accounts by camera, in the order in which they were added. */
  Map<String, Camera> cameras() {
    Map<String, Camera> cameras = new LinkedHashMap<>();
    outlets.forEach((id, outlet) -> cameras.put(id, outlet.seen));
    return cameras;
  }

  /** Data time that every camera has covered, microseconds. */
  long coveredMicros() {
    List<Camera> seen = outlets.values().stream().map(outlet -> outlet.seen).toList();
    long first = seen.stream().mapToLong(Camera::firstMicros).max().orElse(0);
    long last = seen.stream().mapToLong(Camera::lastMicros).min().orElse(0);
    return first < 0 || last < 0 ? 0 : Math.max(0, last - first);
  }
}
