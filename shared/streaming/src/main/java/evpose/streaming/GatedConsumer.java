package evpose.streaming;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A consumer that asks a {@link PollGate} before each poll. What the gate holds is paused for the
 * length of that poll and no longer, so nobody outside sees it: Streams pauses and resumes
 * partitions for reasons of its own, and a rebalance forgets what was paused. What was fetched of a
 * held partition stays in the consumer until it is let go. Not thread-safe, as any consumer.
 */
final class GatedConsumer extends KafkaConsumer<byte[], byte[]> {
  private final PollGate gate;
  private final Set<TopicPartition> held = new HashSet<>(); // during a poll, by the gate alone

  GatedConsumer(Map<String, Object> config, PollGate gate) {
    super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    this.gate = gate;
  }

  @Override
  public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
    hold(gate.held());
    ConsumerRecords<byte[], byte[]> records;
    try {
      records = super.poll(timeout);
    } finally {
      letGo();
    }
    if (!records.isEmpty()) {
      gate.polled(records, this::currentLag);
    }
    return records;
  }

  private void hold(Set<TopicPartition> partitions) {
    if (partitions.isEmpty()) {
      return;
    }
    held.addAll(partitions);
    held.retainAll(assignment());
    held.removeAll(paused());
    super.pause(held);
  }

  private void letGo() {
    if (held.isEmpty()) {
      return;
    }
    held.retainAll(assignment()); // the poll may have changed it
    super.resume(held);
    held.clear();
  }

  /** Streams does so inside a poll as well, when partitions are assigned: it stays paused then. */
  @Override
  public void pause(Collection<TopicPartition> partitions) {
    held.removeAll(Set.copyOf(partitions));
    super.pause(partitions);
  }
}
