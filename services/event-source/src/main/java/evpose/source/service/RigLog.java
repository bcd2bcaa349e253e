package evpose.source.service;

import evpose.events.EventPacket;
import evpose.messages.EventPackets;
import evpose.messages.MalformedMessageException;
import evpose.messages.RigCamera;
import evpose.messages.RigMessage;
import evpose.messages.Topics;
import evpose.streaming.LogReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** What the log already holds of a rig's events, before this source adds to it. */
final class RigLog {
  private final LogReader reader;
  private final ToLongFunction<TopicPartition> endOffset;

  /**
   * @param endOffset the offset that the partition's next record will get
   */
  RigLog(LogReader reader, ToLongFunction<TopicPartition> endOffset) {
    this.reader = reader;
    this.endOffset = endOffset;
  }

  /** Where the rig's log goes on. */
  LogPosition end(RigMessage rig) {
    Map<String, EventPacket> last = new HashMap<>();
    for (RigCamera camera : rig.cameras()) {
      lastPacket(rig, camera).ifPresent(packet -> last.put(camera.id(), packet));
    }
    return LogPosition.after(rig, last);
  }

  private Optional<EventPacket> lastPacket(RigMessage rig, RigCamera camera) {
    TopicPartition partition = new TopicPartition(Topics.EVENTS, camera.eventsPartition());
    List<ConsumerRecord<byte[], byte[]>> tail =
        reader.tail(
            partition,
            endOffset.applyAsLong(partition),
            all -> newest(all, rig, camera).isPresent());
    return newest(tail, rig, camera);
  }

  private static Optional<EventPacket> newest(
      List<ConsumerRecord<byte[], byte[]>> records, RigMessage rig, RigCamera camera) {
    for (int i = records.size() - 1; i >= 0; i--) {
      byte[] value = records.get(i).value();
      try {
        EventPacket packet = value == null ? null : EventPackets.decode(value);
        if (packet != null
            && packet.rig().equals(rig.rig())
            && packet.camera().equals(camera.id())) {
          return Optional.of(packet);
        }
      } catch (MalformedMessageException e) {
        continue; // camera-service reports it; a torn packet tells no time
      }
    }
    return Optional.empty();
  }
}
