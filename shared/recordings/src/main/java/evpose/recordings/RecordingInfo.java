package evpose.recordings;

import evpose.events.EventBuffer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is in a recording; what {@code evpose info} prints.
 *
 * @param file as it was asked for
 * @param format such as {@code AEDAT4}
 * @param cameras in the file's order
 * @param events of all cameras together
 * @param otherStreams pieces that hold no events, by type
 * @param problems how often each kind of trouble was met
 * @param notes the first of each kind of trouble, in words
 */
public record RecordingInfo(
    String file,
    String format,
    List<Camera> cameras,
    long events,
    Map<String, Long> otherStreams,
    Map<String, Long> problems,
    List<String> notes) {

  /**
   * One camera.
   *
   * @param on events that became brighter
   * @param off events that became darker
   * @param firstMicros time of the oldest event, null when there is none
   * @param lastMicros time of the newest event, null when there is none
   */
  public record Camera(
      String id,
      int width,
      int height,
      long events,
      long on,
      long off,
      @Nullable Long firstMicros,
      @Nullable Long lastMicros) {}

  /** Reads a recording that tells everything itself from end to end. */
  public static RecordingInfo of(Path file) throws IOException {
    return of(file, ReadHints.NONE);
  }

  /**
   * Reads a recording from end to end.
   *
   * @param hints what its file may not tell
   * @throws IOException as {@link Recordings#open} and {@link EventReader#read}
   */
  public static RecordingInfo of(Path file, ReadHints hints) throws IOException {
    try (EventReader reader = Recordings.open(file, hints)) {
      List<Tally> tallies = new ArrayList<>();
      List<EventBuffer> buffers = new ArrayList<>();
      for (int c = 0; c < reader.cameras().size(); c++) {
        tallies.add(new Tally());
        buffers.add(new EventBuffer());
      }
      while (reader.read(buffers)) {
        for (int c = 0; c < tallies.size(); c++) {
          tallies.get(c).add(buffers.get(c));
          buffers.get(c).clear();
        }
      }
      return summary(file, reader, tallies);
    }
  }

  private static RecordingInfo summary(Path file, EventReader reader, List<Tally> tallies) {
    List<Camera> cameras = new ArrayList<>();
    long events = 0;
    for (int c = 0; c < tallies.size(); c++) {
      Camera camera = tallies.get(c).camera(reader.cameras().get(c));
      cameras.add(camera);
      events += camera.events();
    }
    Map<String, Long> problems = new LinkedHashMap<>();
    List<String> notes = new ArrayList<>();
    for (RecordingProblem problem : reader.problems()) {
      problems.put(problem.kind(), problem.count());
      notes.add(problem.first());
    }
    return new RecordingInfo(
        file.toString(), reader.format(), cameras, events, reader.otherStreams(), problems, notes);
  }

  private static final class Tally {
    private long events;
    private long on;
    private long first = Long.MAX_VALUE;
    private long last = Long.MIN_VALUE;

    void add(EventBuffer buffer) {
      for (int i = 0; i < buffer.size(); i++) {
        on += buffer.polarity(i);
        first = Math.min(first, buffer.micros(i));
        last = Math.max(last, buffer.micros(i));
      }
      events += buffer.size();
    }

    Camera camera(RecordedCamera camera) {
      boolean any = events > 0;
      return new Camera(
          camera.id(),
          camera.width(),
          camera.height(),
          events,
          on,
          events - on,
          any ? (Long) first : null,
          any ? (Long) last : null);
    }
  }
}
