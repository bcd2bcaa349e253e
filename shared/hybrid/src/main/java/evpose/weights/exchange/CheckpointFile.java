package evpose.weights.exchange;

import evpose.weights.MalformedWeightsException;
import evpose.weights.Tensor;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * The archive that {@code torch.save} writes since PyTorch 1.6, opened for reading.
 *
 * <pre>
 *   NAME/data.pkl       which tensors there are, a pickle
 *   NAME/byteorder      "little"; absent before PyTorch 2.0
 *   NAME/data/0, 1, ..  the numbers of each storage, not compressed
 * </pre>
 *
 * Entries must not be compressed, so no entry can be larger than the file. Not thread-safe.
 *
 * @see <a
 *     href="https://github.com/pytorch/pytorch/blob/v2.7.1/caffe2/serialize/inline_container.h">the
 *     layout</a>
 */
final class CheckpointFile implements AutoCloseable {
  private static final String PICKLE = "data.pkl";
  private static final int MAX_RANK = 8;
  private static final int MAX_BYTE_ORDER = 16;
  private static final int MAX_STORAGE_BYTES = Integer.MAX_VALUE - 8; // what an array can hold

  /** How a file of PyTorch before 1.6 begins: a pickle of the number 0x1950a86a20f9469cfc6c. */
  private static final byte[] OLD_MAGIC = {
    (byte) 0x80, 2, (byte) 0x8a, 10, 0x6c, (byte) 0xfc, (byte) 0x9c, 0x46, (byte) 0xf9
  };

  private static final byte[] ZIP_MAGIC = {'P', 'K'};

  private final String source;
  private final ZipFile zip;
  private final String folder; // with its slash
  private String cachedKey = "";
  private byte[] cachedStorage = {};

  private CheckpointFile(String source, ZipFile zip, String folder) {
    this.source = source;
    this.zip = zip;
    this.folder = folder;
  }

  /**
   * Opens an archive.
   *
   * @throws NoSuchFileException when there is none
   * @throws MalformedWeightsException when it is none
   */
  static CheckpointFile open(Path file) throws IOException {
    String source = String.valueOf(file.getFileName());
    requireArchive(file, source);
    ZipFile zip;
    try {
      zip = new ZipFile(file.toFile());
    } catch (ZipException e) {
      throw new MalformedWeightsException(
          source + ": the zip archive is broken or cut off: cause=" + e.getMessage(), e);
    }
    try {
      String folder = folder(zip, source);
      CheckpointFile checkpoint = new CheckpointFile(source, zip, folder);
      checkpoint.requireLittleEndian();
      return checkpoint;
    } catch (IOException e) {
      zip.close();
      throw e;
    }
  }

  /** Whether a file begins as an archive does. */
  static boolean looksLikeOne(Path file) throws IOException {
    byte[] head = head(file);
    return startsWith(head, ZIP_MAGIC) || startsWith(head, OLD_MAGIC);
  }

  private static void requireArchive(Path file, String source) throws IOException {
    byte[] head = head(file);
    if (startsWith(head, OLD_MAGIC)) {
      throw new MalformedWeightsException(
          source
              + ": the format of PyTorch before 1.6 is not supported, load it and torch.save it"
              + " with a newer one");
    }
    if (!startsWith(head, ZIP_MAGIC)) {
      throw new MalformedWeightsException(
          source + ": a PyTorch checkpoint is a zip archive, this file is none");
    }
  }

