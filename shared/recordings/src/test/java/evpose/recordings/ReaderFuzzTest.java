package evpose.recordings;

import static org.assertj.core.api.Assertions.assertThat;

import evpose.events.EventBuffer;
import evpose.recordings.aedat4.Aedat4Writer;
import evpose.recordings.aedat4.Compression;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Damages small recordings of every format in every way that comes to mind. {@code
 * -Devpose.fuzz.rounds=1000000} is the long form; a failure says its seed and keeps the bytes.
 */
class ReaderFuzzTest {
  private static final int ROUNDS = Integer.getInteger("evpose.fuzz.rounds", 400);
  private static final long SEED = Long.getLong("evpose.fuzz.seed", 8);
  private static final RecordedCamera CAMERA = new RecordedCamera("cam0", 346, 260);
  private static final int[] EDGES = {0, 1, -1, 0x7F, 0x80, 0x7FFF, 0x8000, 0x7FFF_FFFF, 1 << 31};

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AEDAT2",
        "AEDAT3.1",
        "AEDAT4",
        "AEDAT4 ZSTD",
        "AEDAT4 NONE",
        "EVT2",
        "EVT2.1",
        "EVT3",
        "DAT",
        "ES",
        "CSV",
        "TEXT",
        "BAG",
        "HDF5 plain",
        "HDF5 gzip",
        "HDF5 blosc-zstd",
        "HDF5 blosc-lz4"
      })
  void anyBytesAreReadToAnEndOrRefusedInOneLine(String format) throws IOException {
    byte[] whole = seed(format);
    assertThat(ReaderFuzz.check(whole)).as("the undamaged one is read").isTrue();
    int rounds = format.startsWith("HDF5") ? Math.max(1, ROUNDS / 3) : ROUNDS;
    int read = 0;
    for (int round = 0; round < rounds; round++) {
      SplittableRandom random = new SplittableRandom(SEED * 1_000_003 + round);
      byte[] damaged = damaged(whole, random);
      try {
        read += ReaderFuzz.check(damaged) ? 1 : 0;
      } catch (Throwable e) { // OutOfMemoryError and StackOverflowError are findings, too
        Path kept = Path.of("target", "fuzz", format.replace(' ', '-') + "-" + round + ".bin");
        Files.createDirectories(kept.getParent());
        Files.write(kept, damaged);
        throw new AssertionError(
            "format=" + format + ", seed=" + SEED + ", round=" + round + ", bytes in " + kept, e);
      }
    }
    assertThat(read).as("some damage is stepped over").isPositive();
  }

  /** Found by rounds of the above; each file is named after what was wrong. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "aedat4-newline-in-a-number",
        "hdf5-header-longer-than-the-heap",
        "hdf5-two-billion-numbers"
      })
  void whatOnceBrokeAReaderDoesNot(String name) throws IOException {
    String file = "fuzz/" + name + ".bin";
    ReaderFuzz.check(
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

  private byte[] seed(String format) throws IOException {
    if (format.startsWith("HDF5 ") || format.equals("BAG")) {
      String name = format.equals("BAG") ? "rosbag/two.db3" : "hdf5/" + format.substring(5) + ".h5";
      return Files.readAllBytes(
          Path.of(Objects.requireNonNull(ReaderFuzzTest.class.getResource(name)).getPath()));
    }
    Map<String, Maker> makers = new LinkedHashMap<>();
    for (RecordingFormat each : RecordingFormat.values()) {
      makers.put(each.name(), file -> each.create(file, List.of(CAMERA)));
    }
    makers.put("AEDAT4 ZSTD", f -> Aedat4Writer.create(f, List.of(CAMERA), Compression.ZSTD));
    makers.put("AEDAT4 NONE", f -> Aedat4Writer.create(f, List.of(CAMERA), Compression.NONE));
    Maker maker = makers.get(format);
    if (maker == null) {
      return byHand(format);
    }
    Path file = folder.resolve("seed");
    EventBuffer events = Recorded.events(CAMERA, 200, 0, 1);
    try (EventWriter writer = maker.create(file)) {
      writer.write(0, events);
    }
    return Files.readAllBytes(file);
  }

  @FunctionalInterface
  private interface Maker {
    EventWriter create(Path file) throws IOException;
  }

  private static byte[] byHand(String format) {
    EventBuffer events = Recorded.events(new RecordedCamera("cam0", 128, 128), 100, 0, 1);
    ByteBuffer words = ByteBuffer.allocate(1 << 14);
    String head;
    switch (format) {
      case "AEDAT2" -> {
        head = "#!AER-DAT2.0\r\n# AEChip: eu.seebetter.ini.chips.davis.Davis346B\r\n";
        for (int i = 0; i < events.size(); i++) {
          words.putInt(events.y(i) << 22 | events.x(i) << 12 | events.polarity(i) << 11);
          words.putInt((int) events.micros(i));
        }
      }
      case "AEDAT3.1" -> {
        head = "#!AER-DAT3.1\r\n#Format: RAW\r\n#Source 1: DVS128\r\n#!END-HEADER\r\n";
        words.order(ByteOrder.LITTLE_ENDIAN);
        words.putShort((short) 1).putShort((short) 1).putInt(8).putInt(4).putInt(0);
        words.putInt(events.size()).putInt(events.size()).putInt(events.size());
        for (int i = 0; i < events.size(); i++) {
          words.putInt(events.x(i) << 17 | events.y(i) << 2 | events.polarity(i) << 1 | 1);
          words.putInt((int) events.micros(i));
        }
      }
      case "EVT2.1" -> {
        head = "% evt 2.1\n% format EVT21;height=128;width=128\n% end\n";
        words.order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < events.size(); i++) {
          long at = (long) events.x(i) << 43 | (long) events.y(i) << 32;
          words.putLong(8L << 60 | events.micros(i) >> 6 << 32);
          words.putLong((long) events.polarity(i) << 60 | (events.micros(i) & 63) << 54 | at | 5);
        }
      }
      default -> {
        head = "0.1 1 2 1\n0.2 3 4 0\n0.300001 5 6 1\n1e1 7 8 1\n";
      }
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(head.getBytes(StandardCharsets.ISO_8859_1));
    all.write(words.array(), 0, words.position());
    return all.toByteArray();
  }
}
