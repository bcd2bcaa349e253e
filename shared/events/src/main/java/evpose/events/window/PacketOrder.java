package evpose.events.window;

import evpose.events.EventPacket;
import java.util.ArrayList;
import java.util.List;

/**
 * Where each packet of one camera stands to those before it, by its sequence number and its
 * interval of data time alone.
 *
 * <pre>
 *   begins after what is covered, higher number        NEXT        a hole in the numbers is lost packets
 *   begins after what is covered, lower number         RENUMBERED  the publisher began to count anew
 *   overlaps, or turns back less than 10 s,
 *                                 higher number        NEXT        its events before the open step are late
 *                                 lower number         REPEATED    sent twice, or overtaken
 *   turns back 10 s or more                            ASIDE       somebody else's, or the camera's clock began anew
 *   the 8th of these in a row that follow each other   RETURNED    it began anew: all 8 count
 * </pre>
 *
 * So of two publishers that claim one camera the one that is ahead has it, until it falls silent.
 * What is said depends on the packets since some moment of the present line of time alone, whatever
 * came before. Holds at most 8 packets. Not thread-safe.
 */
public final class PacketOrder {
  /** Data time that turns back so far is another line of time, not a late packet; microseconds. */
  public static final long TURN_BACK_MICROS = 10_000_000;

  /** So many packets in a row on another line of time, and it is believed. */
  public static final int BELIEVED_AFTER = 8;

  /** Where a packet stands. */
  public enum Place {
    NEXT,
    RENUMBERED,
    REPEATED,
    ASIDE,
    RETURNED
  }

  private final List<EventPacket> aside = new ArrayList<>(BELIEVED_AFTER);
  private List<EventPacket> returned = List.of();
  private long lastSequence = -1;
  private long coveredMicros;
  private long hole;

  /** Takes the next packet of the log. */
  public Place place(EventPacket packet) {
    hole = 0;
    if (lastSequence < 0) {
      return follow(packet, Place.NEXT);
    }
    long back = coveredMicros - packet.beginMicros();
    if (back >= TURN_BACK_MICROS) {
      return another(packet);
    }
    if (packet.sequence() > lastSequence) {
      hole = packet.sequence() - lastSequence - 1;
      return follow(packet, Place.NEXT);
    }
    if (back <= 0 && packet.endMicros() > coveredMicros) {
      return follow(packet, Place.RENUMBERED);
    }
    aside.clear(); // the present line still speaks
    return Place.REPEATED;
  }

  private Place follow(EventPacket packet, Place place) {
    aside.clear();
    lastSequence = packet.sequence();
    coveredMicros = Math.max(coveredMicros, packet.endMicros());
    return place;
  }

  private Place another(EventPacket packet) {
    if (aside.stream().anyMatch(a -> a.sequence() == packet.sequence())) {
      return Place.ASIDE; // sent twice
    }
    if (!aside.isEmpty() && !follows(aside.get(aside.size() - 1), packet)) {
      aside.clear();
    }
    aside.add(packet);
    if (aside.size() < BELIEVED_AFTER) {
      return Place.ASIDE;
    }
    returned = List.copyOf(aside);
    coveredMicros = 0;
    return follow(packet, Place.RETURNED);
  }

  private static boolean follows(EventPacket one, EventPacket next) {
    return next.sequence() > one.sequence() && next.beginMicros() >= one.endMicros();
  }

  /** Packets that are known to be missing right before the last one. */
  public long hole() {
    return hole;
  }

  /** First moment of data time that no packet of the present line has covered, microseconds. */
  public long coveredMicros() {
    return coveredMicros;
  }

  /** After {@link Place#RETURNED}: the packets that the present line of time begins with. */
  public List<EventPacket> returned() {
    return returned;
  }

  /** Packets that wait to be believed; they are lost when the line that they left goes on. */
  public int waiting() {
    return aside.size();
  }
}
