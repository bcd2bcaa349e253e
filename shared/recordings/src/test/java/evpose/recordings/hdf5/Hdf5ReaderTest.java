package evpose.recordings.hdf5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import evpose.events.SensorGeometry;
import evpose.recordings.ReadHints;
import evpose.recordings.Recorded;
import evpose.recordings.RecordedCamera;
import evpose.recordings.Recordings;
import evpose.recordings.UnsupportedRecordingException;
import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Hdf5ReaderTest {
  private static final ReadHints VGA = new ReadHints(new SensorGeometry(640, 480), null, null);

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
}
