package evpose.metrics.service.live;

import evpose.events.EventPacket;
import evpose.events.window.PacketOrder;

/**
 * What became of one camera's packets.
 *
 * <pre>
 *   published = records on the topic            (good, repeated and undecodable ones)
 *   consumed  = packets that 2D poses were made from
 *   missing   = holes in the sequence, less the undecodable records that left them
 *   inFlight  = published - repeated - aside - consumed - setAside
 *   lost      = missing + inFlight, once the stream has drained
 * </pre>
 *
 * {@link PacketOrder} says which packets count, as it does to whoever answers them: a publisher
 * that counts or begins anew, and a second one, are no loss. Not thread-safe.
 */
final class PacketLedger {
  private final PacketOrder order = new PacketOrder();
  private long published;
  private long repeated;
  private long undecodable;
  private long holes;
  private long consumed;
  private long setAside;
  private long aside; // packets on another line of time that is not believed
  private long firstBeginMicros = -1;

  /** A packet on the topic; whether it is the next one, not a repetition or somebody else's. */
  boolean published(EventPacket packet) {
    published++;
    if (firstBeginMicros < 0) {
      firstBeginMicros = packet.beginMicros();
    }
    return switch (order.place(packet)) {
      case NEXT, RENUMBERED -> {
        holes += order.hole();
        yield true;
      }
      case REPEATED -> {
        repeated++;
        yield false;
      }
      case ASIDE -> {
        aside++;
        yield false;
      }
      case RETURNED -> {
        aside -= order.returned().size() - 1; // counted when they came
        firstBeginMicros = Math.min(firstBeginMicros, order.returned().get(0).beginMicros());
        yield true;
      }
    };
  }

  /** A record on the topic, with this camera's key, that is no packet. */
  void undecodable() {
    published++;
    undecodable++;
  }

  /** A 2D pose was made from so many packets; those from before the first one seen do not count. */
  void consumed(long packets, long stepEndMicros) {
    if (stepEndMicros > firstBeginMicros) {
      consumed += packets;
    }
  }

  /** A record of this camera was put into dead-letters. */
  void setAside() {
    setAside++;
  }

  long published() {
    return published;
  }

  long consumed() {
    return consumed;
  }

  long missing() {
    return Math.max(0, holes - undecodable);
  }

  long inFlight() {
    return Math.max(0, published - repeated - aside - consumed - setAside);
  }
}
