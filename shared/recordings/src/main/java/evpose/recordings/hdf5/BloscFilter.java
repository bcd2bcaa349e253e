package evpose.recordings.hdf5;

import io.jhdf.exceptions.HdfFilterException;
import io.jhdf.filter.Filter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;

/**
 * Unpacks chunks packed with Blosc 1, HDF5's filter 32001, which DSEC is packed with: ZSTD, LZ4 or
 * zlib inside, bytes shuffled or not.
 *
 * <pre>
 *  byte 0       1        2       3           4       8            12      16
 *      +-------+--------+-------+-----------+-------+------------+-------+--------------+--------
 *      | u8    | u8     | flags | bytes of  | bytes | bytes of a | bytes | where each   | blocks
 *      |       |        |       | a number  | out   | block out  | in    | begins, int32|
 *      +-------+--------+-------+-----------+-------+------------+-------+--------------+--------
 *   flags  0 shuffled | 1 stored | 2 bits shuffled | 4 not split | 7-5 codec: 1 LZ4, 3 zlib, 4 ZSTD
 *   block  for each byte of a number (split) or once: int32 length, packed bytes (stored when as long)
 * </pre>
 *
 * @see <a href="https://github.com/Blosc/c-blosc/blob/main/README_CHUNK_FORMAT.rst">the format</a>
 */
final class BloscFilter implements Filter {
  private static final int HEAD_BYTES = 16;
  private static final int SHUFFLED = 1;
  private static final int STORED = 2;
  private static final int BITS_SHUFFLED = 4;
  private static final int NOT_SPLIT = 16;
  private static final int MOST_SPLITS = 16;
  private static final int SHORTEST_SPLIT = 128; // numbers
  private static final String[] CODECS = {"BloscLZ", "LZ4", "Snappy", "zlib", "ZSTD"};

  @Override
  public int getId() {
    return 32001;
  }

  @Override
  public String getName() {
    return "blosc";
  }

  @Override
  public byte[] decode(byte[] packed, int[] parameters) {
    try {
      return new Chunk(packed).unpack();
    } catch (IndexOutOfBoundsException | LZ4Exception e) {
      throw new HdfFilterException("a Blosc chunk must be whole: cause=" + e.getMessage());
    }
  }

  /** One chunk, being unpacked. */
  private static final class Chunk {
    private final ByteBuffer in;
    private final int flags;
    private final int numberBytes;
    private final int blockBytes;
    private final byte[] out;

    Chunk(byte[] packed) {
      in = ByteBuffer.wrap(packed).order(ByteOrder.LITTLE_ENDIAN);
      flags = in.get(2);
      numberBytes = Math.max(1, in.get(3) & 0xFF);
      int size = in.getInt(4);
      blockBytes = in.getInt(8);
      if (size < 0 || size > Hdf5Column.LARGEST_CHUNK_BYTES || (blockBytes < 1 && size > 0)) {
        throw new HdfFilterException(
            "a Blosc chunk must tell possible sizes: bytes=" + size + ", block=" + blockBytes);
      }
      if ((flags & BITS_SHUFFLED) != 0 && (flags & STORED) == 0) {
        throw new HdfFilterException("Blosc with shuffled bits is not supported");
      }
      out = new byte[size];
    }

    byte[] unpack() {
      if ((flags & STORED) != 0) {
        in.get(HEAD_BYTES, out);
        return out;
      }
      byte[] scratch = new byte[Math.min(blockBytes, out.length)];
      for (int block = 0, at = 0; at < out.length; block++, at += scratch.length) {
        int bytes = Math.min(blockBytes, out.length - at);
        unpackBlock(in.getInt(HEAD_BYTES + 4 * block), bytes, scratch);
        if ((flags & SHUFFLED) != 0 && numberBytes > 1) {
          unshuffle(scratch, bytes, at);
        } else {
          System.arraycopy(scratch, 0, out, at, bytes);
        }
      }
      return out;
    }

    private void unpackBlock(int begin, int bytes, byte[] to) {
      boolean split =
          (flags & NOT_SPLIT) == 0
              && numberBytes <= MOST_SPLITS
              && blockBytes / numberBytes >= SHORTEST_SPLIT
              && bytes == blockBytes;
      int parts = split ? numberBytes : 1;
      int partBytes = bytes / parts;
      int from = begin;
      for (int part = 0; part < parts; part++) {
        int length = in.getInt(from);
        from += 4;
        if (length < 0 || length > in.limit() - from) {
          throw new HdfFilterException("a Blosc block must lie inside its chunk: bytes=" + length);
        }
        if (length == partBytes) {
          in.get(from, to, part * partBytes, partBytes);
        } else {
          unpackPart(from, length, to, part * partBytes, partBytes);
        }
        from += length;
      }
    }

    private void unpackPart(int from, int length, byte[] to, int at, int bytes) {
      int codec = flags >>> 5 & 7;
      int written;
      switch (codec) {
        case 1 ->
            written =
                LZ4Factory.fastestJavaInstance()
                    .safeDecompressor()
                    .decompress(in.array(), from, length, to, at, bytes);
        case 3 -> written = inflate(from, length, to, at, bytes);
        case 4 -> {
          byte[] part = ZstdFilter.unpack(in.array(), from, length, bytes);
          System.arraycopy(part, 0, to, at, part.length);
          written = part.length;
        }
        default ->
            throw new HdfFilterException(
                "Blosc is read with LZ4, zlib and ZSTD inside: codec="
                    + (codec < CODECS.length ? CODECS[codec] : codec));
      }
      if (written != bytes) {
        throw new HdfFilterException(
            "a Blosc block must unpack to its size: unpacked=" + written + ", bytes=" + bytes);
      }
    }

    private int inflate(int from, int length, byte[] to, int at, int bytes) {
      Inflater inflater = new Inflater();
      try {
        inflater.setInput(in.array(), from, length);
        return inflater.inflate(to, at, bytes);
      } catch (DataFormatException e) {
        throw new HdfFilterException("a zlib stream must unpack: cause=" + e.getMessage());
      } finally {
        inflater.end();
      }
    }

    /** First bytes of all numbers lie together, then second ones, ... */
    private void unshuffle(byte[] block, int bytes, int at) {
      int numbers = bytes / numberBytes;
      for (int b = 0; b < numberBytes; b++) {
        for (int i = 0, to = at + b, from = b * numbers; i < numbers; i++, to += numberBytes) {
          out[to] = block[from + i];
        }
      }
      int whole = numbers * numberBytes;
      System.arraycopy(Arrays.copyOfRange(block, whole, bytes), 0, out, at + whole, bytes - whole);
    }
  }
}
