package evpose.recordings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import evpose.events.EventBuffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RecordingFormatTest {
  private static final RecordedCamera CAMERA = new RecordedCamera("cam0", 1280, 720);

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource
  void whatIsWrittenIsRead(RecordingFormat format) throws IOException {
    Path file = directory.resolve("some" + format.ending());
    for (long firstMicros : new long[] {0, 5, 40_000_000}) { // EVT3's clock turns in 17 s
      EventBuffer events = Recorded.events(CAMERA, 50_000, firstMicros, firstMicros + 1);
      try (EventWriter writer = format.create(file, List.of(CAMERA))) {
        writer.write(0, new EventBuffer());
        writer.write(0, events);
      }
      Recorded.Content content = Recorded.read(file);
      assertThat(content.cameras().get(0).sensor()).isEqualTo(CAMERA.sensor());
      assertThat(content.events().get(0)).isEqualTo(Recorded.text(events));
      content.problems().remove("time-wrapped");
      assertThat(content.problems()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void anEmptyRecordingIsOne(RecordingFormat format) throws IOException {
    Path file = directory.resolve("some" + format.ending());
    format.create(file, List.of(CAMERA)).close();
    assertThat(Recorded.read(file).events()).isEqualTo(List.of(List.of()));
  }

  @ParameterizedTest
  @EnumSource
  void eventsOutOfOrderAreRefusedInWords(RecordingFormat format) throws IOException {
    EventBuffer events = new EventBuffer();
    events.add(1, 1, 10, 1);
    events.add(1, 1, 9, 1);
    try (EventWriter writer = format.create(directory.resolve("some"), List.of(CAMERA))) {
      assertThatThrownBy(() -> writer.write(0, events))
          .hasMessage("the times of a camera must not decrease: micros=9, before=10, camera=cam0");
    }
  }

  @ParameterizedTest
  @EnumSource(
      names = {"AEDAT4", "HDF5"},
      mode = EnumSource.Mode.EXCLUDE)
  void formatsOfOneCameraRefuseTwo(RecordingFormat format) {
    List<RecordedCamera> two = List.of(CAMERA, new RecordedCamera("b", 10, 10));
    assertThatThrownBy(() -> format.create(directory.resolve("some"), two))
        .hasMessage(
            format
                + " holds one camera; choose AEDAT4 or HDF5, or one of the cameras: cameras=[cam0, b]");
  }

  @ParameterizedTest
  @EnumSource(names = {"AEDAT4", "HDF5"})
  void severalCamerasKeepTheirNames(RecordingFormat format) throws IOException {
    List<RecordedCamera> two = List.of(CAMERA, new RecordedCamera("b", 10, 12));
    Path file = directory.resolve("two");
    EventBuffer events = Recorded.events(two.get(1), 1000, 7, 1);
    try (EventWriter writer = format.create(file, two)) {
      writer.write(1, events);
    }
    Recorded.Content content = Recorded.read(file);
    assertThat(content.cameras()).isEqualTo(two);
    assertThat(content.events()).isEqualTo(List.of(List.of(), Recorded.text(events)));
    try (var files = Files.list(directory)) {
      assertThat(files).as("nothing else is left").containsExactly(file);
    }
  }

  @Test
  void timesThatAFormatHasNoRoomForAreRefusedInWords() throws IOException {
    EventBuffer events = new EventBuffer();
    events.add(1, 1, 1L << 32, 1);
    try (EventWriter writer = RecordingFormat.DAT.create(directory.resolve("a"), List.of(CAMERA))) {
      assertThatThrownBy(() -> writer.write(0, events))
          .hasMessage("DAT has room for times in [0, 4294967295] microseconds: micros=4294967296");
    }
  }

  @Test
  void sensorsThatAFormatHasNoRoomForAreRefusedBeforeAFileIsMade() {
    RecordedCamera large = new RecordedCamera("cam0", 4096, 10);
    Path file = directory.resolve("large.raw");
    assertThatThrownBy(() -> RecordingFormat.EVT3.create(file, List.of(large)))
        .hasMessage("EVT3 has room for sensors of up to 2048 pixels a side: sensor=4096x10");
    assertThat(Files.exists(file)).isFalse();
  }

  @Test
  void aNameTellsTheFormat() {
    assertThat(RecordingFormat.of(Path.of("a/walk.RAW"))).contains(RecordingFormat.EVT3);
    assertThat(RecordingFormat.of(Path.of("walk.txt"))).contains(RecordingFormat.CSV);
    assertThat(RecordingFormat.of(Path.of("walk"))).isEmpty();
  }

  @Test
  void neighboursOfAMicrosecondShareAVector() throws IOException {
    EventBuffer events = new EventBuffer();
    for (int x = 100; x < 112; x++) {
      events.add(x, 7, 3, 1);
    }
    Path file = directory.resolve("row.raw");
    try (EventWriter writer = RecordingFormat.EVT3.create(file, List.of(CAMERA))) {
      writer.write(0, events);
    }
    byte[] bytes = Files.readAllBytes(file);
    String head = "% evt 3.0\n% format EVT3;height=720;width=1280\n% geometry 1280x720\n% end\n";
    assertThat(bytes.length - head.length()).as("time, row, base, vector").isEqualTo(2 * 5);
    assertThat(Recorded.read(file).problems()).isEqualTo(Map.of());
  }
}
