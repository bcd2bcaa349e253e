package evpose.recordings.hdf5;

import io.jhdf.exceptions.HdfFilterException;
import io.jhdf.filter.Filter;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;

/**
 * Unpacks chunks packed with LZ4, HDF5's filter 32004; all numbers big-endian.
 *
 * <pre>
 *  int64 bytes out | int32 bytes of a block out | for each block: int32 length, packed bytes
 * </pre>
 *
 * A block that is as long as it would be unpacked is not packed; the last one may be shorter.
 *
 * @see <a
 *     href="https://github.com/HDFGroup/hdf5_plugins/blob/master/docs/RegisteredFilterPlugins.md">registered
 *     filters</a>
 */
final class Lz4Filter implements Filter {
  @Override
  public int getId() {
    return 32004;
  }

  @Override
  public String getName() {
    return "lz4";
  }

  @Override
  public byte[] decode(byte[] packed, int[] parameters) {
    try {
      return unpack(ByteBuffer.wrap(packed));
    } catch (BufferUnderflowException | LZ4Exception e) {
      throw new HdfFilterException("an LZ4 chunk must be whole: cause=" + e.getMessage());
    }
  }

  private static byte[] unpack(ByteBuffer in) {
    long bytes = in.getLong();
    Hdf5Column.checkChunk(bytes);
    int blockBytes = in.getInt();
    if (blockBytes < 1) {
      throw new HdfFilterException("an LZ4 block must hold something: bytes=" + blockBytes);
    }
    LZ4SafeDecompressor lz4 = LZ4Factory.fastestJavaInstance().safeDecompressor();
    byte[] out = new byte[(int) bytes];
    for (int at = 0; at < out.length; ) {
      int length = in.getInt();
      int wanted = Math.min(blockBytes, out.length - at);
      if (length < 0 || length > in.remaining()) {
        throw new HdfFilterException("an LZ4 block must lie inside its chunk: bytes=" + length);
      }
      if (length == wanted) {
        in.get(out, at, wanted);
      } else {
        int written = lz4.decompress(in.array(), in.position(), length, out, at, wanted);
        if (written != wanted) {
          throw new HdfFilterException(
              "an LZ4 block must unpack to its size: unpacked=" + written + ", bytes=" + wanted);
        }
        in.position(in.position() + length);
      }
      at += wanted;
    }
    return out;
  }
}
