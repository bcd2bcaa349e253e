package evpose.source.service;

import static org.assertj.core.api.Assertions.assertThat;

import evpose.events.EventBuffer;
import evpose.events.EventPacket;
import evpose.recordings.EventWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PacketRecorderTest {
  private final List<Long> written = new ArrayList<>();
  private final PacketRecorder recorder = new PacketRecorder();

  PacketRecorderTest() {
    recorder.add(
        "left",
        new EventWriter() {
          @Override
          public void write(int camera, EventBuffer events) {
            for (int i = 0; i < events.size(); i++) {
              written.add(events.micros(i));
            }
          }

          @Override
          public void close() {}
        },
        0);
  }

  private void take(String camera, long sequence, long begin, long dropped) throws IOException {
    recorder.take(
        new EventPacket(
            "r",
            camera,
            4,
            4,
            sequence,
            begin,
            begin + 10,
            dropped,
            new short[] {1},
            new short[] {1},
            new int[] {3},
            new byte[] {1}));
  }

  @Test
  void everyPacketIsWrittenOnceAndWhatTheLogLacksIsCounted() throws IOException {
    take("left", 7, 100, 0);
    take("left", 8, 110, 2);
    take("left", 8, 110, 2); // again
    take("right", 0, 100, 0); // nobody's
    take("left", 11, 140, 0); // 9 and 10 are lost
    take("left", 12, 90, 0); // back in time
    take("left", 13, 150, 0);
    assertThat(written).containsExactly(103L, 113L, 143L, 153L);
    assertThat(recorder.cameras())
        .isEqualTo(Map.of("left", new PacketRecorder.Camera(4, 4, 2, 1, 1, 2, 100, 160)));
    assertThat(recorder.coveredMicros()).isEqualTo(60);
  }
}
