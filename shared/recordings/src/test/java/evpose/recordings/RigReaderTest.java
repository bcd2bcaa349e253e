package evpose.recordings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import evpose.events.EventBuffer;
import evpose.events.StepGrid;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RigReaderTest {
  private static final RecordedCamera CAMERA = new RecordedCamera("cam0", 64, 48);

  @TempDir Path folder;

  private RigReader.Part part(String name, RecordingFormat format, int count, long offset)
      throws IOException {
    Path file = folder.resolve(name);
    try (EventWriter writer = format.create(file, List.of(CAMERA))) {
      EventBuffer events = new EventBuffer();
      for (int i = 0; i < count; i++) {
        events.add(i % 64, 0, 1_000 + 10L * i, 1);
      }
      writer.write(0, events);
    }
    return new RigReader.Part(file, offset);
  }

  @Test
  void filesOfOneCameraBecomeARigWithTheirOwnClocks() throws IOException {
    List<RigReader.Part> parts =
        List.of(
            part("left.raw", RecordingFormat.EVT3, 60_000, 0),
            part("right.dat", RecordingFormat.DAT, 60_000, 500),
            part("top.csv", RecordingFormat.CSV, 3, -1_005));
    try (RigReader rig = RigReader.open(parts, ReadHints.NONE)) {
      assertThat(rig.format()).isEqualTo("EVT3 + DAT + CSV");
      assertThat(rig.cameras().stream().map(RecordedCamera::id))
          .containsExactly("left", "right", "top");
      List<EventBuffer> all = new ArrayList<>();
      rig.cameras().forEach(camera -> all.add(new EventBuffer()));
      long apart = 0;
      while (rig.read(all)) {
        boolean both = all.get(0).size() > 0 && all.get(1).size() > 0;
        if (both && all.get(0).size() < 60_000 && all.get(1).size() < 60_000) {
          long left = all.get(0).micros(all.get(0).size() - 1);
          apart = Math.max(apart, Math.abs(left - all.get(1).micros(all.get(1).size() - 1)));
        }
      }
      assertThat(apart).as("cameras stay together, µs").isLessThan(400_000);
      assertThat(all.get(0).size()).isEqualTo(60_000);
      assertThat(all.get(1).micros(0)).isEqualTo(1_500);
      assertThat(all.get(2).micros(0)).as("the first lay before zero").isEqualTo(5);
      assertThat(rig.problems()).extracting(RecordingProblem::kind).containsExactly("bad-time");
      assertThat(rig.share()).isEqualTo(1);
    }
  }

  @Test
  void aLongSilenceOfOneCameraLosesNothing() throws IOException {
    RecordedCamera camera = new RecordedCamera("cam0", 346, 260);
    List<RigReader.Part> parts = new ArrayList<>();
    List<List<String>> sent = new ArrayList<>();
    for (RecordingFormat format : List.of(RecordingFormat.AEDAT4, RecordingFormat.EVT3)) {
      Path file = folder.resolve("view" + parts.size() + format.ending());
      EventBuffer events = Recorded.events(camera, 40_000 + 9_000 * parts.size(), 0, parts.size());
      try (EventWriter writer = format.create(file, List.of(camera))) {
        writer.write(0, events);
      }
      sent.add(Recorded.text(events));
      parts.add(new RigReader.Part(file, 0));
    }
    try (RecordedSteps steps =
        RecordedSteps.of(RigReader.open(parts, ReadHints.NONE), new StepGrid(10_000))) {
      List<List<String>> read = List.of(new ArrayList<>(), new ArrayList<>());
      while (steps.next()) {
        for (int c = 0; c < 2; c++) {
          read.get(c).addAll(Recorded.text(steps.events().get(c)));
        }
      }
      assertThat(steps.lateEvents()).isZero();
      assertThat(read).isEqualTo(sent);
    }
  }

  @Test
  void oneFileThatCannotBeReadIsNamed() throws IOException {
    List<RigReader.Part> parts =
        List.of(
            part("left.raw", RecordingFormat.EVT3, 1, 0),
            new RigReader.Part(folder.resolve("none.raw"), 0));
    assertThatThrownBy(() -> RigReader.open(parts, ReadHints.NONE))
        .hasMessageContaining("none.raw is no recording: there is no such file");
  }
}
