package evpose.recordings.aedat4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4FrameInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Lz4FrameTest {

  /** By python-lz4, with every checksum there is; how it was made stands beside it. */
  @Test
  void unpacksBlocksThatReferToEachOther() throws Exception {
    byte[] unpacked = unpack(linked());
    assertThat(unpacked).hasSize(200_000);
    for (int i = 0; i < unpacked.length; i++) {
      int run = i / 500;
      assertThat(unpacked[i]).isEqualTo((byte) (run * run % 251));
    }
  }

  /** Sizes around a block (256 KiB) and around what LZ4 packs at all. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 11, 12, 13, 1000, 262_143, 262_144, 262_145, 700_000})
  void whatIsPackedIsUnpackedAlsoByLz4Java(int size) throws Exception {
    for (int letters : new int[] {1, 4, 256}) {
      byte[] bytes = new byte[size];
      Random random = new Random(size + letters);
      for (int i = 0; i < size; i++) {
        bytes[i] = (byte) random.nextInt(letters);
      }
      byte[] frame = Lz4Frame.pack(bytes, LZ4Factory.fastestJavaInstance().fastCompressor());
      assertThat(unpack(frame)).isEqualTo(bytes);
      try (InputStream in = new LZ4FrameInputStream(new ByteArrayInputStream(frame))) {
        assertThat(in.readAllBytes()).isEqualTo(bytes);
      }
    }
  }

  @Test
  void refusesAMatchBeforeTheBeginning() {
    byte[] block = {0x14, 'a', 2, 0, 0x10, 'b'}; // one literal, then a match from two bytes back
    assertThatThrownBy(() -> Lz4Block.unpack(block, 0, block.length, 0, new ByteSink(100)))
        .hasMessage("an LZ4 match must refer to bytes before it: distance=2, before=1");
  }

  @Test
  void refusesLiteralsBeyondTheBlock() {
    byte[] block = {0x50, 'a', 'b'};
    assertThatThrownBy(() -> Lz4Block.unpack(block, 0, block.length, 0, new ByteSink(100)))
        .hasMessage("LZ4 literals must lie inside their block: literals=5, left=2");
  }

  @Test
  void refusesABlockThatEndsInAMatch() {
    byte[] block = {0x14, 'a', 1, 0};
    assertThatThrownBy(() -> Lz4Block.unpack(block, 0, block.length, 0, new ByteSink(100)))
        .hasMessage("an LZ4 block must end with literals");
  }

  @Test
  void noticesEveryFlippedBit() throws IOException {
    byte[] frame = linked();
    for (int bit = 0; bit < 8 * frame.length; bit++) {
      byte[] flipped = frame.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      assertThatThrownBy(() -> unpack(flipped))
          .as("bit " + bit)
          .isInstanceOf(MalformedBodyException.class);
    }
  }

  @Test
  void noticesEveryCut() throws IOException {
    byte[] frame = linked();
    for (int length = 0; length < frame.length; length++) {
      byte[] cut = Arrays.copyOf(frame, length);
      assertThatThrownBy(() -> unpack(cut))
          .as("length " + length)
          .isInstanceOf(MalformedBodyException.class);
    }
  }

  private static byte[] unpack(byte[] frame) throws MalformedBodyException {
    ByteSink to = new ByteSink(1 << 20);
    Lz4Frame.unpack(frame, frame.length, to);
    return Arrays.copyOf(to.bytes(), to.length());
  }

  private static byte[] linked() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(Lz4FrameTest.class.getResourceAsStream("linked.lz4"))) {
      return in.readAllBytes();
    }
  }
}
