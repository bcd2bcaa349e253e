package evpose.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PacketCutterTest {
  private final PacketCutter cutter =
      new PacketCutter("rig", "cam", new SensorGeometry(346, 260), 7);

  @Test
  void aQuietIntervalIsAHeartbeat() {
    List<EventPacket> packets = cutter.cut(new EventBuffer(), 10, 20);
    assertThat(packets).hasSize(1);
    assertThat(packets.get(0)).hasToString("rig/cam #7 [10, 20) 0 events");
  }

  @Test
  void aBusyIntervalBecomesSeveralPacketsWithoutAHole() {
    EventBuffer events = new EventBuffer();
    for (int i = 0; i < 20_000; i++) {
      events.add(i % 346, i % 260, 1_000 + i / 3, i & 1);
    }
    List<EventPacket> packets = cutter.cut(events, 1_000, 11_000);
    assertThat(packets).extracting(EventPacket::sequence).containsExactly(7L, 8L, 9L);
    assertThat(packets.get(0).beginMicros()).isEqualTo(1_000);
    assertThat(packets.get(2).endMicros()).isEqualTo(11_000);
    int k = 0;
    for (int p = 0; p < 3; p++) {
      EventPacket packet = packets.get(p);
      assertThat(p == 0 || packets.get(p - 1).endMicros() == packet.beginMicros()).isTrue();
      for (int i = 0; i < packet.size(); i++, k++) {
        assertThat(packet.micros(i)).isEqualTo(events.micros(k));
        assertThat(packet.x(i)).isEqualTo(events.x(k));
      }
    }
    assertThat(k).isEqualTo(20_000);
  }
}
