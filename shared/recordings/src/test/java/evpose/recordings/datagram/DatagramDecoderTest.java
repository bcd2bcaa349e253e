package evpose.recordings.datagram;

import static org.assertj.core.api.Assertions.assertThat;

import evpose.events.EventBuffer;
import evpose.recordings.RecordedCamera;
import evpose.recordings.RecordingProblem;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DatagramDecoderTest {
  private static final RecordedCamera CAMERA = new RecordedCamera("left", 346, 260);

  private static DatagramDecoder decoder(DatagramLayout layout) {
    return new DatagramDecoder("udp://127.0.0.1:3333", CAMERA, layout);
  }

  private static ByteBuffer bytes(int capacity) {
    return ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static List<String> decode(DatagramDecoder decoder, ByteBuffer datagram) {
    EventBuffer events = new EventBuffer();
    decoder.decode(datagram, 77, events);
    assertThat(datagram.hasRemaining()).isFalse();
    List<String> all = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      all.add(events.x(i) + "," + events.y(i) + "@" + events.micros(i) + " " + events.polarity(i));
    }
    return all;
  }

  @Test
  void spifWordsWithAndWithoutTimes() {
    ByteBuffer datagram =
        bytes(20)
            .putInt(345 << 16 | 1 << 15 | 259)
            .putInt(1_000)
            .putInt(1 << 31 | 7 << 16 | 8)
            .putInt(9 << 16 | 10)
            .putInt(999)
            .flip();
    assertThat(decode(decoder(DatagramLayout.SPIF), datagram))
        .containsExactly("345,259@1000 1", "7,8@77 0", "9,10@999 0");
  }

  @Test
  void faerysLayouts() {
    ByteBuffer wide =
        bytes(13).putLong(5_000_000_000L).putShort((short) 3).putShort((short) 4).put((byte) 1);
    assertThat(decode(decoder(DatagramLayout.T64), wide.flip()))
        .containsExactly("3,4@5000000000 1");
    ByteBuffer narrow = bytes(8).putInt(12).putShort((short) 3).putShort((short) (4 << 1 | 1));
    assertThat(decode(decoder(DatagramLayout.T32), narrow.flip())).containsExactly("3,4@12 1");
  }

  @Test
  void aClockOf32BitsGoesOnWhenItWraps() {
    DatagramDecoder decoder = decoder(DatagramLayout.SPIF);
    ByteBuffer datagram = bytes(32);
    for (int stamp : new int[] {0xFFFF_FFF0, 0xFFFF_FFE0, 5, 10}) {
      datagram.putInt(1 << 16 | 1).putInt(stamp);
    }
    assertThat(decode(decoder, datagram.flip()))
        .containsExactly(
            "1,1@4294967280 0", "1,1@4294967264 0", "1,1@4294967301 0", "1,1@4294967306 0");
  }

  @Test
  void whatCannotBeAnEventIsCounted() {
    DatagramDecoder wide = decoder(DatagramLayout.T64);
    ByteBuffer datagram =
        bytes(13 * 4 + 3)
            .putLong(1)
            .putShort((short) 346)
            .putShort((short) 0)
            .put((byte) 1)
            .putLong(-1)
            .putShort((short) 0)
            .putShort((short) 0)
            .put((byte) 1)
            .putLong(1)
            .putShort((short) 0)
            .putShort((short) 0)
            .put((byte) 2)
            .putLong(1)
            .putShort((short) 0)
            .putShort((short) 0)
            .put((byte) 0)
            .put(new byte[3])
            .flip();
    assertThat(decode(wide, datagram)).containsExactly("0,0@1 0");
    assertThat(wide.problems())
        .extracting(RecordingProblem::kind)
        .containsExactly("outside-sensor", "bad-time", "bad-polarity", "cut-datagram");
    assertThat(wide.problems().get(0).first())
        .isEqualTo(
            "udp://127.0.0.1:3333: an event must lie inside the sensor, left out: x=346, y=0,"
                + " sensor=346x260");
    DatagramDecoder spif = decoder(DatagramLayout.SPIF);
    assertThat(decode(spif, bytes(6).putInt(1 << 16).put(new byte[2]).flip())).isEmpty();
    assertThat(spif.problems()).extracting(RecordingProblem::count).containsExactly(1L);
  }

  /** Whatever comes, every event given is a possible one and nothing is thrown. */
  @ParameterizedTest
  @EnumSource
  void anyBytesAreTaken(DatagramLayout layout) {
    Random random = new Random(layout.ordinal());
    DatagramDecoder decoder = decoder(layout);
    for (int n = 0; n < 2_000; n++) {
      byte[] any = new byte[random.nextInt(200)];
      random.nextBytes(any);
      EventBuffer events = new EventBuffer();
      decoder.decode(ByteBuffer.wrap(any), 0, events);
      for (int i = 0; i < events.size(); i++) {
        assertThat(events.x(i)).isBetween(0, 345);
        assertThat(events.y(i)).isBetween(0, 259);
        assertThat(events.micros(i)).isNotNegative();
        assertThat(events.polarity(i)).isBetween(0, 1);
      }
    }
  }
}
