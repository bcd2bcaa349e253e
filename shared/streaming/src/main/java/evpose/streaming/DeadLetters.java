package evpose.streaming;

import evpose.messages.DeadLetterMessage;
import evpose.messages.Json;
import evpose.messages.Sha256;
import evpose.messages.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets aside records that cannot be used, so that the stream goes on: a letter to the topic {@code
 * dead-letters} says where the record lies and why. The letter leaves through a sink of the same
 * topology, so it is as sure as any other output, and comes again with the same bytes when the
 * record is processed again.
 *
 * <pre>
 *   DeadLetters.addSink(topology, "join");               // once, when the topology is built
 *   deadLetters = new DeadLetters("triangulation-service", context);   // in init of "join"
 *   deadLetters.send(record, "unknown-rig", "no such rig, register it with ...");
 * </pre>
 *
 * <p>The first of each reason is logged with its place; the next of that reason are counted, and
 * said at most once a minute. One instance per processor; not thread-safe.
 */
public final class DeadLetters {
  private static final Logger log = LoggerFactory.getLogger(DeadLetters.class);

  private static final String SINK = "dead-letters-sink";
  private static final int MAX_KEY_CHARS = 128;
  private static final int MAX_KEY_BYTES = 1024;

  private final String service;
  private final ProcessorContext<byte[], byte[]> context;
  private final Complaints complaints = new Complaints();

  public DeadLetters(String service, ProcessorContext<byte[], byte[]> context) {
    this.service = service;
    this.context = context;
  }

  /**
   * Adds the sink that letters leave through.
   *
   * @param parents the processors that may send letters
   */
  public static void addSink(Topology topology, String... parents) {
    topology.addSink(
        SINK, Topics.DEAD_LETTERS, new ByteArraySerializer(), new ByteArraySerializer(), parents);
  }

  /**
   * Sends the letter for the record in hand.
   *
   * @param reason kebab-case, out of a small fixed set
   * @param message what is wrong and what to do, one line
   */
  public void send(
      Record<? extends byte @Nullable [], ? extends byte @Nullable []> record,
      String reason,
      String message) {
    RecordMetadata place =
        context
            .recordMetadata()
            .orElseThrow(() -> new IllegalStateException("a dead letter needs a source record"));
    forward(
        letter(place, record.key(), record.value(), reason, message, service),
        record.key(),
        record.timestamp());
  }

  /**
   * Sends the letter for a record that the one in hand leads to.
   *
   * @param value null when there is none
   * @param timestampMillis of the record in hand, so that the letter is the same when it comes
   *     again
   */
  public void send(
      TopicPartition partition,
      long offset,
      byte @Nullable [] key,
      byte @Nullable [] value,
      long timestampMillis,
      String reason,
      String message) {
    Place place = new Place(partition.topic(), partition.partition(), offset);
    forward(letter(place, key, value, reason, message, service), key, timestampMillis);
  }

  private record Place(String topic, int partition, long offset) implements RecordMetadata {}

  private void forward(DeadLetterMessage letter, byte @Nullable [] key, long timestampMillis) {
    complaints.line(letter, context.currentSystemTimeMs()).ifPresent(log::warn);
    context.forward(new Record<>(keyOf(key), Json.encode(letter), timestampMillis), SINK);
  }

  /** Letters sent since this instance was made, by reason. */
  public Map<String, Long> counts() {
    return complaints.counts();
  }

  /** The letter for a record; a function of the record and its place. */
  static DeadLetterMessage letter(
      RecordMetadata place,
      byte @Nullable [] key,
      byte @Nullable [] value,
      String reason,
      String message,
      String service) {
    return new DeadLetterMessage(
        place.topic(),
        place.partition(),
        place.offset(),
        reason,
        message,
        value == null ? "" : Sha256.hex(value),
        service,
        key == null ? "" : text(key));
  }

  /** A letter never becomes too large for its topic, however long the key of the record is. */
  private static byte[] keyOf(byte @Nullable [] key) {
    return key == null ? new byte[0] : Arrays.copyOf(key, Math.min(key.length, MAX_KEY_BYTES));
  }

  private static String text(byte[] key) {
    String text =
        new String(key, StandardCharsets.UTF_8).replaceAll("[\\p{Cntrl}\\u0080-\\u009F]", "\uFFFD");
    return text.length() <= MAX_KEY_CHARS ? text : text.substring(0, MAX_KEY_CHARS) + "...";
  }
}
