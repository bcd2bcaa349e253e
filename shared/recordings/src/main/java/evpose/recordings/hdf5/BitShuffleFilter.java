package evpose.recordings.hdf5;

import io.jhdf.exceptions.UnsupportedHdfException;
import io.jhdf.filter.Filter;

/** Bitshuffle, HDF5's filter 32008, is not read: refused by its name, chunk by chunk. */
final class BitShuffleFilter implements Filter {
  @Override
  public int getId() {
    return 32008;
  }

  @Override
  public String getName() {
    return "bitshuffle";
  }

  @Override
  public byte[] decode(byte[] packed, int[] parameters) {
    throw new UnsupportedHdfException("bitshuffle is not supported");
  }
}
