package evpose.recordings.hdf5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import evpose.events.SensorGeometry;
import evpose.recordings.BrokenRecordingException;
import evpose.recordings.ReadHints;
import evpose.recordings.Recorded;
import evpose.recordings.RecordedCamera;
import evpose.recordings.Recordings;
import evpose.recordings.UnsupportedRecordingException;
import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Hdf5ReaderTest {
  private static final ReadHints VGA = new ReadHints(new SensorGeometry(640, 480), null, null);

  /** No map of Java's reaches so far, and no address of 32 bits. */
  private static final long BEYOND_MAPS = 5L << 30;

  @TempDir Path directory;

  private static Path fixture(String name) {
    return Path.of(Objects.requireNonNull(Hdf5ReaderTest.class.getResource(name)).getPath());
  }

  /** Written by h5py; see write_fixtures.py. */
  @ParameterizedTest
  @ValueSource(
      strings = {"plain", "gzip", "lzf", "lz4", "zstd", "blosc-zstd", "blosc-lz4", "blosc-zlib"})
  void dsecIsReadHoweverItIsPacked(String packing) throws IOException {
    Recorded.Content content = Recorded.read(fixture(packing + ".h5"), VGA);
    List<String> events = content.events().get(0);
    assertThat(content.cameras()).isEqualTo(List.of(new RecordedCamera("cam0", 640, 480)));
    assertThat(events).hasSize(3000);
    for (int i = 0; i < 3000; i++) {
      assertThat(events.get(i))
          .isEqualTo((1_000_000_000_000L + 7 * i) + " " + i % 640 + " " + i % 480 + " " + i % 2);
    }
    assertThat(content.problems()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"bitshuffle", "blosc-blosclz", "blosc-bits"})
  void codecsThatAreNotKnownAreNamed(String packing) {
    assertThatThrownBy(() -> Recorded.read(fixture(packing + ".h5"), VGA))
        .isInstanceOf(UnsupportedRecordingException.class)
        .hasMessageContaining("uses codec");
  }

  /** model-spec 2.10: the authors' files of Event-Human3.6M; the same index over µs is DHP19's. */
  @ParameterizedTest
  @CsvSource({"1000, true", "1, true", "1, false"})
  void anIndexOfMillisecondsTellsNanoseconds(long unitsPerMicro, boolean beside)
      throws IOException {
    Path file = directory.resolve("h36m.h5");
    int events = 500;
    short[] x = new short[events];
    short[] y = new short[events];
    long[] t = new long[events];
    byte[] p = new byte[events];
    long[] index = new long[events / 10 * 3];
    for (int i = 0; i < events; i++) {
      x[i] = (short) (i % 320);
      y[i] = (short) (i % 256);
      t[i] = 300L * i * unitsPerMicro + unitsPerMicro / 2; // a whole number of µs, and half of one
      p[i] = (byte) (i % 2);
    }
    for (int m = 0; m < index.length; m++) {
      while (index[m] < events && t[(int) index[m]] < 1000L * m * unitsPerMicro) {
        index[m]++;
      }
    }
    try (WritableHdfFile hdf = HdfFile.write(file)) {
      WritableGroup group = hdf.putGroup("events");
      group.putDataset("x", x);
      group.putDataset("y", y);
      group.putDataset("t", t);
      group.putDataset("p", p);
      if (beside) {
        hdf.putDataset("ms_to_idx", index);
      } else {
        group.putDataset("ms_to_idx", index);
      }
    }
    Recorded.Content content = Recorded.read(file, VGA);
    for (int i = 0; i < events; i++) {
      assertThat(content.events().get(0).get(i))
          .isEqualTo(300L * i + " " + x[i] + " " + y[i] + " " + p[i]);
    }
    ReadHints told = new ReadHints(VGA.sensor(), null, ReadHints.TimeUnitOfText.MS);
    assertThat(Recorded.read(file, told).events().get(0).get(1))
        .startsWith(t[1] * 1000 + " "); // whoever gives a unit is believed
  }

  @Test
  void aTableOfFourColumnsInSeconds() throws IOException {
    Path file = directory.resolve("mvsec.h5");
    try (WritableHdfFile hdf = HdfFile.write(file)) {
      WritableGroup davis = hdf.putGroup("davis");
      davis
          .putGroup("left")
          .putDataset("events", new double[][] {{1, 2, 0.5, 1}, {3, 4, 0.500001, -1}});
      davis.putGroup("right").putDataset("events", new double[][] {{5, 6, 1.25, 1}});
    }
    assertThat(Recorded.read(file))
        .isEqualTo(
            new Recorded.Content(
                "HDF5",
                List.of(
                    new RecordedCamera("davis_left", 4, 5),
                    new RecordedCamera("davis_right", 6, 7)),
                List.of(List.of("500000 1 2 1", "500001 3 4 0"), List.of("1250000 5 6 1")),
                Map.of("no-geometry", 2L)));
  }

  @Test
  void dhp19ExportsCountPixelsFromOne() throws IOException {
    Path file = directory.resolve("dhp19.h5");
    try (WritableHdfFile hdf = HdfFile.write(file)) {
      for (String camera : List.of("cam0_events", "cam1_events")) {
        WritableGroup group = hdf.putGroup(camera);
        group.putDataset("x", new int[] {1, 346});
        group.putDataset("y", new int[] {1, 260});
        group.putDataset("t", new int[] {3, 4});
        group.putDataset("p", new int[] {0, 1});
      }
    }
    assertThat(Recorded.read(file, new ReadHints(new SensorGeometry(346, 260), null, null)))
        .isEqualTo(
            new Recorded.Content(
                "HDF5",
                List.of(new RecordedCamera("cam0", 346, 260), new RecordedCamera("cam1", 346, 260)),
                List.of(List.of("3 0 0 0", "4 345 259 1"), List.of("3 0 0 0", "4 345 259 1")),
                Map.of()));
  }

  @Test
  void aFileWithoutEventsIsRefusedInWords() {
    Path file = directory.resolve("none.h5");
    try (WritableHdfFile hdf = HdfFile.write(file)) {
      hdf.putDataset("weights", new int[] {1});
    }
    assertThatThrownBy(() -> Recordings.open(file))
        .isInstanceOf(UnsupportedRecordingException.class)
        .hasMessageEndingWith("top level=weights");
  }

  /** A file with holes: what lies at its ends takes no room in between. */
  @Test
  void listsBeyondTwoGigabytesAreRead() throws IOException {
    Path file = directory.resolve("large.h5");
    try (FileChannel out = sparse(file)) {
      out.position(BEYOND_MAPS);
      Map<String, Long> lists = new LinkedHashMap<>();
      for (String name : List.of("x", "y", "t", "p")) {
        long place = put(out, new byte[] {1, 0, 0, 0, 0, 1, 0, 0}); // 1 and 256, four bytes each
        lists.put(name, put(out, Hdf5Objects.integers(place, 2, 4, false)));
      }
      long root = put(out, Hdf5Objects.group(lists, Map.of("width", 640, "height", 480)));
      byte[] superblock = Hdf5Objects.superblock(root, out.position());
      out.position(0);
      put(out, superblock);
    }
    assertThat(Files.size(file)).isGreaterThan(BEYOND_MAPS);
    assertThat(Recorded.read(file))
        .isEqualTo(
            new Recorded.Content(
                "HDF5",
                List.of(new RecordedCamera("cam0", 640, 480)),
                List.of(List.of("1 1 1 1", "256 256 256 1")),
                Map.of()));
  }

  /** In a file that is large enough for it to be true. */
  @ParameterizedTest
  @CsvSource({"2147483000", "100000000"})
  void anObjectThatClaimsToBeLargeIsRefusedBeforeAnythingIsAllocated(int claimed)
      throws IOException {
    Path file = directory.resolve("hostile.h5");
    try (FileChannel out = sparse(file)) {
      out.position(Hdf5Objects.SUPERBLOCK_BYTES);
      byte[] group = Hdf5Objects.group(Map.of(), Map.of());
      ByteBuffer.wrap(group).order(ByteOrder.LITTLE_ENDIAN).putInt(6, claimed);
      long root = put(out, group);
      byte[] superblock = Hdf5Objects.superblock(root, BEYOND_MAPS);
      out.position(0);
      put(out, superblock);
      out.position(BEYOND_MAPS);
      put(out, new byte[1]);
    }
    long before = allocatedBytes();
    assertThatThrownBy(() -> Recordings.open(file))
        .isInstanceOf(BrokenRecordingException.class)
        .hasMessageContaining("a piece must have at most 67108864 bytes: address=");
    assertThat(allocatedBytes() - before).isLessThan(50_000_000);
  }

  @Test
  void aListThatItsFileHasNoRoomForIsRefused() throws IOException {
    Path file = directory.resolve("claims.h5");
    try (FileChannel out = sparse(file)) {
      out.position(Hdf5Objects.SUPERBLOCK_BYTES);
      Map<String, Long> lists = new LinkedHashMap<>();
      for (String name : List.of("x", "y", "t", "p")) {
        lists.put(name, put(out, Hdf5Objects.integers(48, 1L << 40, 4, false)));
      }
      long root = put(out, Hdf5Objects.group(lists, Map.of("width", 640, "height", 480)));
      byte[] superblock = Hdf5Objects.superblock(root, out.position());
      out.position(0);
      put(out, superblock);
    }
    assertThatThrownBy(() -> Recordings.open(file))
        .isInstanceOf(BrokenRecordingException.class)
        .hasMessage(
            file + ", byte 0: a list must fit into its file: /x, rows=1099511627776, bytes=4 each");
  }

  private static FileChannel sparse(Path file) throws IOException {
    return FileChannel.open(
        file, StandardOpenOption.CREATE_NEW, StandardOpenOption.SPARSE, StandardOpenOption.WRITE);
  }

  private static long put(FileChannel out, byte[] bytes) throws IOException {
    long place = out.position();
    out.write(ByteBuffer.wrap(bytes));
    return place;
  }

  private static long allocatedBytes() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getThreadAllocatedBytes(Thread.currentThread().getId());
  }
}
