package evpose.recordings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import evpose.events.EventBuffer;
import evpose.recordings.aedat4.Aedat4Writer;
import evpose.recordings.aedat4.Compression;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordingsTest {
  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void nameAFile() {
    file = directory.resolve("some.file");
  }

  @Test
  void saysThatAFileIsMissing() {
    assertThatThrownBy(() -> Recordings.open(file))
        .isInstanceOf(BrokenRecordingException.class)
        .hasMessage(file + " is no recording: there is no such file");
  }

  @Test
  void saysThatADirectoryIsNoFile() {
    assertThatThrownBy(() -> Recordings.open(directory))
        .isInstanceOf(BrokenRecordingException.class)
        .hasMessage(directory + " is no recording: it is a directory, name a file in it");
  }

  @Test
  void saysThatAFileIsEmpty() throws IOException {
    Files.createFile(file);
    assertThatThrownBy(() -> Recordings.open(file))
        .isInstanceOf(BrokenRecordingException.class)
        .hasMessage(
            file
                + " is no recording: it is empty, supported=AEDAT2.0 (DAVIS, DVS128), AEDAT3.1, AEDAT4, EVT2, EVT2.1, EVT3, DAT, Event Stream, HDF5, ROS 2 bag, CSV");
  }

  @Test
  void saysWhatAFileBeginsWith() throws IOException {
    Files.writeString(file, "hello, world: a letter");
    assertThatThrownBy(() -> Recordings.open(file))
        .isInstanceOf(BrokenRecordingException.class)
        .hasMessage(
            file
                + " is no recording: its first bytes are those of no format known here:"
                + " bytes=68656c6c6f2c20776f726c64, supported=AEDAT2.0 (DAVIS, DVS128), AEDAT3.1, AEDAT4, EVT2, EVT2.1, EVT3, DAT, Event Stream, HDF5, ROS 2 bag, CSV");
  }

  @ParameterizedTest
  @CsvSource({
    "'#!AER-DAT3.0\r\n', AEDAT3.0",
    "'#ROSBAG V2.0\n', rosbag",
  })
  void namesRecordingsThatItCannotReadYet(String head, String format) throws IOException {
    Files.write(file, head.getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> Recordings.open(file))
        .isInstanceOf(UnsupportedRecordingException.class)
        .hasMessage(
            file
                + " is a fine recording, but its format is not supported yet: format="
                + format
                + ", supported=AEDAT2.0 (DAVIS, DVS128), AEDAT3.1, AEDAT4, EVT2, EVT2.1, EVT3, DAT, Event Stream, HDF5, ROS 2 bag, CSV");
  }

  @Test
  void infoCountsCameraByCamera() throws IOException {
    List<RecordedCamera> cameras =
        List.of(new RecordedCamera("a", 10, 10), new RecordedCamera("b", 20, 30));
    try (EventWriter writer = Aedat4Writer.create(file, cameras, Compression.ZSTD)) {
      EventBuffer events = new EventBuffer();
      events.add(1, 2, 100, 1);
      events.add(9, 9, 250, 0);
      events.add(0, 0, 251, 1);
      writer.write(0, events);
    }
    RecordingInfo info = RecordingInfo.of(file);
    assertThat(info)
        .isEqualTo(
            new RecordingInfo(
                file.toString(),
                "AEDAT4",
                List.of(
                    new RecordingInfo.Camera("a", 10, 10, 3, 2, 1, 100L, 251L),
                    new RecordingInfo.Camera("b", 20, 30, 0, 0, 0, null, null)),
                3,
                Map.of(),
                Map.of(),
                List.of()));
  }

  @Test
  void infoTellsWhatIsWrong() throws IOException {
    infoCountsCameraByCamera();
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 100));
    RecordingInfo info = RecordingInfo.of(file);
    assertThat(info.problems()).containsEntry("bad-table-position", 1L);
    assertThat(info.notes())
        .first()
        .asString()
        .startsWith(
            file
                + ", byte 14: the data table must lie behind the header and inside the file,"
                + " ignored: position=");
  }
}
