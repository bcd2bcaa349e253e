package evpose.recordings.aedat4;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import net.jpountz.lz4.LZ4Factory;

/** Packs and unpacks the bodies of packets. */
final class Packing {
  private static final int ZSTD_LEVEL = 3;
  private static final int ZSTD_HIGH_LEVEL = 12;
  private static final int CHUNK_BYTES = 1 << 16;

  /** 64 MiB; zstd keeps as much of what it unpacked outside the Java heap. */
  private static final int ZSTD_LARGEST_WINDOW_LOG = 26;

  private Packing() {}

  /**
   * Unpacks {@code from[0, length)}.
   *
   * @param to (in and out) cleared, then filled
   */
  static void unpack(Compression compression, byte[] from, int length, ByteSink to)
      throws MalformedBodyException {
    to.clear();
    switch (compression) {
      case NONE -> to.append(from, 0, length);
      case LZ4, LZ4_HIGH -> Lz4Frame.unpack(from, length, to);
      case ZSTD, ZSTD_HIGH -> unpackZstd(from, length, to);
    }
  }

  private static void unpackZstd(byte[] from, int length, ByteSink to)
      throws MalformedBodyException {
    try (ZstdInputStreamNoFinalizer in =
        new ZstdInputStreamNoFinalizer(new ByteArrayInputStream(from, 0, length))) {
      in.setLongMax(ZSTD_LARGEST_WINDOW_LOG);
      byte[] chunk = new byte[CHUNK_BYTES];
      int read = in.read(chunk);
      while (read >= 0) {
        to.append(chunk, 0, read);
        read = in.read(chunk);
      }
    } catch (IOException e) { // the stream below is memory: only the bytes can be at fault
      throw new MalformedBodyException("a ZSTD frame must unpack: cause=" + e.getMessage());
    }
  }

  static byte[] pack(Compression compression, byte[] bytes) {
    return switch (compression) {
      case NONE -> bytes;
      case LZ4 -> Lz4Frame.pack(bytes, LZ4Factory.fastestJavaInstance().fastCompressor());
      case LZ4_HIGH -> Lz4Frame.pack(bytes, LZ4Factory.fastestJavaInstance().highCompressor());
      case ZSTD -> Zstd.compress(bytes, ZSTD_LEVEL);
      case ZSTD_HIGH -> Zstd.compress(bytes, ZSTD_HIGH_LEVEL);
    };
  }
}
