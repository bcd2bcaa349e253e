package evpose.recordings;

import evpose.events.EventBuffer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Several recordings read side by side, as one of all their cameras: always the one whose events
 * lie farthest back, so that the cameras stay together in time. Cameras are named as in their
 * files; the name of a file's only camera is the file's, when two files would have the same. Not
 * thread-safe.
 */
public final class RigReader implements EventReader {
  /**
   * One recording of the rig.
   *
   * @param offsetMicros added to all its times, may be negative: its clock began so much later than
   *     the rig's
   */
  public record Part(Path file, long offsetMicros) {}

  private final List<Source> sources = new ArrayList<>();
  private final List<RecordedCamera> cameras = new ArrayList<>();
  private final Problems problems = new Problems();

  /** An opened recording, and how far it was read. */
  private static final class Source {
    final Part part;
    final EventReader reader;
    final List<EventBuffer> buffers = new ArrayList<>();
    final int firstCamera;
    long newestMicros = Long.MIN_VALUE;
    boolean ended;

    Source(Part part, EventReader reader, int firstCamera) {
      this.part = part;
      this.reader = reader;
      this.firstCamera = firstCamera;
      reader.cameras().forEach(camera -> buffers.add(new EventBuffer()));
    }
  }

  private RigReader() {}

  /**
   * Opens all of them.
   *
   * @param parts at least one
   * @throws IOException as {@link Recordings#open}
   */
  public static RigReader open(List<Part> parts, ReadHints hints) throws IOException {
    RigReader rig = new RigReader();
    boolean done = false;
    try {
      for (Part part : parts) {
        rig.add(part, Recordings.open(part.file(), hints));
      }
      done = true;
      return rig;
    } finally {
      if (!done) {
        rig.close();
      }
    }
  }

  private void add(Part part, EventReader reader) {
    sources.add(new Source(part, reader, cameras.size()));
    Set<String> taken = new HashSet<>();
    cameras.forEach(camera -> taken.add(camera.id()));
    for (RecordedCamera camera : reader.cameras()) {
      String id = camera.id();
      if (taken.contains(id)) {
        id =
            RecordedCamera.idFrom(
                reader.cameras().size() == 1 ? stem(part) : stem(part) + "." + id);
      }
      for (int n = 2; !taken.add(id); n++) {
        id = RecordedCamera.idFrom("n" + n + "." + id);
      }
      cameras.add(new RecordedCamera(id, camera.width(), camera.height()));
    }
  }

  private static String stem(Part part) {
    String name = String.valueOf(part.file().getFileName());
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  @Override
  public String format() {
    return String.join(" + ", sources.stream().map(s -> s.reader.format()).distinct().toList());
  }

  @Override
  public List<RecordedCamera> cameras() {
    return List.copyOf(cameras);
  }

  @Override
  public boolean read(List<EventBuffer> into) throws IOException {
    Source source = farthestBack();
    if (source == null) {
      return false;
    }
    if (!source.reader.read(source.buffers)) {
      source.ended = true;
      return true; // the others may have more
    }
    for (int c = 0; c < source.buffers.size(); c++) {
      EventBuffer from = source.buffers.get(c);
      EventBuffer to = into.get(source.firstCamera + c);
      for (int i = 0; i < from.size(); i++) {
        take(source, from, i, to);
      }
      from.clear();
    }
    return true;
  }

  private @Nullable Source farthestBack() {
    Source back = null;
    for (Source source : sources) {
      boolean farther = back == null || source.newestMicros < back.newestMicros;
      back = !source.ended && farther ? source : back;
    }
    return back;
  }

  private void take(Source source, EventBuffer from, int i, EventBuffer to) {
    long micros = from.micros(i) + source.part.offsetMicros();
    source.newestMicros = Math.max(source.newestMicros, micros);
    if (micros < 0 || micros > LATEST_MICROS) {
      problems.count(
          "bad-time",
          () ->
              RecordingException.at(
                  source.part.file(),
                  0,
                  "with its offset an event's time must be in [0, 2^60] microseconds, left out:"
                      + " micros="
                      + micros));
      return;
    }
    to.add(from.x(i), from.y(i), micros, from.polarity(i));
  }

  @Override
  public List<RecordingProblem> problems() {
    Problems all = new Problems();
    sources.forEach(source -> source.reader.problems().forEach(all::add));
    problems.list().forEach(all::add);
    return all.list();
  }

  @Override
  public double share() {
    return sources.stream().mapToDouble(s -> s.reader.share()).average().orElse(1);
  }

  @Override
  public Map<String, Long> otherStreams() {
    Map<String, Long> all = new TreeMap<>();
    for (Source source : sources) {
      source.reader.otherStreams().forEach((type, n) -> all.merge(type, n, Long::sum));
    }
    return Map.copyOf(all);
  }

  @Override
  public void close() throws IOException {
    IOException failed = null;
    for (Source source : sources) {
      try {
        source.reader.close();
      } catch (IOException e) {
        failed = e; // the others are closed all the same
      }
    }
    if (failed != null) {
      throw failed;
    }
  }
}
