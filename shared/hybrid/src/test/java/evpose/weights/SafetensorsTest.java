package evpose.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsTest {

  @Test
  void whatIsWrittenIsRead(@TempDir Path folder) throws Exception {
    Tensors tensors = new Tensors();
    tensors.put(
        "b.weight", new Tensor(new int[] {2, 3}, new float[] {1, -2, 3.5f, 0, -0f, 1e-30f}));
    tensors.put("a.num_batches_tracked", new Tensor(new int[0], new float[] {77}));
    tensors.put("empty", new Tensor(new int[] {0, 4}, new float[0]));
    Path file = folder.resolve("some.safetensors");
    Safetensors.write(file, tensors);
    Tensors read = Safetensors.read(file);
    assertThat(read.names())
        .containsExactlyInAnyOrder("b.weight", "a.num_batches_tracked", "empty");
    for (String name : tensors.names()) {
      assertThat(read.get(name).shape()).isEqualTo(tensors.get(name).shape());
      assertThat(read.get(name).data()).isEqualTo(tensors.get(name).data());
    }
  }

  @Test
  void numbersBeginAtAMultipleOfEightAndCountsAreIntegers() {
    Tensors tensors = new Tensors();
    tensors.put("n.num_batches_tracked", new Tensor(new int[0], new float[] {3}));
    byte[] bytes = Safetensors.format(tensors);
    ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int header = (int) file.getLong(0);
    assertThat(header % 8).isZero();
    assertThat(new String(bytes, 8, header, StandardCharsets.UTF_8).strip())
        .isEqualTo(
            "{\"n.num_batches_tracked\":{\"dtype\":\"I64\",\"shape\":[],\"data_offsets\":[0,8]}}");
    assertThat(file.getLong(8 + header)).isEqualTo(3);
  }

  @Test
  void metadataIsSkipped() throws Exception {
    byte[] file =
        file(
            "{\"__metadata__\":{\"format\":\"pt\"},"
                + "\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}",
            4);
    assertThat(Safetensors.parse(file, "a.safetensors").names()).containsExactly("a");
  }

  @Test
  void aFileThatIsNoSafetensorsIsRefusedWithItsSizes() {
    refuses(new byte[3], "x: a safetensors file has at least 8 bytes: bytes=3");
    byte[] text = "#!/bin/sh, certainly no weights".getBytes(StandardCharsets.UTF_8);
    refuses(
        text,
        "x: the header must lie inside the file and within 4 MiB:"
            + " headerBytes=8299974037164990755, fileBytes=31");
    byte[] negative = new byte[16];
    java.util.Arrays.fill(negative, (byte) -1);
    refuses(
        negative,
        "x: the header must lie inside the file and within 4 MiB:"
            + " headerBytes=18446744073709551615, fileBytes=16");
  }

  @Test
  void aTensorOutsideTheFileIsRefused() {
    refuses(
        file("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", 4),
        "x: a tensor's bytes must fit its shape and lie inside the file:"
            + " name=a, shape=[2], data_offsets=[0,8], dataBytes=4");
  }

  @Test
  void aShapeThatOverflowsIsRefused() {
    refuses(
        file(
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[65536,65536,65536,65536],\"data_offsets\":[0,0]}}",
            0),
        "x: a tensor has at most 2^31 numbers: name=a, shape=[65536, 65536, 65536, 65536]");
    refuses(
        file("{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}", 4),
        "x: a shape is a list of at most 8 sides: name=a, shape=[-1]");
  }

  @Test
  void gapsOverlapsAndLeftOversAreRefused() {
    refuses(
        file(
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
                + "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}",
            8),
        "x: tensors must follow each other without gap or overlap: name=b, begin=0, expected=4");
    refuses(
        file("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", 8),
        "x: the numbers must end where the file ends: end=4, dataBytes=8");
  }

  @Test
  void otherNumberTypesAreNamedAsNotSupported() {
    refuses(
        file("{\"a\":{\"dtype\":\"BF16\",\"shape\":[2],\"data_offsets\":[0,4]}}", 4),
        "x: only F32 and I64 tensors are supported: name=a, dtype=BF16");
  }

  @Test
  void deepOrDoubledHeadersAreRefused() {
    assertThatThrownBy(() -> Safetensors.parse(file("{\"a\":" + "[".repeat(5000), 0), "x"))
        .isInstanceOf(MalformedWeightsException.class)
        .hasMessageStartingWith("x: the header is no JSON: ");
    assertThatThrownBy(
            () ->
                Safetensors.parse(
                    file("{\"a\":{\"dtype\":\"F32\"},\"a\":{\"dtype\":\"F32\"}}", 0), "x"))
        .isInstanceOf(MalformedWeightsException.class)
        .hasMessageStartingWith("x: the header is no JSON: Duplicate");
  }

  /** Whatever byte is changed, the reader answers with tensors or with its own exception. */
  @Test
  void aDamagedFileNeverEscapesAsAnotherException() {
    Tensors tensors = new Tensors();
    tensors.put("w", new Tensor(new int[] {2, 2}, new float[] {1, 2, 3, 4}));
    tensors.put("n.num_batches_tracked", new Tensor(new int[0], new float[] {1}));
    byte[] good = Safetensors.format(tensors);
    SplittableRandom random = new SplittableRandom(5);
    int refused = 0;
    for (int round = 0; round < 5000; round++) {
      byte[] bad = good.clone();
      for (int k = 0; k <= round % 3; k++) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
      }
      try {
        Safetensors.parse(bad, "round " + round);
      } catch (MalformedWeightsException e) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(1000);
  }

  private static void refuses(byte[] file, String message) {
    assertThatThrownBy(() -> Safetensors.parse(file, "x"))
        .isInstanceOf(MalformedWeightsException.class)
        .hasMessage(message);
  }

  private static byte[] file(String header, int dataBytes) {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + json.length + dataBytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(json.length)
        .put(json)
        .array();
  }
}
