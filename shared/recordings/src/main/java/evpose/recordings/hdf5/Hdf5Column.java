package evpose.recordings.hdf5;

import evpose.recordings.BrokenRecordingException;
import evpose.recordings.RecordingException;
import evpose.recordings.UnsupportedRecordingException;
import io.jhdf.api.Dataset;
import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.exceptions.HdfFilterException;
import io.jhdf.object.datatype.CompoundDataType;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Numbers that are read piece by piece: a list, a column of a table with a row for each event, or a
 * named member of such a table. Not thread-safe.
 */
final class Hdf5Column {
  /** Larger chunks are refused: each is unpacked in memory. */
  static final int LARGEST_CHUNK_BYTES = 1 << 25;

  private static final int PIECE = 1 << 15; // numbers, of lists that are not in chunks
  private static final int LARGEST_PIECE = 1 << 20;
  private static final int LARGEST_ROW_BYTES = 256;

  /** Bytes that a byte of a file may be unpacked to; deflate reaches 1032 for noughts alone. */
  private static final long MOST_UNPACKED = 1000;

  private final Dataset numbers;
  private final int column; // of a table; -1 for a list
  private final @Nullable String member; // of a table of named members

  private Hdf5Column(Dataset numbers, int column, @Nullable String member) {
    this.numbers = numbers;
    this.column = column;
    this.member = member;
  }

  static Hdf5Column list(Dataset numbers) {
    return new Hdf5Column(numbers, -1, null);
  }

  static Hdf5Column ofTable(Dataset table, int column) {
    return new Hdf5Column(table, column, null);
  }

  static Hdf5Column member(Dataset table, String member) {
    return new Hdf5Column(table, -1, member);
  }

  /** How many numbers it has. */
  long size() {
    long[] sides = numbers.getDimensionsAsLong();
    return sides.length == 0 ? 0 : sides[0];
  }

  /**
   * Checks what the file says of its numbers before any is read.
   *
   * @param fileBytes of the whole file
   * @throws UnsupportedRecordingException when they are packed with a codec that is not known, or
   *     in chunks that are too large
   * @throws BrokenRecordingException when they would need a larger file
   */
  void check(Path file, long fileBytes) throws RecordingException {
    try {
      numbers.getFilters();
    } catch (HdfFilterException e) {
      String codec = String.valueOf(e.getMessage()).replaceAll(".*name='([^';]*).*", "$1");
      throw new UnsupportedRecordingException(
          file,
          0,
          "HDF5 is read unpacked or packed with deflate, LZF, LZ4, ZSTD or Blosc: "
              + numbers.getPath()
              + " uses codec "
              + codec.replaceAll("[^\\x20-\\x7E]", "?"));
    }
    checkRowBytes(file);
    long rowBytes = rowBytes();
    boolean chunked = numbers instanceof ChunkedDataset;
    if (chunked && chunkBytes() > LARGEST_CHUNK_BYTES) {
      throw new UnsupportedRecordingException(
          file,
          0,
          "HDF5 is read with chunks of up to "
              + LARGEST_CHUNK_BYTES
              + " bytes: "
              + numbers.getPath()
              + ", bytes="
              + chunkBytes());
    }
    long most = chunked ? MOST_UNPACKED * fileBytes : fileBytes;
    if (size() < 0 || size() > most / rowBytes) {
      throw new BrokenRecordingException(
          file,
          0,
          "a list must fit into its file: "
              + numbers.getPath()
              + ", rows="
              + Long.toUnsignedString(size())
              + ", bytes="
              + rowBytes
              + " each");
    }
  }

  /** A number or a row of a table is small, and so is each member of one. */
  private void checkRowBytes(Path file) throws BrokenRecordingException {
    long most = numbers.getDataType().getSize();
    if (numbers.getDataType() instanceof CompoundDataType table) {
      for (CompoundDataType.CompoundDataMember each : table.getMembers()) {
        most = Math.max(most, each.getDataType().getSize());
      }
    }
    if (numbers.getDataType().getSize() < 1 || most > LARGEST_ROW_BYTES || rowBytes() < 1) {
      throw new BrokenRecordingException(
          file,
          0,
          "a number must have a size in [1, "
              + LARGEST_ROW_BYTES
              + "] bytes: "
              + numbers.getPath()
              + ", bytes="
              + most);
    }
  }

  private long rowBytes() {
    long columns = column < 0 ? 1 : numbers.getDimensionsAsLong()[1];
    return columns * numbers.getDataType().getSize();
  }

  private long chunkBytes() {
    long bytes = numbers.getDataType().getSize();
    for (int side : ((ChunkedDataset) numbers).getChunkDimensions()) {
      bytes = side < 1 ? Long.MAX_VALUE : Math.multiplyExact(bytes, side);
    }
    return bytes;
  }

  /**
   * How many numbers are best read at once; a chunk is unpacked at every reading of its numbers.
   */
  int piece() {
    if (numbers instanceof ChunkedDataset chunked) {
      int rows = chunked.getChunkDimensions()[0];
      return Math.min(LARGEST_PIECE, rows >= PIECE ? rows : rows * (PIECE / rows));
    }
    return PIECE;
  }

  /**
   * Checks what a packed chunk says of itself before anything is allocated.
   *
   * @throws HdfFilterException when it would be too large
   */
  static void checkChunk(long unpackedBytes) {
    if (unpackedBytes < 0 || unpackedBytes > LARGEST_CHUNK_BYTES) {
      throw new HdfFilterException(
          "a chunk must unpack to at most "
              + LARGEST_CHUNK_BYTES
              + " bytes: bytes="
              + unpackedBytes);
    }
  }

  /** Whether its numbers are fractions: times in seconds, then. */
  boolean isFraction() {
    Object some = size() == 0 ? null : read(0, 1);
    return some instanceof double[] || some instanceof float[];
  }

  /**
   * Numbers [from, from + count).
   *
   * @return an array of whichever type; see {@link #number}
   */
  Object read(long from, int count) {
    if (column < 0) {
      Object data = numbers.getData(new long[] {from}, new int[] {count});
      return member == null ? data : memberOf(data);
    }
    Object rows = numbers.getData(new long[] {from, column}, new int[] {count, 1});
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = fraction(java.lang.reflect.Array.get(rows, i), 0);
    }
    return values;
  }

  private Object memberOf(Object data) {
    Object values = data instanceof Map<?, ?> map ? map.get(member) : null;
    if (values == null) {
      throw new IllegalStateException("no member of " + numbers.getPath() + ": " + member);
    }
    return values;
  }

  /** Number i of an array that {@link #read} gave, cut to an integer. */
  static long number(Object array, int i) {
    if (array instanceof int[] a) {
      return a[i];
    }
    if (array instanceof long[] a) {
      return a[i];
    }
    if (array instanceof short[] a) {
      return a[i];
    }
    if (array instanceof byte[] a) {
      return a[i];
    }
    if (array instanceof boolean[] a) {
      return a[i] ? 1 : 0;
    }
    if (array instanceof BigInteger[] a) {
      return a[i].bitLength() < 64 ? a[i].longValue() : -1;
    }
    if (array instanceof String[] a) { // h5py keeps truths as TRUE and FALSE
      return "TRUE".equals(a[i]) ? 1 : 0;
    }
    return (long) fraction(array, i);
  }

  /** Number i of an array that {@link #read} gave. */
  static double fraction(Object array, int i) {
    if (array instanceof double[] a) {
      return a[i];
    }
    if (array instanceof float[] a) {
      return a[i];
    }
    return number(array, i);
  }
}
