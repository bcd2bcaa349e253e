package evpose.recordings.rosbag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import evpose.events.EventBuffer;
import evpose.recordings.EventReader;
import evpose.recordings.Recorded;
import evpose.recordings.RecordedCamera;
import evpose.recordings.Recordings;
import evpose.recordings.UnsupportedRecordingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bag was written by rosbags; see write_fixtures.py. */
class RosbagReaderTest {
  private static final Path BAG =
      Path.of(Objects.requireNonNull(RosbagReaderTest.class.getResource("two.db3")).getPath());

  @TempDir Path directory;

  @Test
  void topicsAreCamerasAndRowsMayFillSeveralPages() throws IOException {
    List<String> left = new ArrayList<>();
    List<String> right = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      for (int k = 0; k < 500; k++) {
        left.add((500 * i + k) + " " + k + " " + i + " " + k % 2);
      }
      for (int k = 0; k < 3; k++) {
        right.add((5000 + 10 * i + 2 * k) + " " + k + " " + i + " " + k % 2);
      }
    }
    assertThat(Recorded.read(BAG))
        .isEqualTo(
            new Recorded.Content(
                "ROS 2 bag",
                List.of(
                    new RecordedCamera("left", 640, 480), new RecordedCamera("right", 640, 480)),
                List.of(left, right),
                Map.of()));
  }

  @Test
  void otherTopicsAreCounted() throws IOException {
    try (EventReader reader = Recordings.open(BAG)) {
      List<EventBuffer> buffers = List.of(new EventBuffer(), new EventBuffer());
      boolean more = true;
      while (more) {
        more = reader.read(buffers);
      }
      assertThat(reader.otherStreams()).isEqualTo(Map.of("message", 5L));
      assertThat(reader.share()).isEqualTo(1);
    }
  }

  @Test
  void aBagThatWasCutOffIsReadUpToThere() throws IOException {
    byte[] bytes = Files.readAllBytes(BAG);
    Path cut =
        Files.write(directory.resolve("cut.db3"), Arrays.copyOf(bytes, bytes.length - 3 * 4096));
    Recorded.Content content = Recorded.read(cut);
    assertThat(content.events().get(0)).isNotEmpty();
    assertThat(content.problems()).containsEntry("broken-table", 1L);
  }

  @Test
  void aDatabaseThatIsNoBagIsRefusedInWords() throws IOException {
    byte[] bytes = Files.readAllBytes(BAG);
    String text = new String(bytes, StandardCharsets.ISO_8859_1).replace("messages", "massages");
    Path other =
        Files.write(directory.resolve("other.db3"), text.getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> Recordings.open(other))
        .isInstanceOf(UnsupportedRecordingException.class)
        .hasMessageEndingWith("SQLite is read as a bag of ROS 2, with tables topics and messages");
  }
}
