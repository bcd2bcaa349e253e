package evpose.cli.chaos;

/**
 * Something that is done to the stream.
 *
 * @param atSeconds after the first packet
 * @param target an instance such as {@code camera-1}; empty for what has none
 * @param amount packets, where the kind has any
 */
public record Act(double atSeconds, Kind kind, String target, int amount) {

  /** What can be done. */
  public enum Kind {
    /** SIGKILL. */
    KILL,
    /** SIGSTOP; THAW follows 10 s later, when others have long taken over. */
    FREEZE,
    /** SIGCONT: a zombie wakes and goes on with what it had in hand. */
    THAW,
    /** A new instance, or one that was killed or removed. */
    START,
    /** SIGTERM. */
    REMOVE,
    /** The broker stops cleanly and starts again. */
    RESTART_BROKER,
    /** The broker is killed and starts again. */
    KILL_BROKER,
    /** The next packets are sent twice. */
    DUPLICATE,
    /** The next packets are sent in pairs, the second first. */
    REORDER,
    /** Bytes that are no packets. */
    GARBAGE,
    /** One partition more for each stream. */
    ADD_PARTITION
  }

  @Override
  public String toString() {
    return kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-')
        + (target.isEmpty() ? "" : " " + target)
        + (amount > 0 ? " " + amount : "");
  }
}
