package evpose.cli.letters;

import evpose.messages.DeadLetterMessage;
import evpose.messages.Json;
import evpose.messages.MalformedMessageException;
import evpose.messages.Topics;
import evpose.streaming.LogScan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** The topic {@code dead-letters}, each record that was set aside once. */
public final class Letters {
  /** More are not held at once. */
  static final int MOST = 100_000;

  /** Where a record lies. */
  record Place(String topic, int partition, long offset) {
    static Place of(DeadLetterMessage letter) {
      return new Place(letter.topic(), letter.partition(), letter.offset());
    }
  }

  private Letters() {}

  /**
   * The letters that are wanted, in the order in which they were written.
   *
   * @throws IllegalStateException when the broker does not answer, or there are more than {@value
   *     #MOST}
   */
  public static List<DeadLetterMessage> read(LogScan scan, Predicate<DeadLetterMessage> wanted) {
    List<DeadLetterMessage> letters = new ArrayList<>();
    Set<Place> seen = new HashSet<>();
    for (LogScan.Range range : scan.ranges(Topics.DEAD_LETTERS)) {
      scan.read(
          range,
          record -> {
            DeadLetterMessage letter = record.value() == null ? null : decode(record.value());
            if (letter != null && wanted.test(letter) && seen.add(Place.of(letter))) {
              letters.add(letter);
            }
            if (letters.size() > MOST) {
              throw new IllegalStateException(
                  "more letters than are held at once, choose fewer (--reason, --topic): most="
                      + MOST);
            }
            return true;
          });
    }
    return letters;
  }

  private static @org.jspecify.annotations.Nullable DeadLetterMessage decode(byte[] json) {
    try {
      return Json.decode(json, DeadLetterMessage.class);
    } catch (MalformedMessageException e) { // somebody else wrote into the topic
      return null;
    }
  }
}
