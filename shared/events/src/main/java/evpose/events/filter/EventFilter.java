package evpose.events.filter;

import evpose.events.EventBuffer;

/** Decides about the events of one camera, one after the other. May remember; not thread-safe. */
@FunctionalInterface
public interface EventFilter {
  /**
   * Whether an event is worth keeping. Called once for each event, in the order of their times.
   *
   * @param x column, 0 to the left
   * @param y row, 0 above
   * @param polarity 1 when it became brighter, 0 when darker
   */
  boolean keeps(int x, int y, long micros, int polarity);

  /** Appends what is kept. */
  default void apply(EventBuffer from, EventBuffer into) {
    for (int i = 0; i < from.size(); i++) {
      if (keeps(from.x(i), from.y(i), from.micros(i), from.polarity(i))) {
        into.add(from.x(i), from.y(i), from.micros(i), from.polarity(i));
      }
    }
  }

  /**
   * This filter, then another. An event that this one drops never reaches the other.
   *
   * @param next the second
   */
  default EventFilter then(EventFilter next) {
    return (x, y, micros, polarity) ->
        keeps(x, y, micros, polarity) && next.keeps(x, y, micros, polarity);
  }
}
