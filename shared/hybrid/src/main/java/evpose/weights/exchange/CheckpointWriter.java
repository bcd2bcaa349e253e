package evpose.weights.exchange;

import evpose.weights.ModelLayout;
import evpose.weights.Tensor;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes the archive that {@link CheckpointFile} draws. Numbers begin at multiples of 64 bytes, as
 * {@code torch.save} lays them, so that {@code torch.load(mmap=True)} works. Entries carry one
 * fixed time, so that the same weights give the same bytes.
 */
final class CheckpointWriter {
  private static final String FOLDER = "archive/";

  /** The first day that a zip holds without a second, zone-dependent note of the time. */
  private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 2, 0, 0);

  private static final int ALIGNMENT = 64;
  private static final int LOCAL_HEADER_BYTES = 30; // before name and extra field
  private static final int EXTRA_HEADER_BYTES = 4; // id and length
  private static final short PADDING_ID = 0x4246; // "FB": what torch.save pads with

  private final ByteArrayOutputStream pickle = new ByteArrayOutputStream();

  private CheckpointWriter() {}

  /** Writes everything and closes the archive, which closes the stream. */
  static void write(OutputStream out, Map<String, Tensor> tensors) throws IOException {
    Counted counted = new Counted(new BufferedOutputStream(out));
    try (ZipOutputStream zip = new ZipOutputStream(counted)) {
      zip.setMethod(ZipOutputStream.STORED);
      entry(zip, counted, "data.pkl", new CheckpointWriter().stateDict(tensors));
      entry(zip, counted, "byteorder", ascii("little"));
      int key = 0;
      for (Map.Entry<String, Tensor> tensor : tensors.entrySet()) {
        byte[] numbers = numbers(tensor.getValue(), ModelLayout.isBatchCount(tensor.getKey()));
        entry(zip, counted, "data/" + key++, numbers);
      }
      entry(zip, counted, "version", ascii("3\n"));
    }
  }

  private static void entry(ZipOutputStream zip, Counted at, String name, byte[] bytes)
      throws IOException {
    ZipEntry entry = new ZipEntry(FOLDER + name);
    CRC32 sum = new CRC32();
    sum.update(bytes);
    entry.setSize(bytes.length);
    entry.setCrc(sum.getValue());
    entry.setTimeLocal(NO_TIME);
    zip.flush();
    long unpadded = at.bytes + LOCAL_HEADER_BYTES + entry.getName().length() + EXTRA_HEADER_BYTES;
    int padding = (int) ((ALIGNMENT - unpadded % ALIGNMENT) % ALIGNMENT);
    entry.setExtra(
        ByteBuffer.allocate(EXTRA_HEADER_BYTES + padding)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putShort(PADDING_ID)
            .putShort((short) padding)
            .array());
    zip.putNextEntry(entry);
    zip.write(bytes);
    zip.closeEntry();
  }

  private static byte[] numbers(Tensor tensor, boolean count) {
    int width = count ? Long.BYTES : Float.BYTES;
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(tensor.size(), width))
            .order(ByteOrder.LITTLE_ENDIAN);
    for (float number : tensor.data()) {
      if (count) {
        bytes.putLong((long) number);
      } else {
        bytes.putFloat(number);
      }
    }
    return bytes.array();
  }

  // ---- the pickle, protocol 2

  /**
   * An OrderedDict of tensors. It carries no {@code _metadata}, so {@code load_state_dict} takes it
   * for an old one and does not ask for batch counts.
   */
  private byte[] stateDict(Map<String, Tensor> tensors) {
    put(0x80, 2);
    emptyOrderedDict();
    put('(');
    int key = 0;
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      string(entry.getKey());
      tensor(entry.getValue(), ModelLayout.isBatchCount(entry.getKey()), key++);
    }
    put('u', '.');
    return pickle.toByteArray();
  }

  private void emptyOrderedDict() {
    global(PickleReader.Callable.ORDERED_DICT.name);
    put(')', 'R');
  }

  /** _rebuild_tensor_v2(('storage', type, key, 'cpu', numbers), 0, shape, stride, False, {}). */
  private void tensor(Tensor tensor, boolean count, int key) {
    global(PickleReader.Callable.REBUILD_TENSOR.name);
    put('(', '(');
    string("storage");
    global("torch." + (count ? StorageType.LONG : StorageType.FLOAT).className);
    string(Integer.toString(key));
    string("cpu");
    integer(tensor.size());
    put('t', 'Q');
    integer(0);
    int[] shape = tensor.shape();
    put('(');
    for (int side : shape) {
      integer(side);
    }
    put('t', '(');
    for (int side = 0; side < shape.length; side++) {
      int stride = 1;
      for (int inner = side + 1; inner < shape.length; inner++) {
        stride *= shape[inner];
      }
      integer(stride);
    }
    put('t', 0x89);
    emptyOrderedDict();
    put('t', 'R');
  }

  private void global(String name) {
    int dot = name.lastIndexOf('.');
    put('c');
    pickle.writeBytes(ascii(name.substring(0, dot) + "\n" + name.substring(dot + 1) + "\n"));
  }

  private void string(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    put('X');
    fourBytes(bytes.length);
    pickle.writeBytes(bytes);
  }

  private void integer(int number) {
    put('J');
    fourBytes(number);
  }

  private void fourBytes(int number) {
    pickle.writeBytes(
        ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(number).array());
  }

  private void put(int... instructions) {
    for (int instruction : instructions) {
      pickle.write(instruction);
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Knows how many bytes went through. */
  private static final class Counted extends OutputStream {
    private final OutputStream out;
    private long bytes;

    Counted(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      out.write(b);
      bytes++;
    }

    @Override
    public void write(byte[] b, int offset, int length) throws IOException {
      out.write(b, offset, length);
      bytes += length;
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }
}
