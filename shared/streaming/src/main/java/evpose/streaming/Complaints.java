package evpose.streaming;

import evpose.messages.DeadLetterMessage;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Counts dead letters by reason and decides which are worth a line in the log: the first of each
 * reason, then at most one a minute. Not thread-safe.
 */
final class Complaints {
  private static final long QUIET_MILLIS = 60_000;

  private final Map<String, Tally> tallies = new TreeMap<>();

  private static final class Tally {
    long count;
    long unsaid;
    long lastSaidMillis;
  }

  /** The line to log for this letter, if any. */
  Optional<String> line(DeadLetterMessage letter, long nowMillis) {
    Tally tally = tallies.computeIfAbsent(letter.reason(), reason -> new Tally());
    tally.count++;
    if (tally.count > 1 && nowMillis - tally.lastSaidMillis < QUIET_MILLIS) {
      tally.unsaid++;
      return Optional.empty();
    }
    String since = tally.unsaid == 0 ? "" : ", and " + tally.unsaid + " more like it before";
    tally.unsaid = 0;
    tally.lastSaidMillis = nowMillis;
    return Optional.of(
        "set aside a record, it lies in "
            + letter.topic()
            + " partition "
            + letter.partition()
            + " offset "
            + letter.offset()
            + ": "
            + letter.reason()
            + ": "
            + letter.message()
            + since);
  }

  Map<String, Long> counts() {
    Map<String, Long> counts = new TreeMap<>();
    tallies.forEach((reason, tally) -> counts.put(reason, tally.count));
    return counts;
  }
}
