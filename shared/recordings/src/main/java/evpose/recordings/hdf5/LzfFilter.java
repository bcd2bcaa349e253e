package evpose.recordings.hdf5;

import io.jhdf.exceptions.HdfFilterException;
import io.jhdf.filter.Filter;

/** jHDF's filter for LZF, HDF5's filter 32000, when what it is asked to allocate is a chunk. */
final class LzfFilter implements Filter {
  private static final int UNPACKED_BYTES = 2; // which parameter tells

  private final Filter lzf = new io.jhdf.filter.LzfFilter();

  @Override
  public int getId() {
    return lzf.getId();
  }

  @Override
  public String getName() {
    return lzf.getName();
  }

  @Override
  public byte[] decode(byte[] packed, int[] parameters) {
    if (parameters.length <= UNPACKED_BYTES) {
      throw new HdfFilterException("LZF must tell a chunk's size: told=" + parameters.length);
    }
    Hdf5Column.checkChunk(parameters[UNPACKED_BYTES]);
    return lzf.decode(packed, parameters);
  }
}
