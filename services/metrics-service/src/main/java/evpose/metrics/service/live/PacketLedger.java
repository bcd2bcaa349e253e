package evpose.metrics.service.live;

import evpose.events.EventPacket;
import evpose.events.window.PacketOrder;
import java.util.ArrayDeque;

/**
 * What became of one camera's packets.
 *
 * <pre>
 *   published = records on the topic            (good, repeated and undecodable ones)
 *   consumed  = packets that 2D poses were made from
 *   missing   = holes in the sequence, less the undecodable records that left them
 *   shed      = packets of steps that the camera gave up, and said so
 *   inFlight  = published - repeated - aside - consumed - setAside - shed
 *   lost      = missing + inFlight, once the stream has drained
 * </pre>
 *
 * {@link PacketOrder} says which packets count, as it does to whoever answers them: a publisher
 * that counts or begins anew, and a second one, are no loss. Not thread-safe.
 */
final class PacketLedger {
  /**
   * Ends of packets that are remembered until a step is answered or given up; more count as new.
   */
  private static final int MAX_WAITING = 65_536;

  private final PacketOrder order = new PacketOrder();
  private long published;
  private long repeated;
  private long undecodable;
  private long holes;
  private long gaps;
  private long consumed;
  private long setAside;
  private long aside; // packets on another line of time that is not believed
  private long firstBeginMicros = -1;
  private long shed;
  private final ArrayDeque<Long> waitingEndMicros = new ArrayDeque<>();
  private long shedBeginMicros; // the last steps given up
  private long shedEndMicros;

  /** A packet on the topic; whether it is the next one, not a repetition or somebody else's. */
  boolean published(EventPacket packet) {
    published++;
    if (firstBeginMicros < 0) {
      firstBeginMicros = packet.beginMicros();
    }
    return switch (order.place(packet)) {
      case NEXT, RENUMBERED -> {
        holes += order.hole();
        gaps += order.hole() > 0 ? 1 : 0;
        await(packet.endMicros());
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
        forget();
        yield true;
      }
    };
  }

  private void await(long endMicros) {
    if (isShed(endMicros)) {
      shed++;
      return;
    }
    if (waitingEndMicros.size() == MAX_WAITING) {
      waitingEndMicros.remove();
    }
    waitingEndMicros.add(endMicros);
  }

  private boolean isShed(long endMicros) {
    return endMicros > shedBeginMicros && endMicros <= shedEndMicros;
  }

  /** Data time began anew. */
  private void forget() {
    waitingEndMicros.clear();
    shedBeginMicros = 0;
    shedEndMicros = 0;
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
    while (!waitingEndMicros.isEmpty() && waitingEndMicros.element() <= stepEndMicros) {
      waitingEndMicros.remove();
    }
  }

  /**
   * The camera gave up the steps of (begin, end]; a packet belongs to the step in which it ends.
   */
  void shed(long beginMicros, long endMicros) {
    shedBeginMicros = beginMicros;
    shedEndMicros = endMicros;
    int before = waitingEndMicros.size();
    waitingEndMicros.removeIf(this::isShed);
    shed += before - waitingEndMicros.size();
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

  /** Times that the sequence leapt. */
  long gaps() {
    return gaps;
  }

  long aside() {
    return setAside;
  }

  long missing() {
    return Math.max(0, holes - undecodable);
  }

  long inFlight() {
    return Math.max(0, published - repeated - aside - consumed - setAside - shed);
  }
}
