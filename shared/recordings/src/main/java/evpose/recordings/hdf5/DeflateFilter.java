package evpose.recordings.hdf5;

import io.jhdf.exceptions.HdfFilterException;
import io.jhdf.filter.Filter;
import java.io.ByteArrayOutputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Unpacks chunks packed with deflate, HDF5's filter 1, up to the largest chunk that is read. */
final class DeflateFilter implements Filter {
  private static final int PART_BYTES = 1 << 14;

  @Override
  public int getId() {
    return 1;
  }

  @Override
  public String getName() {
    return "deflate";
  }

  @Override
  public byte[] decode(byte[] packed, int[] parameters) {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(packed);
      ByteArrayOutputStream out = new ByteArrayOutputStream(PART_BYTES);
      byte[] part = new byte[PART_BYTES];
      while (!inflater.finished()) {
        int bytes = inflater.inflate(part);
        if (bytes == 0) {
          throw new HdfFilterException("a deflate stream must be whole: bytes=" + packed.length);
        }
        Hdf5Column.checkChunk((long) out.size() + bytes);
        out.write(part, 0, bytes);
      }
      return out.toByteArray();
    } catch (DataFormatException e) {
      throw new HdfFilterException("a deflate stream must unpack: cause=" + e.getMessage());
    } finally {
      inflater.end();
    }
  }
}
