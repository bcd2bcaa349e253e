package evpose.source.service;

import evpose.events.EventPacket;
import evpose.messages.RigCamera;
import evpose.messages.RigMessage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Which partition a camera's packets go to, as the table of rigs says. Thread-safe. */
final class Destinations {
  private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Supplier<List<RigMessage>> table;
  private final LongSupplier nanoTime;
  private Map<String, RigMessage> rigs = Map.of();
  private long readNanos;

  /**
   * @param table read when a rig is not known, once a second at most
   */
  Destinations(Supplier<List<RigMessage>> table, LongSupplier nanoTime) {
    this.table = table;
    this.nanoTime = nanoTime;
  }

  /** Reads the table now. */
  synchronized void refresh() {
    Map<String, RigMessage> read = new HashMap<>();
    table.get().forEach(rig -> read.put(rig.rig(), rig));
    rigs = read;
    readNanos = nanoTime.getAsLong();
  }

  /** Where a packet goes, or why nowhere. */
  synchronized Place of(EventPacket packet) {
    Place place = look(packet);
    if (place.partition() < 0 && nanoTime.getAsLong() - readNanos >= FRESH_NANOS) {
      refresh();
      place = look(packet);
    }
    return place;
  }

  private Place look(EventPacket packet) {
    RigMessage rig = rigs.get(packet.rig());
    if (rig == null) {
      return Place.nowhere(
          "unknown-rig", "no such rig, register it with evpose rig add: rig=" + packet.rig());
    }
    for (RigCamera camera : rig.cameras()) {
      if (camera.id().equals(packet.camera())) {
        return camera.width() == packet.width() && camera.height() == packet.height()
            ? new Place(camera.eventsPartition(), "", "")
            : Place.nowhere(
                "wrong-sensor",
                "the rig's camera has another sensor: camera="
                    + packet.camera()
                    + ", packet="
                    + packet.width()
                    + "x"
                    + packet.height()
                    + ", rig="
                    + camera.width()
                    + "x"
                    + camera.height());
      }
    }
    return Place.nowhere(
        "unknown-camera",
        "the rig has no such camera: rig=" + packet.rig() + ", camera=" + packet.camera());
  }

  /**
   * An answer.
   *
   * @param partition of topic events; -1 when there is none
   * @param reason why not, short, empty when there is one
   * @param message the same in words
   */
  record Place(int partition, String reason, String message) {
    static Place nowhere(String reason, String message) {
      return new Place(-1, reason, message);
    }
  }
}
