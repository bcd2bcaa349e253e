package evpose.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import evpose.events.CameraFrame;
import evpose.events.EventPacket;
import evpose.events.FrameRef;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CameraFramesTest {
  private static CameraFrame frame(int width, int height, byte[] pixels) {
    return new CameraFrame("lab", "cam1", width, height, 7, 92_000, 100_000, pixels);
  }

  /** Where a byte sequence begins in a message. */
  private static int find(byte[] bytes, byte[] wanted) {
    for (int i = 0; i + wanted.length <= bytes.length; i++) {
      if (Arrays.equals(Arrays.copyOfRange(bytes, i, i + wanted.length), wanted)) {
        return i;
      }
    }
    throw new AssertionError("not in the message");
  }

  private static byte[] noise(int pixels) {
    byte[] noise = new byte[pixels];
    new Random(3).nextBytes(noise);
    return noise;
  }

  @Test
  void aFrameComesBackWithAllThatItSaid() throws Exception {
    CameraFrame sample = Samples.frame();
    byte[] bytes = CameraFrames.encode(sample);
    CameraFrame back = CameraFrames.decode(bytes);
    assertThat(back).hasToString(sample.toString());
    assertThat(back.pixels()).isEqualTo(sample.pixels());
    assertThat(back.openMicros()).isEqualTo(12_292_000);
    assertThat(back.closeMicros()).isEqualTo(12_300_000);
    assertThat(bytes).hasSizeLessThan(sample.pixels().length); // deflated
    assertThat(new String(bytes, 4, 4, java.nio.charset.StandardCharsets.US_ASCII))
        .isEqualTo("EVF1");
  }

  @Test
  void noiseTravelsAsItIs() throws Exception {
    byte[] pixels = noise(346 * 260);
    byte[] bytes = CameraFrames.encode(frame(346, 260, pixels));
    assertThat(bytes.length).isBetween(pixels.length, pixels.length + 256);
    assertThat(CameraFrames.decode(bytes).pixels()).isEqualTo(pixels);
    assertThat(find(bytes, Arrays.copyOf(pixels, 32))).isPositive();
  }

  @Test
  void aFrameThatFitsIntoNoMessageIsNotSent() {
    assertThatThrownBy(() -> CameraFrames.encode(frame(1280, 960, noise(1280 * 960))))
        .hasMessageContaining("a frame must fit into a message of 1048576 bytes");
  }

  @Test
  void fewBytesCannotClaimManyPixels() {
    byte[] small = CameraFrames.encode(frame(16, 16, new byte[256]));
    // width and height are the two shorts 16, 16
    int at = find(small, new byte[] {16, 0, 16, 0});
    small[at + 1] = 4; // 1040 x 1040
    small[at + 3] = 4;
    assertThatThrownBy(() -> CameraFrames.decode(small))
        .isInstanceOf(MalformedMessageException.class)
        .hasMessageContaining("so few bytes cannot hold so many pixels")
        .extracting(e -> ((MalformedMessageException) e).reason())
        .isEqualTo("bad-frame");
  }

  @Test
  void pixelsThatDoNotFitAreRefused() {
    byte[] bytes = CameraFrames.encode(frame(16, 16, new byte[256]));
    int at = find(bytes, new byte[] {16, 0, 16, 0});
    byte[] more = bytes.clone();
    more[at] = 17;
    byte[] fewer = bytes.clone();
    fewer[at] = 15;
    assertThatThrownBy(() -> CameraFrames.decode(more)).hasMessageContaining("too few pixels");
    assertThatThrownBy(() -> CameraFrames.decode(fewer))
        .hasMessageContaining("do not end where they should");
  }

  @Test
  void aFrameThatBreaksARuleSaysWhich() {
    assertThatThrownBy(() -> new CameraFrame("lab", "cam1", 4, 4, 0, 5, 5, new byte[16]))
        .hasMessageContaining("a shutter is open in [open, close)");
    assertThatThrownBy(() -> new CameraFrame("lab", "cam1", 4, 4, 0, 5, 6, new byte[15]))
        .hasMessageContaining("width x height pixels");
    assertThatThrownBy(() -> new CameraFrame("lab", "../x", 4, 4, 0, 5, 6, new byte[16]))
        .hasMessageContaining("camera must be");
  }

  @Test
  void aPacketNamesItsFrame() throws Exception {
    EventPacket plain = Samples.packet();
    FrameRef where = new FrameRef(0, plain.endMicros());
    EventPacket named = EventPackets.decode(EventPackets.encode(plain.with(where)));
    assertThat(named.frame()).isEqualTo(where);
    assertThat(named.sequence()).isEqualTo(plain.sequence());
    assertThat(EventPackets.decode(EventPackets.encode(plain)).frame()).isNull();
    assertThat(EventPackets.encode(named.with(null))).isEqualTo(EventPackets.encode(plain));
  }

  @Test
  void aPacketNamesNoFrameOfAnotherTime() {
    EventPacket plain = Samples.packet();
    for (long micros : new long[] {plain.beginMicros(), plain.endMicros() + 1}) {
      assertThatThrownBy(() -> plain.with(new FrameRef(3, micros)))
          .hasMessageContaining("whose shutter closed in (begin, end]");
    }
  }
}
