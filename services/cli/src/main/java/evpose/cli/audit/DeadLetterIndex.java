package evpose.cli.audit;

import evpose.messages.DeadLetterMessage;
import evpose.messages.Json;
import evpose.messages.MalformedMessageException;
import evpose.messages.Topics;
import evpose.streaming.LogScan;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Which records were set aside, and why, as the topic {@code dead-letters} says. */
final class DeadLetterIndex {
  private static final int MOST = 1_000_000;

  private final Map<TopicPartition, Map<Long, String>> reasons = new HashMap<>();
  private final Map<String, Long> counts = new TreeMap<>();
  private int size;

  /**
   * Reads the topic.
   *
   * @param rig whose letters are counted
   * @throws IllegalStateException when there are more than are held at once
   */
  static DeadLetterIndex read(LogScan scan, String rig) {
    DeadLetterIndex index = new DeadLetterIndex();
    for (LogScan.Range range : scan.ranges(Topics.DEAD_LETTERS)) {
      scan.read(range, record -> index.add(record, rig));
    }
    return index;
  }

  private boolean add(ConsumerRecord<byte[], byte[]> record, String rig) {
    if (record.value() == null) {
      return true;
    }
    try {
      DeadLetterMessage letter = Json.decode(record.value(), DeadLetterMessage.class);
      String before =
          reasons
              .computeIfAbsent(
                  new TopicPartition(letter.topic(), letter.partition()), p -> new HashMap<>())
              .put(letter.offset(), letter.reason());
      if (before == null) {
        size++;
        if (letter.keyText().equals(rig) || letter.keyText().startsWith(rig + "/")) {
          counts.merge(letter.topic() + ": " + letter.reason(), 1L, Long::sum);
        }
      }
    } catch (MalformedMessageException e) {
      return true; // no letter: whatever it should account for stays unaccounted
    }
    if (size > MOST) {
      throw new IllegalStateException("more dead letters than are held at once: most=" + MOST);
    }
    return true;
  }

  /** How many records with the rig's keys were set aside, by topic and reason. */
  Map<String, Long> counts() {
    return new TreeMap<>(counts);
  }

  /** Why a record was set aside, or null when it was not. */
  @Nullable String reason(ConsumerRecord<?, ?> record) {
    return reason(new TopicPartition(record.topic(), record.partition()), record.offset());
  }

  /** The same of a place. */
  @Nullable String reason(TopicPartition partition, long offset) {
    Map<Long, String> ofPartition = reasons.get(partition);
    return ofPartition == null ? null : ofPartition.get(offset);
  }
}
