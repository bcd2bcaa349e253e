package evpose.streaming;

import evpose.events.EventPacket;
import evpose.messages.EventPackets;
import evpose.messages.Keys;
import evpose.messages.MalformedMessageException;
import evpose.messages.RigCamera;
import evpose.messages.RigMessage;
import evpose.messages.Topics;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** How far a rig's data time has come, by its cameras' newest packets on topic {@code events}. */
public final class NewestStep {
  private final LogReader reader;
  private final ToLongFunction<TopicPartition> endOffset;

  /**
   * @param consumerConfig at least {@code bootstrap.servers}
   */
  public NewestStep(Map<String, ?> consumerConfig) {
    this(new KafkaLogReader(consumerConfig), p -> LogEnd.offset(consumerConfig, p));
  }

  NewestStep(LogReader reader, ToLongFunction<TopicPartition> endOffset) {
    this.reader = reader;
    this.endOffset = endOffset;
  }

  /**
   * The newest step that any camera has begun; empty when nothing of the rig was published.
   *
   * @throws IllegalStateException when the broker does not answer
   */
  public OptionalLong of(RigMessage rig) {
    long newestMicros = -1;
    for (RigCamera camera : rig.cameras()) {
      TopicPartition partition = new TopicPartition(Topics.EVENTS, camera.eventsPartition());
      byte[] key = Keys.of(rig.rig(), camera.id());
      List<ConsumerRecord<byte[], byte[]>> tail =
          reader.tail(
              partition, endOffset.applyAsLong(partition), seen -> endMicros(seen, key) >= 0);
      newestMicros = Math.max(newestMicros, endMicros(tail, key));
    }
    return newestMicros < 0
        ? OptionalLong.empty()
        : OptionalLong.of(newestMicros / rig.stepMicros());
  }

  /** Where the newest packet among them ends; -1 when none is among them. */
  private static long endMicros(List<ConsumerRecord<byte[], byte[]>> records, byte[] key) {
    for (int i = records.size() - 1; i >= 0; i--) {
      ConsumerRecord<byte[], byte[]> record = records.get(i);
      if (record.value() != null && Arrays.equals(record.key(), key)) {
        try {
          EventPacket packet = EventPackets.decode(record.value());
          return packet.endMicros();
        } catch (MalformedMessageException e) {
          continue; // camera-service sets it aside
        }
      }
    }
    return -1;
  }
}
