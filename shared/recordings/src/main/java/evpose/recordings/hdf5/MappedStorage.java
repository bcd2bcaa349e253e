package evpose.recordings.hdf5;

import io.jhdf.HdfFile;
import io.jhdf.Superblock;
import io.jhdf.exceptions.HdfException;
import io.jhdf.storage.HdfBackingStorage;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.HashMap;
import java.util.Map;

/**
 * A file of any size as jHDF sees it: pieces of maps, so that what lengths in the file ask for is
 * cut out and not allocated. A piece must lie inside the file. All pieces together may be {@value
 * #MOST_ROUNDS} times the file: structures that refer to each other in circles end.
 *
 * <pre>
 *   file     0        512 MiB       1 GiB       1.5 GiB       2 GiB
 *   map 0    |--------------------------|
 *   map 1             |--------------------------|
 *   map 2                           |--------------------------|
 * </pre>
 *
 * A piece lies whole in the map of the half gigabyte that its first byte is in. Not thread-safe.
 */
final class MappedStorage implements HdfBackingStorage {
  private static final long STRIDE_BYTES = 1L << 29;
  private static final long LARGEST_PIECE_BYTES = 2L * Hdf5Column.LARGEST_CHUNK_BYTES;
  private static final int LONGEST_SUPERBLOCK_BYTES = 256;
  private static final int MOST_ROUNDS = 64;
  private static final long SMALL_FILE_BYTES = 1L << 20;

  private final FileChannel channel;
  private final long fileBytes;
  private final Map<Long, ByteBuffer> maps = new HashMap<>();
  private final Superblock superblock;
  private long bytesLeft;

  private MappedStorage(FileChannel channel) throws IOException {
    this.channel = channel;
    fileBytes = channel.size();
    bytesLeft = Math.multiplyExact(MOST_ROUNDS, fileBytes + SMALL_FILE_BYTES);
    superblock =
        Superblock.readSuperblock(mapNoOffset(0, Math.min(LONGEST_SUPERBLOCK_BYTES, fileBytes)));
    if (superblock.getBaseAddressByte() != 0) {
      throw new HdfException("addresses must count from the file's first byte");
    }
  }

  /**
   * Opens a file.
   *
   * @param channel closed with what is returned, not when this fails
   * @throws RuntimeException whatever jHDF's parsing stumbles over
   */
  static HdfFile open(FileChannel channel) throws IOException {
    MappedStorage storage = new MappedStorage(channel);
    try {
      // jHDF's own ways in allocate (file channel) or end at 2 GB (buffer); this one it keeps to
      // itself
      Constructor<HdfFile> over = HdfFile.class.getDeclaredConstructor(HdfBackingStorage.class);
      over.setAccessible(true);
      return over.newInstance(storage);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new HdfException("a root group must be readable", e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this version of jHDF opens files in another way", e);
    }
  }

  @Override
  public ByteBuffer readBufferFromAddress(long address, int length) {
    return mapNoOffset(address, length);
  }

  @Override
  public ByteBuffer map(long address, long length) {
    return mapNoOffset(address, length);
  }

  @Override
  public ByteBuffer mapNoOffset(long address, long length) {
    if (address < 0 || length < 0 || length > fileBytes - address) {
      throw new HdfException(
          "a piece must lie inside the file: address="
              + Long.toUnsignedString(address)
              + ", bytes="
              + length
              + ", file="
              + fileBytes);
    }
    if (length > LARGEST_PIECE_BYTES) {
      throw new HdfException(
          "a piece must have at most "
              + LARGEST_PIECE_BYTES
              + " bytes: address="
              + address
              + ", bytes="
              + length);
    }
    bytesLeft -= length;
    if (bytesLeft < 0) {
      throw new HdfException("structures must not refer to each other in circles");
    }
    long number = address / STRIDE_BYTES;
    ByteBuffer map = maps.computeIfAbsent(number, this::mapped);
    return map.slice((int) (address - number * STRIDE_BYTES), (int) length)
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  private ByteBuffer mapped(long number) {
    long begin = number * STRIDE_BYTES;
    try {
      return channel.map(
          FileChannel.MapMode.READ_ONLY, begin, Math.min(2 * STRIDE_BYTES, fileBytes - begin));
    } catch (IOException e) {
      throw new HdfException("the file cannot be mapped", e);
    }
  }

  @Override
  public long getUserBlockSize() {
    return 0;
  }

  @Override
  public Superblock getSuperblock() {
    return superblock;
  }

  @Override
  public FileChannel getFileChannel() {
    throw new HdfException("a mapped file is read by its pieces");
  }

  @Override
  public int getSizeOfOffsets() {
    return superblock.getSizeOfOffsets();
  }

  @Override
  public int getSizeOfLengths() {
    return superblock.getSizeOfLengths();
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new HdfException("the file could not be closed", e);
    }
  }

  @Override
  public long size() {
    return fileBytes;
  }

  @Override
  public boolean inMemory() {
    return true;
  }
}
