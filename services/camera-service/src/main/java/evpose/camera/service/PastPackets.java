package evpose.camera.service;

import evpose.events.EventPacket;
import evpose.messages.EventPackets;
import evpose.messages.MalformedMessageException;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The packets among the records of a tail that grows backwards, each decoded once. Records that are
 * none were set aside when they came. Not thread-safe.
 */
final class PastPackets {
  private static final Logger log = LoggerFactory.getLogger(PastPackets.class);

  private List<EventPacket> packets = new ArrayList<>();
  private int recordsSeen;

  /**
   * @param oldestFirst the records of the call before, behind none or some that are older
   * @return oldest first
   */
  List<EventPacket> of(List<ConsumerRecord<byte[], byte[]>> oldestFirst) {
    int fresh = oldestFirst.size() - recordsSeen;
    if (fresh < 0) {
      throw new IllegalArgumentException(
          "a tail that grows does not lose records: records="
              + oldestFirst.size()
              + ", before="
              + recordsSeen);
    }
    if (fresh > 0) {
      List<EventPacket> longer = new ArrayList<>(fresh + packets.size());
      oldestFirst.subList(0, fresh).forEach(record -> decode(record, longer));
      longer.addAll(packets);
      packets = longer;
      recordsSeen = oldestFirst.size();
    }
    return packets;
  }

  private static void decode(ConsumerRecord<byte[], byte[]> record, List<EventPacket> into) {
    if (record.value() == null) {
      return;
    }
    try {
      into.add(EventPackets.decode(record.value()));
    } catch (MalformedMessageException e) {
      log.debug("left out of the past: offset={}, {}", record.offset(), e.getMessage());
    }
  }
}
