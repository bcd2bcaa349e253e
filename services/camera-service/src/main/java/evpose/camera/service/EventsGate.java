package evpose.camera.service;

import evpose.messages.EventPackets;
import evpose.messages.MalformedMessageException;
import evpose.messages.PacketStamp;
import evpose.messages.Topics;
import evpose.streaming.PollGate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@link Abreast} at the consumers of topic {@code events}: reads clocks and packets for it. */
final class EventsGate implements PollGate {
  private static final Logger log = LoggerFactory.getLogger(EventsGate.class);

  private final Abreast abreast;
  private final AtomicLong waits = new AtomicLong();
  private volatile Set<Integer> heldBefore = Set.of();

  EventsGate(Abreast abreast) {
    this.abreast = abreast;
  }

  @Override
  public Set<TopicPartition> held() {
    Set<Integer> held = abreast.held(System.nanoTime());
    notice(held);
    if (held.isEmpty()) {
      return Set.of();
    }
    Set<TopicPartition> partitions = new HashSet<>();
    held.forEach(partition -> partitions.add(new TopicPartition(Topics.EVENTS, partition)));
    return partitions;
  }

  /** At the first wait, the second, the fourth, ... */
  private void notice(Set<Integer> held) {
    if (heldBefore.isEmpty() && !held.isEmpty() && Long.bitCount(waits.incrementAndGet()) == 1) {
      log.info(
          "cameras are ahead of others of their rig and wait for them (times={}): partitions={}",
          waits.get(),
          held);
    }
    heldBefore = held;
  }

  @Override
  public void polled(
      ConsumerRecords<byte[], byte[]> records, Function<TopicPartition, OptionalLong> lag) {
    long nowMillis = System.currentTimeMillis();
    for (TopicPartition partition : records.partitions()) {
      abreast.polled(
          partition.partition(),
          polled(records.records(partition), lag.apply(partition).orElse(0) > 0, nowMillis),
          System.nanoTime());
    }
  }

  private static Abreast.Polled polled(
      List<ConsumerRecord<byte[], byte[]>> records, boolean more, long nowMillis) {
    ConsumerRecord<byte[], byte[]> last = records.get(records.size() - 1);
    long ageMillis = nowMillis - last.timestamp();
    boolean behind = ageMillis > Abreast.BEHIND_MILLIS;
    return new Abreast.Polled(last.offset(), more, ageMillis, behind ? handed(records) : List.of());
  }

  private static List<Abreast.Handed> handed(List<ConsumerRecord<byte[], byte[]>> records) {
    Map<String, Abreast.Handed> handed = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      try {
        if (record.value() != null) {
          PacketStamp s = EventPackets.stamp(record.value());
          handed.merge(
              s.rig() + "/" + s.camera(),
              new Abreast.Handed(s.rig(), s.camera(), s.beginMicros(), s.endMicros()),
              Abreast.Handed::andThen);
        }
      } catch (MalformedMessageException e) {
        continue; // its task sets it aside
      }
    }
    return List.copyOf(handed.values());
  }
}
