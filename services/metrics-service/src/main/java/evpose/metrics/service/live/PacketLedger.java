package evpose.metrics.service.live;

/**
 * What became of one camera's packets.
 *
 * <pre>
 *   published = records on the topic            (good, repeated and undecodable ones)
 *   consumed  = packets that 2D poses were made from
 *   missing   = holes in the sequence, less the undecodable records that left them
 *   inFlight  = published - repeated - consumed - setAside
 *   lost      = missing + inFlight, once the stream has drained
 * </pre>
 *
 * Not thread-safe.
 */
final class PacketLedger {
  private static final long RESTART = 10_000; // a number this far back: the source began anew

  private long published;
  private long repeated;
  private long undecodable;
  private long holes;
  private long gaps;
  private long consumed;
  private long setAside;
  private long lastSequence = -1;
  private long firstBeginMicros = -1;

  /** A packet on the topic; whether it is the next one, not a repetition. */
  boolean published(long sequence, long beginMicros) {
    published++;
    boolean first = lastSequence < 0;
    if (first) {
      firstBeginMicros = beginMicros;
    } else if (sequence <= lastSequence && sequence > lastSequence - RESTART && sequence != 0) {
      repeated++;
      return false;
    } else if (sequence > lastSequence) {
      holes += sequence - lastSequence - 1;
      gaps += sequence > lastSequence + 1 ? 1 : 0;
    } else {
      firstBeginMicros = Math.min(firstBeginMicros, beginMicros);
    }
    lastSequence = sequence;
    return true;
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
    return Math.max(0, published - repeated - consumed - setAside);
  }
}