  private static byte[] head(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(OLD_MAGIC.length);
    }
  }

  private static boolean startsWith(byte[] bytes, byte[] head) {
    return bytes.length >= head.length
        && ByteBuffer.wrap(bytes, 0, head.length).equals(ByteBuffer.wrap(head));
  }

  private static String folder(ZipFile zip, String source) throws MalformedWeightsException {
    List<String> pickles;
    try {
      pickles =
          zip.stream()
              .map(ZipEntry::getName)
              .filter(name -> name.equals(PICKLE) || name.endsWith("/" + PICKLE))
              .toList();
    } catch (IllegalArgumentException e) { // how ZipFile says that a name is no UTF-8
      throw new MalformedWeightsException(
          source + ": the zip archive is broken: cause=" + e.getMessage(), e);
    }
    if (pickles.size() != 1) {
      throw new MalformedWeightsException(
          source + ": a checkpoint has one data.pkl: found=" + pickles.stream().limit(3).toList());
    }
    String pickle = pickles.get(0);
    return pickle.substring(0, pickle.length() - PICKLE.length());
  }

  private void requireLittleEndian() throws IOException {
    if (zip.getEntry(folder + "byteorder") == null) {
      return;
    }
    String order = new String(read("byteorder", MAX_BYTE_ORDER), StandardCharsets.US_ASCII).strip();
    if (!order.equals("little")) {
      throw new MalformedWeightsException(
          source + ": only little endian checkpoints are supported: byteorder=" + order);
    }
  }

  /** What was saved, as {@link PickleReader} yields it. */
  Object root() throws IOException {
    return PickleReader.read(read(PICKLE, PickleReader.MAX_BYTES), source + ": " + folder + PICKLE);
  }

  /**
   * The numbers of a tensor, laid out row-major whatever its strides.
   *
   * @param name what to call it in a message
   * @throws MalformedWeightsException naming the tensor when its view leaves its storage, or its
   *     numbers are of a kind that is not read
   */
  Tensor tensor(String name, StoredTensor tensor) throws IOException {
    StorageType type = tensor.storage().type();
    if (!type.readable()) {
      throw broken(
          "only float32, float16, bfloat16 and int64 tensors are supported: name="
              + name
              + ", dtype="
              + type.dtype);
    }
    int[] shape = checkedShape(name, tensor);
    ByteBuffer bytes = ByteBuffer.wrap(storage(name, tensor)).order(ByteOrder.LITTLE_ENDIAN);
    int size = 1;
    for (int side : shape) {
      size *= side;
    }
    float[] numbers = new float[size];
    long[] stride = tensor.stride().stream().mapToLong(Long::longValue).toArray();
    int[] index = new int[shape.length];
    for (int i = 0; i < size; i++) {
      long position = tensor.offset();
      for (int side = 0; side < shape.length; side++) {
        position += index[side] * stride[side];
      }
      numbers[i] = type.read(bytes, (int) position * type.width);
      if (type == StorageType.LONG && Float.isNaN(numbers[i])) {
        throw broken(
            "an int64 that a float cannot hold is not supported: name="
                + name
                + ", number="
                + bytes.getLong((int) position * type.width));
      }
      advance(index, shape);
    }
    return new Tensor(shape, numbers);
  }

  private static void advance(int[] index, int[] shape) {
    for (int side = shape.length - 1; side >= 0; side--) {
      if (++index[side] < shape[side]) {
        return;
      }
      index[side] = 0;
    }
  }

  /** Sides, once it is sure that every number of the view lies in the storage. */
  private int[] checkedShape(String name, StoredTensor tensor) throws MalformedWeightsException {
    List<Long> shape = tensor.shape();
    List<Long> stride = tensor.stride();
    long numbers = tensor.storage().numbers();
    boolean fits =
        shape.size() <= MAX_RANK
            && shape.size() == stride.size()
            && numbers >= 0
            && numbers <= Integer.MAX_VALUE / tensor.storage().type().width
            && tensor.offset() >= 0
            && tensor.offset() <= numbers;
    long size = 1;
    long last = tensor.offset();
    int[] sides = new int[fits ? shape.size() : 0];
    for (int i = 0; i < sides.length && fits; i++) {
      long side = shape.get(i);
      long step = stride.get(i);
      fits = side >= 0 && side <= numbers && step >= 0 && (step <= numbers || side < 2);
      size = fits ? size * side : 0; // both below 2^31
      last = fits && side > 1 ? last + (side - 1) * step : last; // below 2^62 each, eight at most
      fits = fits && size <= numbers && last <= numbers;
      sides[i] = (int) side;
    }
    if (!fits || (size > 0 && last >= numbers)) {
      throw broken(
          "a tensor must lie in its storage: name="
              + name
              + ", shape="
              + shape
              + ", stride="
              + stride
              + ", offset="
              + tensor.offset()
              + ", numbers="
              + numbers);
    }
    return sides;
  }

  private byte[] storage(String name, StoredTensor tensor) throws IOException {
    StoredTensor.Storage storage = tensor.storage();
    if (!storage.key().equals(cachedKey)) {
      cachedStorage = read("data/" + storage.key(), MAX_STORAGE_BYTES);
      cachedKey = storage.key();
    }
    long expected = storage.numbers() * storage.type().width;
    if (cachedStorage.length != expected) {
      throw broken(
          "a storage must have the bytes that its numbers need: name="
              + name
              + ", entry="
              + folder
              + "data/"
              + storage.key()
              + ", bytes="
              + cachedStorage.length
              + ", expected="
              + expected);
    }
    return cachedStorage;
  }

  private byte[] read(String name, int maxBytes) throws IOException {
    @Nullable ZipEntry entry = zip.getEntry(folder + name);
    if (entry == null) {
      throw broken("the archive lacks an entry: entry=" + folder + name);
    }
    if (entry.getMethod() != ZipEntry.STORED || entry.getSize() != entry.getCompressedSize()) {
      throw broken("torch.save compresses nothing, this entry is: entry=" + entry.getName());
    }
    if (entry.getSize() > maxBytes) {
      throw broken(
          "an entry is too large: entry="
              + entry.getName()
              + ", bytes="
              + entry.getSize()
              + ", most="
              + maxBytes);
    }
    if (entry.getSize() > Files.size(Path.of(zip.getName()))) {
      throw broken("an entry must lie in the file: entry=" + entry.getName());
    }
    byte[] bytes;
    try (InputStream in = zip.getInputStream(entry)) {
      bytes = in.readNBytes((int) entry.getSize());
    } catch (ZipException | EOFException e) {
      throw new MalformedWeightsException(
          source + ": an entry cannot be read: entry=" + entry.getName() + ", cause=" + e, e);
    }
    CRC32 sum = new CRC32();
    sum.update(bytes);
    if (bytes.length != entry.getSize() || sum.getValue() != entry.getCrc()) {
      throw broken("an entry does not have its checksum: entry=" + entry.getName());
    }
    return bytes;
  }

  private MalformedWeightsException broken(String message) {
    return new MalformedWeightsException(source + ": " + message);
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
