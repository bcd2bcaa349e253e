package evpose.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads and writes safetensors files.
 *
 * <pre>
 *   0        8               8+n
 *   +--------+---------------+--------------------------+
 *   | n      | JSON header   | numbers, little endian   |
 *   | uint64 | n bytes       | tensors without gaps     |
 *   +--------+---------------+--------------------------+
 *   header: {"name": {"dtype": "F32", "shape": [out, in, k, k], "data_offsets": [begin, end]}, ...}
 * </pre>
 *
 * We write F32, but batch counts as I64, which is what PyTorch holds. Reading takes F32 everywhere,
 * and I64 that a float holds exactly.
 *
 * @see <a href="https://github.com/huggingface/safetensors#format">the format</a>
 */
public final class Safetensors {
  private static final int PREFIX = Long.BYTES;
  private static final int ALIGNMENT = 8;
  private static final JsonMapper JSON = JsonMapper.shared();

  private Safetensors() {}

  /**
   * Reads a file.
   *
   * @throws MalformedWeightsException in one line with file, rule and values
   */
  public static Tensors read(Path file) throws IOException {
    return parse(Files.readAllBytes(file), file.getFileName().toString());
  }

  /**
   * Reads a file that is in memory.
   *
   * @param source what to call it in a message
   */
  public static Tensors parse(byte[] bytes, String source) throws MalformedWeightsException {
    SafetensorsHeader header = SafetensorsHeader.parse(bytes, source);
    ByteBuffer numbers = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    Tensors tensors = new Tensors();
    for (SafetensorsHeader.Entry entry : header.entries()) {
      float[] data = new float[entry.size()];
      int begin = header.dataBegin() + entry.begin();
      if (entry.wide()) {
        for (int i = 0; i < data.length; i++) {
          data[i] = exact(numbers.getLong(begin + i * Long.BYTES), source, entry.name());
        }
      } else {
        numbers.position(begin);
        numbers.asFloatBuffer().get(data);
      }
      tensors.put(entry.name(), new Tensor(entry.shape(), data));
    }
    return tensors;
  }

  private static float exact(long number, String source, String name)
      throws MalformedWeightsException {
    if ((long) (float) number != number) {
      throw new MalformedWeightsException(
          source
              + ": an I64 that a float cannot hold is not supported: name="
              + name
              + ", number="
              + number);
    }
    return number;
  }

  /** Writes a file: same tensors, same bytes. */
  public static void write(Path file, Tensors tensors) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(format(tensors));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }
  }

  /** The bytes of a file. */
  public static byte[] format(Tensors tensors) {
    byte[] header = header(tensors);
    int padded = (header.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    long total = PREFIX + (long) padded;
    for (String name : tensors.names()) {
      total += (long) tensors.get(name).size() * width(name);
    }
    ByteBuffer out =
        ByteBuffer.allocate(Math.toIntExact(total)).order(ByteOrder.LITTLE_ENDIAN).putLong(padded);
    out.put(header);
    while (out.position() < PREFIX + padded) {
      out.put((byte) ' ');
    }
    for (String name : tensors.names()) {
      for (float number : tensors.get(name).data()) {
        if (ModelLayout.isBatchCount(name)) {
          out.putLong((long) number);
        } else {
          out.putFloat(number);
        }
      }
    }
    return out.array();
  }

  private static byte[] header(Tensors tensors) {
    Map<String, Object> header = new LinkedHashMap<>();
    long begin = 0;
    for (String name : tensors.names()) {
      Tensor tensor = tensors.get(name);
      long end = begin + (long) tensor.size() * width(name);
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("dtype", ModelLayout.isBatchCount(name) ? "I64" : "F32");
      entry.put("shape", tensor.shape());
      entry.put("data_offsets", List.of(begin, end));
      header.put(name, entry);
      begin = end;
    }
    return JSON.writeValueAsString(header).getBytes(StandardCharsets.UTF_8);
  }

  private static int width(String name) {
    return ModelLayout.isBatchCount(name) ? Long.BYTES : Float.BYTES;
  }
}
