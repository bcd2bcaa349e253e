package evpose.weights;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The header of a safetensors file, read as if an enemy had written it: every size is bounded
 * before it is used, and the tensors must tile the numbers exactly.
 *
 * @param dataBegin byte in the file where the numbers begin
 * @param entries in file order of their numbers
 */
record SafetensorsHeader(int dataBegin, List<Entry> entries) {
  static final int MAX_HEADER_BYTES = 4 << 20;
  static final int MAX_TENSORS = 10_000;
  static final int MAX_RANK = 8;
  static final int MAX_NAME = 256;
  private static final int PREFIX = Long.BYTES;
  private static final String METADATA = "__metadata__";

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(4)
                          .maxNumberLength(20)
                          .maxNameLength(MAX_NAME)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .build();

  /**
   * One tensor.
   *
   * @param wide I64 (true) or F32 (false)
   * @param begin first byte behind {@code dataBegin}
   * @param size how many numbers
   */
  record Entry(String name, boolean wide, int[] shape, int begin, int size) {
    int end() {
      return begin + size * (wide ? Long.BYTES : Float.BYTES);
    }
  }

  static SafetensorsHeader parse(byte[] file, String source) throws MalformedWeightsException {
    if (file.length < PREFIX) {
      throw broken(source, "a safetensors file has at least 8 bytes: bytes=" + file.length);
    }
    long length = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
    if (length < 2 || length > Math.min(MAX_HEADER_BYTES, file.length - PREFIX)) {
      throw broken(
          source,
          "the header must lie inside the file and within 4 MiB: headerBytes="
              + Long.toUnsignedString(length)
              + ", fileBytes="
              + file.length);
    }
    int dataBegin = PREFIX + (int) length;
    JsonNode root = json(file, (int) length, source);
    if (!root.isObject() || root.size() > MAX_TENSORS) {
      throw broken(source, "the header must be an object of at most 10000 tensors");
    }
    int dataBytes = file.length - dataBegin;
    List<Entry> entries = new ArrayList<>();
    for (Map.Entry<String, JsonNode> property : root.properties()) {
      if (!property.getKey().equals(METADATA)) {
        entries.add(entry(property.getKey(), property.getValue(), dataBytes, source));
      }
    }
    entries.sort(Comparator.comparingInt(Entry::begin).thenComparingInt(Entry::size));
    checkTiling(entries, dataBytes, source);
    return new SafetensorsHeader(dataBegin, List.copyOf(entries));
  }

  private static JsonNode json(byte[] file, int length, String source)
      throws MalformedWeightsException {
    try {
      return JSON.readTree(file, PREFIX, length);
    } catch (JacksonException e) {
      throw new MalformedWeightsException(
          source + ": the header is no JSON: " + e.getOriginalMessage().lines().findFirst().get(),
          e);
    }
  }

  private static Entry entry(String name, JsonNode node, int dataBytes, String source)
      throws MalformedWeightsException {
    String dtype = node.path("dtype").asString("");
    boolean wide = dtype.equals("I64");
    if (!wide && !dtype.equals("F32")) {
      throw broken(
          source, "only F32 and I64 tensors are supported: name=" + name + ", dtype=" + dtype);
    }
    int[] shape = shape(name, node.path("shape"), source);
    long size = 1;
    for (int side : shape) {
      size *= side; // sides are below 2^31, and size is below 2^31 before each turn
      if (size > Integer.MAX_VALUE) {
        throw broken(
            source,
            "a tensor has at most 2^31 numbers: name="
                + name
                + ", shape="
                + Arrays.toString(shape));
      }
    }
    JsonNode offsets = node.path("data_offsets");
    long begin = offsets.path(0).asLong(-1);
    long end = offsets.path(1).asLong(-1);
    if (begin < 0 || end > dataBytes || end - begin != size * (wide ? Long.BYTES : Float.BYTES)) {
      throw broken(
          source,
          "a tensor's bytes must fit its shape and lie inside the file: name="
              + name
              + ", shape="
              + Arrays.toString(shape)
              + ", data_offsets="
              + offsets
              + ", dataBytes="
              + dataBytes);
    }
    return new Entry(name, wide, shape, (int) begin, (int) size);
  }

  private static int[] shape(String name, JsonNode node, String source)
      throws MalformedWeightsException {
    boolean fine = node.isArray() && node.size() <= MAX_RANK;
    int[] shape = new int[fine ? node.size() : 0];
    for (int i = 0; i < shape.length; i++) {
      JsonNode side = node.get(i);
      fine = fine && side.isIntegralNumber() && side.canConvertToInt() && side.asInt() >= 0;
      shape[i] = fine ? side.asInt() : 0;
    }
    if (!fine) {
      throw broken(
          source, "a shape is a list of at most 8 sides: name=" + name + ", shape=" + node);
    }
    return shape;
  }

  private static void checkTiling(List<Entry> entries, int dataBytes, String source)
      throws MalformedWeightsException {
    int end = 0;
    for (Entry entry : entries) {
      if (entry.begin() != end) {
        throw broken(
            source,
            "tensors must follow each other without gap or overlap: name="
                + entry.name()
                + ", begin="
                + entry.begin()
                + ", expected="
                + end);
      }
      end = entry.end();
    }
    if (end != dataBytes) {
      throw broken(
          source,
          "the numbers must end where the file ends: end=" + end + ", dataBytes=" + dataBytes);
    }
  }

  private static MalformedWeightsException broken(String source, String message) {
    return new MalformedWeightsException(source + ": " + message);
  }
}
