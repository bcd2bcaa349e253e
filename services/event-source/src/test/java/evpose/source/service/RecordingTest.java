package evpose.source.service;

import static org.assertj.core.api.Assertions.assertThat;

import evpose.events.EventBuffer;
import evpose.messages.RigMessage;
import evpose.messages.Topics;
import evpose.recordings.EventReader;
import evpose.recordings.EventWriter;
import evpose.recordings.RecordedCamera;
import evpose.recordings.RecordingFormat;
import evpose.recordings.Recordings;
import evpose.streaming.RigRegistry;
import evpose.testkit.BrokerExtension;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Recordings onto Kafka and back. */
class RecordingTest {
  @RegisterExtension static final BrokerExtension BROKER = new BrokerExtension();

  private static final RecordingFormat[] FORMATS = {
    RecordingFormat.AEDAT4, RecordingFormat.EVT3, RecordingFormat.DAT, RecordingFormat.CSV
  };

  @TempDir Path directory;

  private static EventBuffer events(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    EventBuffer events = new EventBuffer();
    long micros = seed == 0 ? 0 : 300; // the first event of all begins the grid
    for (int i = 0; i < 40_000; i++) {
      events.add(random.nextInt(346), random.nextInt(260), micros, random.nextInt(2));
      micros += random.nextInt(50) + (i == 20_000 ? 3_000_000 : 0);
    }
    return events;
  }

  private static List<String> text(EventBuffer events) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      lines.add(
          events.micros(i) + " " + events.x(i) + " " + events.y(i) + " " + events.polarity(i));
    }
    return lines;
  }

  private static List<List<String>> read(Path file) throws IOException {
    try (EventReader reader = Recordings.open(file)) {
      List<EventBuffer> all = new ArrayList<>();
      reader.cameras().forEach(camera -> all.add(new EventBuffer()));
      boolean more = true;
      while (more) {
        more = reader.read(all);
      }
      return all.stream().map(RecordingTest::text).toList();
    }
  }

  @Test
  void fourRecordingsComeBackEventByEvent() throws Exception {
    Map<String, Object> properties = new HashMap<>();
    List<List<String>> sent = new ArrayList<>();
    for (int c = 0; c < 4; c++) {
      Path file = directory.resolve("view" + c + FORMATS[c].ending());
      try (EventWriter writer =
          FORMATS[c].create(file, List.of(new RecordedCamera("cam0", 346, 260)))) {
        writer.write(0, events(c));
      }
      sent.add(text(events(c)));
      properties.put("evpose.source.inputs[" + c + "]", file);
    }
    properties.put("evpose.bootstrap-servers", BROKER.bootstrap());
    properties.put("evpose.source.rig", "four");
    properties.put("evpose.source.speed", 0);
    try (Replay replay = Replay.start(properties)) {
      assertThat(replay.source().awaitEnd(Duration.ofSeconds(60))).isTrue();
      assertThat(replay.source().failure()).isEmpty();
    }
    RigMessage rig =
        new RigRegistry(BROKER.bootstrap())
            .rigs().stream().filter(r -> r.rig().equals("four")).findFirst().orElseThrow();
    assertThat(rig.cameraIds()).containsExactly("view0", "view1", "view2", "view3");

    Path together = directory.resolve("back.aedat4");
    Recording.Summary summary = record(rig, together, RecordingFormat.AEDAT4);
    assertThat(read(together)).isEqualTo(sent);
    assertThat(summary.missing()).isZero();
    assertThat(summary.events()).isEqualTo(160_000);

    Path each = directory.resolve("back.raw");
    record(rig, each, RecordingFormat.EVT3);
    for (int c = 0; c < 4; c++) {
      assertThat(read(directory.resolve("back-view" + c + ".raw"))).isEqualTo(List.of(sent.get(c)));
    }
    assertThat(directory.resolve("back.poses-3d.jsonl")).isEmptyFile();
  }

  private static Recording.Summary record(RigMessage rig, Path out, RecordingFormat format)
      throws IOException {
    try (Recording recording =
        Recording.open(BROKER.bootstrap(), rig, true, out, format, List.of(Topics.POSES_3D))) {
      long seen = -1;
      while (recording.summary().events() < 160_000 && recording.summary().events() != seen) {
        seen = recording.summary().events();
        for (int quiet = 0; quiet < 5; ) {
          quiet = recording.poll() == 0 ? quiet + 1 : 0;
        }
      }
      return recording.summary();
    }
  }
}
