package evpose.cli.letters;

import evpose.messages.DeadLetterMessage;
import evpose.messages.Sha256;
import evpose.messages.Topics;
import evpose.streaming.LogScan;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Publishes records again that were set aside, as they were, on their own partition, with a header
 * that says where they came from: a record is published again once, however often this runs.
 *
 * <p>Packets of a camera that has gone on since are left alone: published now, they would turn its
 * data time back.
 */
public final class Redrive {
  /** Header of a record that was published again: {@code topic/partition/offset} of the first. */
  public static final String FROM = "evpose-redriven-from";

  /** What became of a letter's record. */
  public enum Fate {
    /** Published again. */
    REDRIVEN,
    /** Was published again before. */
    DONE_BEFORE,
    /** Its camera has gone on since. */
    OVERTAKEN,
    /** No longer in the topic, or not what the letter says. */
    GONE
  }

  private final LogScan scan;
  private final Consumer<ProducerRecord<byte[], byte[]>> out;
  private final Map<Letters.Place, ConsumerRecord<byte[], byte[]>> records = new HashMap<>();
  private final Set<String> doneBefore = new HashSet<>();
  private final Map<String, Long> wentOnAt = new HashMap<>(); // topic/partition/key -> offset

  /**
   * @param out publishes a record
   */
  public Redrive(LogScan scan, Consumer<ProducerRecord<byte[], byte[]>> out) {
    this.scan = scan;
    this.out = out;
  }

  /**
   * Publishes the letters' records again, in the order of their topics.
   *
   * @return how many met which fate
   */
  public Map<Fate, Long> run(List<DeadLetterMessage> letters) {
    Map<Letters.Place, DeadLetterMessage> byPlace = new TreeMap<>(Redrive::inLogOrder);
    Set<String> topics = new HashSet<>();
    for (DeadLetterMessage letter : letters) {
      byPlace.put(Letters.Place.of(letter), letter);
      topics.add(letter.topic());
    }
    for (String topic : topics) {
      for (LogScan.Range range : scan.ranges(topic)) {
        scan.read(range, record -> look(record, byPlace));
      }
    }
    Map<Fate, Long> fates = new TreeMap<>();
    byPlace.forEach((place, letter) -> fates.merge(redrive(place, letter), 1L, Long::sum));
    return fates;
  }

  private static int inLogOrder(Letters.Place a, Letters.Place b) {
    int byTopic = a.topic().compareTo(b.topic());
    int byPartition = Integer.compare(a.partition(), b.partition());
    return byTopic != 0
        ? byTopic
        : byPartition != 0 ? byPartition : Long.compare(a.offset(), b.offset());
  }

  private boolean look(
      ConsumerRecord<byte[], byte[]> record, Map<Letters.Place, DeadLetterMessage> byPlace) {
    Letters.Place place = new Letters.Place(record.topic(), record.partition(), record.offset());
    if (byPlace.containsKey(place)) {
      records.put(place, record);
    } else {
      wentOnAt.put(stream(record), record.offset());
    }
    Header from = record.headers().lastHeader(FROM);
    if (from != null) {
      doneBefore.add(new String(from.value(), StandardCharsets.UTF_8));
    }
    return true;
  }

  private Fate redrive(Letters.Place place, DeadLetterMessage letter) {
    String from = place.topic() + "/" + place.partition() + "/" + place.offset();
    if (doneBefore.contains(from)) {
      return Fate.DONE_BEFORE;
    }
    ConsumerRecord<byte[], byte[]> record = records.get(place);
    if (record == null || !sha256(record.value()).equals(letter.sha256())) {
      return Fate.GONE;
    }
    if (place.topic().equals(Topics.FRAMES)) {
      return Fate.OVERTAKEN; // at another place no packet names it
    }
    if (place.topic().equals(Topics.EVENTS)
        && wentOnAt.getOrDefault(stream(record), -1L) > place.offset()) {
      return Fate.OVERTAKEN;
    }
    ProducerRecord<byte[], byte[]> again =
        new ProducerRecord<>(
            record.topic(), record.partition(), record.key(), record.value(), record.headers());
    again.headers().add(FROM, from.getBytes(StandardCharsets.UTF_8));
    out.accept(again);
    return Fate.REDRIVEN;
  }

  private static String stream(ConsumerRecord<byte[], byte[]> record) {
    String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.ISO_8859_1);
    return record.topic() + "/" + record.partition() + "/" + key;
  }

  private static String sha256(byte @Nullable [] value) {
    return value == null ? "" : Sha256.hex(value);
  }
}
