package evpose.camera.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import evpose.events.EventPacket;
import evpose.messages.EventPackets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class PastPacketsTest {
  private static final List<EventPacket> SENT = SimulatedPackets.of(21);

  @Test
  void olderRecordsComeBeforeThoseThatAreDecodedAlready() {
    PastPackets past = new PastPackets();
    List<ConsumerRecord<byte[], byte[]>> tail = new ArrayList<>();
    tail.add(record(2));
    tail.add(record(3));
    EventPacket newest = past.of(tail).get(1);
    tail.addAll(0, List.of(record(0), record(1)));

    List<EventPacket> packets = past.of(tail);

    assertEquals(
        SENT.subList(0, 4).stream().map(EventPacket::beginMicros).toList(),
        packets.stream().map(EventPacket::beginMicros).toList());
    assertSame(newest, packets.get(3), "decoded once");
    assertSame(packets, past.of(tail));
  }

  @Test
  void whatIsNoPacketIsLeftOut() {
    PastPackets past = new PastPackets();
    List<ConsumerRecord<byte[], byte[]>> tail = new ArrayList<>();
    tail.add(new ConsumerRecord<>("events", 0, 7, null, new byte[] {1, 2, 3}));
    tail.add(new ConsumerRecord<>("events", 0, 8, null, null));
    tail.add(record(0));
    assertEquals(1, past.of(tail).size());
    tail.add(0, record(1));
    assertEquals(2, past.of(tail).size());
  }

  @Test
  void aTailThatShrinksIsAnother() {
    PastPackets past = new PastPackets();
    past.of(List.of(record(0), record(1)));
    assertThrows(IllegalArgumentException.class, () -> past.of(List.of(record(1))));
  }

  private static ConsumerRecord<byte[], byte[]> record(int index) {
    return new ConsumerRecord<>("events", 0, index, null, EventPackets.encode(SENT.get(index)));
  }
}
