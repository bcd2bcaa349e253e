package evpose.recordings;

import evpose.events.EventBuffer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Recordings for tests: made, and read whole. */
public final class Recorded {
  private Recorded() {}

  /**
   * What a reader says of a file.
   *
   * @param events "time x y polarity" of each event, by camera
   */
  public record Content(
      String format,
      List<RecordedCamera> cameras,
      List<List<String>> events,
      Map<String, Long> problems) {}

  /** Reads a file to its end. */
  public static Content read(Path file) throws IOException {
    return read(file, ReadHints.NONE);
  }

  /** Reads a file to its end. */
  public static Content read(Path file, ReadHints hints) throws IOException {
    try (EventReader reader = Recordings.open(file, hints)) {
      List<EventBuffer> all = new ArrayList<>();
      reader.cameras().forEach(camera -> all.add(new EventBuffer()));
      boolean more = true;
      while (more) {
        more = reader.read(all);
      }
      Map<String, Long> problems = new TreeMap<>();
      reader.problems().forEach(p -> problems.put(p.kind(), p.count()));
      return new Content(
          reader.format(), reader.cameras(), all.stream().map(Recorded::text).toList(), problems);
    }
  }

  /** "time x y polarity" of each event. */
  public static List<String> text(EventBuffer events) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      lines.add(
          events.micros(i) + " " + events.x(i) + " " + events.y(i) + " " + events.polarity(i));
    }
    return lines;
  }

  /**
   * Events in time order: lonely ones, many of one microsecond, runs of neighbours in a row, a
   * silence of a minute.
   */
  public static EventBuffer events(RecordedCamera camera, int count, long firstMicros, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    EventBuffer events = new EventBuffer();
    long micros = firstMicros;
    while (events.size() < count) {
      micros += random.nextInt(20) == 0 ? random.nextInt(5_000) : random.nextInt(3);
      micros += events.size() == count / 2 ? 60_000_000 : 0;
      int x = random.nextInt(camera.width());
      int y = random.nextInt(camera.height());
      int polarity = random.nextInt(2);
      events.add(x, y, micros, polarity);
      int neighbours = random.nextInt(4) == 0 ? random.nextInt(40) : 0;
      for (int i = 0; i < neighbours && ++x < camera.width(); i++) {
        if (random.nextInt(3) > 0 && events.size() < count) {
          events.add(x, y, micros, polarity);
        }
      }
    }
    return events;
  }
}
