package evpose.cli.doctor;

import evpose.events.EventPacket;
import evpose.messages.EventPackets;
import evpose.messages.MalformedMessageException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The newest packets of one camera, as they lie in the log.
 *
 * @param packets oldest first
 * @param publishedMillis when each was published, by its publisher's clock
 * @param unreadable records with this camera's key that are no packets
 */
record CameraTail(List<EventPacket> packets, List<Long> publishedMillis, int unreadable) {

  static CameraTail of(List<ConsumerRecord<byte[], byte[]>> records, byte[] key) {
    List<EventPacket> packets = new ArrayList<>();
    List<Long> published = new ArrayList<>();
    int unreadable = 0;
    for (ConsumerRecord<byte[], byte[]> record : records) {
      if (record.value() == null || !Arrays.equals(record.key(), key)) {
        continue;
      }
      try {
        packets.add(EventPackets.decode(record.value()));
        published.add(record.timestamp());
      } catch (MalformedMessageException e) {
        unreadable++;
      }
    }
    return new CameraTail(packets, published, unreadable);
  }

  boolean isEmpty() {
    return packets.isEmpty();
  }

  EventPacket newest() {
    return packets.get(packets.size() - 1);
  }

  long newestMillis() {
    return publishedMillis.get(publishedMillis.size() - 1);
  }

  /** Data time from the first packet's begin to the last one's end, seconds. */
  double seconds() {
    return (newest().endMicros() - packets.get(0).beginMicros()) * 1e-6;
  }

  /** Wall time over which they were published, seconds. */
  double publishedSeconds() {
    return (newestMillis() - publishedMillis.get(0)) * 1e-3;
  }

  double eventsPerSecond() {
    return packets.stream().mapToLong(EventPacket::size).sum() / seconds();
  }

  /** Numbers of the sequence that no packet has. */
  long missing() {
    long missing = 0;
    long expected = -1;
    for (EventPacket packet : packets) {
      missing += expected >= 0 ? Math.max(0, packet.sequence() - expected) : 0;
      expected = Math.max(expected, packet.sequence() + 1);
    }
    return missing;
  }

  /** Events that the camera's own side says it lost. */
  long dropped() {
    return packets.stream().mapToLong(EventPacket::droppedBefore).sum();
  }

  /** How far publishing time is ahead of data time, the median, milliseconds. */
  double offsetMillis() {
    double[] offsets = new double[packets.size()];
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = publishedMillis.get(i) - packets.get(i).endMicros() * 1e-3;
    }
    Arrays.sort(offsets);
    return offsets[offsets.length / 2];
  }
}
