package evpose.events.filter;

/**
 * Keeps at most so many events in every slot of 10 ms of data time, the first ones; what goes is
 * spread over a second by that, and the same events always give the same.
 *
 * @see "Prophesee, Event Rate Controller: events beyond a budget for each reference period go"
 */
public final class RateLimit implements EventFilter {
  /** Length of a slot, µs. */
  public static final long SLOT_MICROS = 10_000;

  private static final long SLOTS_PER_SECOND = 1_000_000 / SLOT_MICROS;

  private final long mostInSlot;
  private long slot = Long.MIN_VALUE;
  private long inSlot;

  /**
   * @param eventsPerSecond that are kept at most, from 100 on
   */
  public RateLimit(long eventsPerSecond) {
    if (eventsPerSecond < SLOTS_PER_SECOND) {
      throw new IllegalArgumentException(
          "a rate limit must leave an event for each 10 ms: eventsPerSecond=" + eventsPerSecond);
    }
    mostInSlot = eventsPerSecond / SLOTS_PER_SECOND;
  }

  @Override
  public boolean keeps(int x, int y, long micros, int polarity) {
    long now = Math.floorDiv(micros, SLOT_MICROS);
    if (now != slot) {
      slot = now;
      inSlot = 0;
    }
    return ++inSlot <= mostInSlot;
  }
}
