package evpose.recordings.aedat4;

import evpose.events.EventBuffer;
import evpose.recordings.EventReader;
import evpose.recordings.RecordedCamera;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Recordings for tests: made, written and read whole. */
final class Recorded {
  static final RecordedCamera LEFT = new RecordedCamera("left", 346, 260);
  static final RecordedCamera RIGHT = new RecordedCamera("right", 1280, 720);

  private Recorded() {}

  /** Events in time order, on the sensor, some of them at the same microsecond. */
  static EventBuffer events(RecordedCamera camera, int count, long seed) {
    Random random = new Random(seed);
    EventBuffer events = new EventBuffer();
    long micros = 1_700_000_000_000_000L;
    for (int i = 0; i < count; i++) {
      micros += random.nextInt(3);
      int x = random.nextInt(camera.width());
      events.add(x, random.nextInt(camera.height()), micros, random.nextInt(2));
    }
    return events;
  }

  static void write(Path file, Compression compression, EventBuffer left) throws IOException {
    try (Aedat4Writer writer = Aedat4Writer.create(file, List.of(LEFT), compression)) {
      writer.write(0, left);
    }
  }

  static List<EventBuffer> readAll(EventReader reader) throws IOException {
    List<EventBuffer> all = new ArrayList<>();
    reader.cameras().forEach(camera -> all.add(new EventBuffer()));
    boolean more = true;
    while (more) {
      more = reader.read(all);
    }
    return all;
  }

  /** "time x y polarity" of each event. */
  static List<String> text(EventBuffer events) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      lines.add(
          events.micros(i) + " " + events.x(i) + " " + events.y(i) + " " + events.polarity(i));
    }
    return lines;
  }
}
