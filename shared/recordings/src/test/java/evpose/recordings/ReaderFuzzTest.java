package evpose.recordings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Damages small recordings of every format in every way that comes to mind. {@code
 * -Devpose.fuzz.rounds=1000000} is the long form; a failure says its seed and keeps the bytes.
 */
class ReaderFuzzTest {
  private static final int ROUNDS = Integer.getInteger("evpose.fuzz.rounds", 400);
  private static final long SEED = Long.getLong("evpose.fuzz.seed", 8);
  private static final int[] EDGES = {0, 1, -1, 0x7F, 0x80, 0x7FFF, 0x8000, 0x7FFF_FFFF, 1 << 31};

  @TempDir Path folder;

  static Stream<Arguments> seeds() {
    return Arrays.stream(FuzzedReader.values())
        .flatMap(reader -> reader.seeds().stream().map(seed -> Arguments.of(reader, seed)));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void anyBytesAreReadToAnEndOrRefusedInOneLine(FuzzedReader reader, String seed)
      throws IOException {
    byte[] whole = FuzzSeeds.of(seed, folder.resolve("seed"));
    assertThat(reader.check(whole)).as("the undamaged one is read").isTrue();
    int rounds = reader == FuzzedReader.HDF5 ? Math.max(1, ROUNDS / 3) : ROUNDS;
    int read = 0;
    for (int round = 0; round < rounds; round++) {
      SplittableRandom random = new SplittableRandom(SEED * 1_000_003 + round);
      byte[] damaged = damaged(whole, random);
      try {
        read += reader.check(damaged) ? 1 : 0;
      } catch (Throwable e) { // OutOfMemoryError and StackOverflowError are findings, too
        Path kept = Path.of("target", "fuzz", seed.replace(' ', '-') + "-" + round + ".bin");
        Files.createDirectories(kept.getParent());
        Files.write(kept, damaged);
        throw new AssertionError(
            "seed=" + seed + ", numbers=" + SEED + ", round=" + round + ", bytes in " + kept, e);
      }
    }
    assertThat(read).as("some damage is stepped over").isPositive();
  }

  /** Found by rounds of the above, or by Jazzer; each is named after its reader and the fault. */
  @ParameterizedTest
  @CsvSource({
    "AEDAT4, aedat4-newline-in-a-number",
    "HDF5, hdf5-header-longer-than-the-heap",
    "HDF5, hdf5-two-billion-numbers",
    "HDF5, hdf5-lz4-chunk-larger-than-the-heap"
  })
  void whatOnceBrokeAReaderDoesNot(FuzzedReader reader, String name) throws IOException {
    String file = "fuzz/" + name + ".bin";
    reader.check(
        Files.readAllBytes(
            Path.of(Objects.requireNonNull(ReaderFuzzTest.class.getResource(file)).getPath())));
  }

  private static byte[] damaged(byte[] whole, SplittableRandom random) {
    byte[] bytes = whole.clone();
    for (int n = 1 + random.nextInt(4); n > 0 && bytes.length > 8; n--) {
      // heads are short and matter most
      int reach = random.nextInt(3) == 0 ? Math.min(bytes.length, 256) : bytes.length;
      int at = random.nextInt(reach - 4);
      switch (random.nextInt(9)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[at] = (byte) random.nextInt();
        case 2 ->
            ByteBuffer.wrap(bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(at, EDGES[random.nextInt(EDGES.length)]);
        case 3 ->
            ByteBuffer.wrap(bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort(at, (short) EDGES[random.nextInt(EDGES.length)]);
        case 4 -> bytes = Arrays.copyOf(bytes, 8 + random.nextInt(bytes.length - 7));
        case 5 -> bytes = without(bytes, at, 1 + random.nextInt(16));
        case 6 -> bytes = with(bytes, at, random.nextInt(bytes.length), 1 + random.nextInt(64));
        case 7 -> {
          for (int i = at; i < Math.min(bytes.length, at + 1 + random.nextInt(12)); i++) {
            bytes[i] = (byte) random.nextInt();
          }
        }
        default ->
            bytes[at] =
                "0123456789-.,;eE \n#".getBytes(StandardCharsets.US_ASCII)[random.nextInt(19)];
      }
    }
    return bytes;
  }

  private static byte[] without(byte[] bytes, int at, int count) {
    int end = Math.min(bytes.length, at + count);
    byte[] shorter = new byte[bytes.length - (end - at)];
    System.arraycopy(bytes, 0, shorter, 0, at);
    System.arraycopy(bytes, end, shorter, at, bytes.length - end);
    return shorter;
  }

  /** Some bytes of it once more, at another place. */
  private static byte[] with(byte[] bytes, int at, int from, int count) {
    int many = Math.min(count, bytes.length - from);
    byte[] longer = new byte[bytes.length + many];
    System.arraycopy(bytes, 0, longer, 0, at);
    System.arraycopy(bytes, from, longer, at, many);
    System.arraycopy(bytes, at, longer, at + many, bytes.length - at);
    return longer;
  }
}
