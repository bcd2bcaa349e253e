package evpose.recordings.hdf5;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import io.jhdf.exceptions.HdfFilterException;
import io.jhdf.filter.Filter;

/**
 * Unpacks chunks packed with ZSTD, HDF5's filter 32015.
 *
 * @see <a href="https://github.com/HDFGroup/hdf5_plugins">registered filters</a>
 */
final class ZstdFilter implements Filter {
  @Override
  public int getId() {
    return 32015;
  }

  @Override
  public String getName() {
    return "zstd";
  }

  @Override
  public byte[] decode(byte[] packed, int[] parameters) {
    return unpack(packed, 0, packed.length, Hdf5Column.LARGEST_CHUNK_BYTES);
  }

  /** Unpacks one frame, which must tell its size. */
  static byte[] unpack(byte[] from, int begin, int length, int limit) {
    long size = Zstd.getFrameContentSize(from, begin, length);
    if (size < 0 || size > limit) {
      throw new HdfFilterException(
          "a ZSTD frame must tell a size in [0, " + limit + "] bytes: size=" + size);
    }
    byte[] to = new byte[(int) size];
    try {
      long written = Zstd.decompressByteArray(to, 0, to.length, from, begin, length);
      if (Zstd.isError(written) || written != size) {
        throw new HdfFilterException("a ZSTD frame must unpack to the size it tells: size=" + size);
      }
    } catch (ZstdException e) {
      throw new HdfFilterException("a ZSTD frame must unpack: cause=" + e.getMessage());
    }
    return to;
  }
}
