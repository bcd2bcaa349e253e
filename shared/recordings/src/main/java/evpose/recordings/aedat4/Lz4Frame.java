package evpose.recordings.aedat4;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.xxhash.XXHash32;
import net.jpountz.xxhash.XXHashFactory;

/**
 * The LZ4 frame around blocks.
 *
 * <pre>
 *  +------------+-----+-----+----------------+------+---------------------------+-----+----------+
 *  | 0x184D2204 | FLG | BD  | content size   | HC   | size | block | checksum? | ... | 0 | hash? |
 *  | uint32     | u8  | u8  | uint64, if FLG | u8   | u32  |       | u32       |     u32   u32   |
 *  +------------+-----+-----+----------------+------+---------------------------+-----+----------+
 *   FLG  7..6 version = 1 | 5 independent blocks | 4 block checksums | 3 content size | 2 hash | 0 dictionary
 *   BD   6..4 largest block: 4 = 64 KiB, 5 = 256 KiB, 6 = 1 MiB, 7 = 4 MiB
 *   size bit 31: the block is stored as it is
 * </pre>
 *
 * @see <a href="https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md">the frame format</a>
 */
final class Lz4Frame {
  private static final int MAGIC = 0x184D2204;
  private static final int VERSION_1 = 1 << 6;
  private static final int INDEPENDENT = 1 << 5;
  private static final int BLOCK_CHECKSUM = 1 << 4;
  private static final int CONTENT_SIZE = 1 << 3;
  private static final int CONTENT_HASH = 1 << 2;
  private static final int DICTIONARY = 1;
  private static final int STORED = 1 << 31;
  private static final int SMALLEST_BLOCK_CODE = 4;
  private static final int WRITTEN_BLOCK_CODE = 5;
  private static final XXHash32 HASH = XXHashFactory.fastestJavaInstance().hash32();

  private Lz4Frame() {}

  /**
   * Appends what the frame {@code from[0, length)} unpacks to.
   *
   * @param to (in and out) must be empty
   */
  static void unpack(byte[] from, int length, ByteSink to) throws MalformedBodyException {
    ByteBuffer in = ByteBuffer.wrap(from, 0, length).order(ByteOrder.LITTLE_ENDIAN);
    need(in, 7);
    if (in.getInt() != MAGIC) {
      throw new MalformedBodyException(
          "an LZ4 frame must begin with 04224d18: bytes="
              + String.format("%08x", Integer.reverseBytes(in.getInt(0))));
    }
    int flags = in.get();
    int largest = largestBlock(in.get());
    if ((flags & 0xC0) != VERSION_1 || (flags & DICTIONARY) != 0) {
      throw new MalformedBodyException(
          "an LZ4 frame must be of version 1 and need no dictionary: flags=" + (flags & 0xFF));
    }
    long contentSize = -1;
    if ((flags & CONTENT_SIZE) != 0) {
      need(in, 8);
      contentSize = in.getLong();
    }
    int described = in.position();
    need(in, 1);
    byte expected = (byte) (HASH.hash(from, 4, described - 4, 0) >>> 8);
    if (in.get() != expected) {
      throw new MalformedBodyException("an LZ4 frame's header must match its checksum");
    }
    unpackBlocks(in, flags, largest, to);
    checkEnd(in, flags, contentSize, to);
  }

  private static int largestBlock(int descriptor) throws MalformedBodyException {
    int code = descriptor >>> 4 & 7;
    if (code < SMALLEST_BLOCK_CODE) {
      throw new MalformedBodyException(
          "an LZ4 frame's block size code must be in [4, 7]: code=" + code);
    }
    return 1 << (8 + 2 * code);
  }

  private static void unpackBlocks(ByteBuffer in, int flags, int largest, ByteSink to)
      throws MalformedBodyException {
    while (true) {
      need(in, 4);
      int sizeAndFlag = in.getInt();
      if (sizeAndFlag == 0) {
        return;
      }
      int size = sizeAndFlag & ~STORED;
      if (size > largest) {
        throw new MalformedBodyException(
            "an LZ4 block must not exceed its frame's largest: size="
                + size
                + ", largest="
                + largest);
      }
      need(in, size);
      int begin = in.position();
      int before = to.length();
      in.position(begin + size);
      if ((flags & BLOCK_CHECKSUM) != 0) {
        need(in, 4);
        if (in.getInt() != HASH.hash(in.array(), begin, size, 0)) {
          throw new MalformedBodyException("an LZ4 block must match its checksum");
        }
      }
      if ((sizeAndFlag & STORED) != 0) {
        to.append(in.array(), begin, size);
      } else {
        int history = (flags & INDEPENDENT) != 0 ? before : 0;
        Lz4Block.unpack(in.array(), begin, begin + size, history, to);
      }
    }
  }

  private static void checkEnd(ByteBuffer in, int flags, long contentSize, ByteSink to)
      throws MalformedBodyException {
    if ((flags & CONTENT_HASH) != 0) {
      need(in, 4);
      if (in.getInt() != HASH.hash(to.bytes(), 0, to.length(), 0)) {
        throw new MalformedBodyException("an LZ4 frame's content must match its checksum");
      }
    }
    if (contentSize >= 0 && contentSize != to.length()) {
      throw new MalformedBodyException(
          "an LZ4 frame must unpack to the size it names: unpacked="
              + to.length()
              + ", named="
              + contentSize);
    }
    if (in.hasRemaining()) {
      throw new MalformedBodyException(
          "a body must end with its LZ4 frame: bytes left=" + in.remaining());
    }
  }

  private static void need(ByteBuffer in, int bytes) throws MalformedBodyException {
    if (in.remaining() < bytes) {
      throw new MalformedBodyException(
          "an LZ4 frame must be whole: needed=" + bytes + ", left=" + in.remaining());
    }
  }

  /** Packs bytes into a frame of independent blocks of 256 KiB. */
  static byte[] pack(byte[] bytes, LZ4Compressor compressor) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 2 + 16);
    byte[] head = {VERSION_1 | INDEPENDENT, WRITTEN_BLOCK_CODE << 4};
    writeInt(out, MAGIC);
    out.writeBytes(head);
    out.write(HASH.hash(head, 0, head.length, 0) >>> 8);
    int block = 1 << (8 + 2 * WRITTEN_BLOCK_CODE);
    for (int begin = 0; begin < bytes.length; begin += block) {
      int size = Math.min(block, bytes.length - begin);
      byte[] packed = compressor.compress(bytes, begin, size);
      if (packed.length < size) {
        writeInt(out, packed.length);
        out.writeBytes(packed);
      } else {
        writeInt(out, size | STORED);
        out.write(bytes, begin, size);
      }
    }
    writeInt(out, 0);
    return out.toByteArray();
  }

  private static void writeInt(ByteArrayOutputStream out, int value) {
    for (int shift = 0; shift < 32; shift += 8) {
      out.write(value >>> shift);
    }
  }
}
