package evpose.recordings.eventstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import evpose.recordings.BrokenRecordingException;
import evpose.recordings.Recorded;
import evpose.recordings.RecordedCamera;
import evpose.recordings.Recordings;
import evpose.recordings.UnsupportedRecordingException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventStreamReaderTest {
  @TempDir Path directory;

  private Path written(int... bytes) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes("Event Stream".getBytes(StandardCharsets.ISO_8859_1));
    for (int b : bytes) {
      all.write(b);
    }
    return Files.write(directory.resolve("some.file"), all.toByteArray());
  }

  @Test
  void readsWhatFaeryWrites() throws IOException {
    Path file =
        written( // faery 0.7.1, 320x200
            2, 0, 0, 1, 64, 1, 200, 0, 1, 1, 0, 199, 0, 10, 2, 0, 198, 0, 255, 1, 44, 1, 197, 0);
    assertThat(Recorded.read(file))
        .isEqualTo(
            new Recorded.Content(
                "Event Stream",
                List.of(new RecordedCamera("cam0", 320, 200)),
                List.of(List.of("0 1 0 1", "5 2 1 0", "132 300 2 1")),
                Map.of()));
  }

  @Test
  void resetsAreNothingAndWhatIsOutsideOrCutShortIsCounted() throws IOException {
    Path file =
        written(2, 0, 0, 1, 10, 0, 10, 0, 254, 254, 254, 3, 10, 0, 0, 0, 3, 9, 0, 10, 0, 3, 1);
    assertThat(Recorded.read(file).problems())
        .isEqualTo(Map.of("outside-sensor", 2L, "truncated", 1L));
  }

  @Test
  void atisChangesAreReadAndExposuresCounted() throws IOException {
    Path file =
        written(2, 0, 0, 2, 10, 0, 10, 0, 0xFF, 4 << 2 | 2, 3, 0, 9, 0, 1 << 2 | 1, 3, 0, 9, 0);
    assertThat(Recorded.read(file).events()).isEqualTo(List.of(List.of("193 3 0 1")));
    try (EventStreamReader reader = EventStreamReader.open(file)) {
      reader.read(List.of(new evpose.events.EventBuffer()));
      assertThat(reader.otherStreams()).isEqualTo(Map.of("exposure", 1L));
    }
  }

  @Test
  void headsThatCannotBeAreRefusedInWords() throws IOException {
    Path color = written(2, 0, 0, 4, 10, 0, 10, 0);
    assertThatThrownBy(() -> Recordings.open(color))
        .isInstanceOf(UnsupportedRecordingException.class)
        .hasMessageEndingWith("version=2, kind=4");
    Path flat = written(2, 0, 0, 1, 10, 0, 0, 0);
    assertThatThrownBy(() -> Recordings.open(flat))
        .isInstanceOf(BrokenRecordingException.class)
        .hasMessage(
            flat + ", byte 16: sensor sides must be in [1, 65536] pixels: width=10, height=0");
    Path cut = written(2, 0);
    assertThatThrownBy(() -> Recordings.open(cut)).hasMessageEndingWith("20 bytes: bytes=14");
  }
}
