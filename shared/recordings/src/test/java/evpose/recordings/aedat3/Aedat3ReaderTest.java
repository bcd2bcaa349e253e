package evpose.recordings.aedat3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import evpose.events.EventBuffer;
import evpose.recordings.BrokenRecordingException;
import evpose.recordings.EventReader;
import evpose.recordings.Recorded;
import evpose.recordings.RecordedCamera;
import evpose.recordings.Recordings;
import evpose.recordings.UnsupportedRecordingException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Aedat3ReaderTest {
  private static final String TWO =
      "#!AER-DAT3.1\r\n#Format: RAW\r\n#Source 1: DAVIS240C\r\n#Source 2: DVS128\r\n"
          + "#Start-Time: 2026-11-26 10:00:00 (TZ+0000)\r\n#!END-HEADER\r\n";

  @TempDir Path directory;

  private final ByteBuffer packets = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);

  private Path written(String text) throws IOException {
    byte[] head = text.getBytes(StandardCharsets.ISO_8859_1);
    ByteBuffer all = ByteBuffer.allocate(head.length + packets.position());
    all.put(head).put(packets.array(), 0, packets.position());
    return Files.write(directory.resolve("some.file"), all.array());
  }

  private void packet(int kind, int source, int bytes, int overflows, int events) {
    packets.putShort((short) kind).putShort((short) source).putInt(bytes).putInt(4);
    packets.putInt(overflows).putInt(events).putInt(events).putInt(events);
  }

  private void event(int x, int y, int polarity, int micros) {
    packets.putInt(x << 17 | y << 2 | polarity << 1 | 1).putInt(micros);
  }

  @Test
  void sourcesAreCamerasAndTimeGoesOnBehindItsOverflow() throws IOException {
    packet(1, 1, 8, 0, 2);
    event(239, 179, 1, 5);
    event(0, 1, 0, Integer.MAX_VALUE);
    packet(3, 1, 36, 0, 1);
    packets.position(packets.position() + 36);
    packet(1, 2, 8, 1, 1);
    event(127, 3, 1, 7);
    Path file = written(TWO);
    assertThat(Recorded.read(file))
        .isEqualTo(
            new Recorded.Content(
                "AEDAT3.1",
                List.of(
                    new RecordedCamera("DAVIS240C", 240, 180),
                    new RecordedCamera("DVS128", 128, 128)),
                List.of(List.of("5 239 179 1", "2147483647 0 1 0"), List.of("2147483655 127 3 1")),
                Map.of()));
    try (EventReader reader = Recordings.open(file)) {
      List<EventBuffer> buffers = List.of(new EventBuffer(), new EventBuffer());
      boolean more = true;
      while (more) {
        more = reader.read(buffers);
      }
      assertThat(reader.otherStreams()).isEqualTo(Map.of("imu6", 1L));
    }
  }

  @Test
  void damageIsCounted() throws IOException {
    packet(1, 9, 8, 0, 1);
    event(1, 1, 1, 1);
    packet(1, 1, 8, 0, 3);
    event(240, 0, 1, 1);
    event(1, 1, 1, -1);
    packets.putInt(2).putInt(3); // not valid
    packet(1, 1, 8, 0, 2);
    event(1, 1, 1, 9);
    assertThat(Recorded.read(written(TWO)).problems())
        .isEqualTo(
            Map.of("unknown-source", 1L, "outside-sensor", 1L, "bad-time", 1L, "truncated", 1L));
    packet(1, 1, 8, -1, 2);
    packet(1, 1, -8, 0, 2);
    assertThat(Recorded.read(written(TWO)).problems()).containsKey("bad-packet");
  }

  @Test
  void aPacketThatIsSteppedOverMayEndBehindTheFile() throws IOException {
    packet(2, 1, Integer.MAX_VALUE, 0, Integer.MAX_VALUE);
    assertThat(Recorded.read(written(TWO)).problems()).isEqualTo(Map.of("truncated", 1L));
  }

  @Test
  void headsThatCannotBeAreRefusedInWords() throws IOException {
    Path packed = written("#!AER-DAT3.1\r\n#Format: Serial-TS\r\n#!END-HEADER\r\n");
    assertThatThrownBy(() -> Recordings.open(packed))
        .isInstanceOf(UnsupportedRecordingException.class)
        .hasMessage(packed + ", byte 14: AEDAT3.1 is read in format RAW: format=Serial-TS");
    Path none = written("#!AER-DAT3.1\r\n#Source 1: Ear\r\n#!END-HEADER\r\n");
    assertThatThrownBy(() -> Recordings.open(none)).hasMessageEndingWith("sources=Ear");
    Path endless = written("#!AER-DAT3.1\r\n#Source 1: DVS128\r\n");
    assertThatThrownBy(() -> Recordings.open(endless))
        .isInstanceOf(BrokenRecordingException.class)
        .hasMessageContaining("must end with the line #!END-HEADER");
  }
}
