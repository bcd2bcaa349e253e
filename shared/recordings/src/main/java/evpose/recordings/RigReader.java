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
 * Several recordings read side by side, as one of all their cameras. Always the one whose events
 * lie farthest back is read on, and what is newer waits, so that the cameras stay together in time
 * however silent one of them was. Cameras are named as in their files; where two would have the
 * same name, after their files. Not thread-safe.
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

  /** An opened recording, how far it was read, and what waits until the others are as far. */
  private static final class Source {
    final Part part;
    final EventReader reader;
    final List<EventBuffer> waiting = new ArrayList<>();
    final int[] given; // of each buffer that waits
    final int firstCamera;
    long newestMicros = Long.MIN_VALUE;
    boolean ended;

    Source(Part part, EventReader reader, int firstCamera) {
      this.part = part;
      this.reader = reader;
      this.firstCamera = firstCamera;
      reader.cameras().forEach(camera -> waiting.add(new EventBuffer()));
      given = new int[waiting.size()];
    }

    /** Reads a piece; false at the end. */
    boolean readOn() throws IOException {
      int[] before = waiting.stream().mapToInt(EventBuffer::size).toArray();
      if (!reader.read(waiting)) {
        return false;
      }
      for (int c = 0; c < before.length; c++) {
        for (int i = before[c]; i < waiting.get(c).size(); i++) {
          newestMicros = Math.max(newestMicros, waiting.get(c).micros(i) + part.offsetMicros());
        }
      }
      return true;
    }

    /** Gives what is not newer than the horizon, so that no camera runs ahead of the others. */
    void giveUpTo(long horizon, List<EventBuffer> into, Problems problems) {
      for (int c = 0; c < given.length; c++) {
        EventBuffer from = waiting.get(c);
        EventBuffer to = into.get(firstCamera + c);
        int i = given[c];
        for (; i < from.size() && from.micros(i) + part.offsetMicros() <= horizon; i++) {
          give(from, i, to, problems);
        }
        given[c] = i;
        if (i == from.size()) {
          from.clear();
          given[c] = 0;
        }
      }
    }

    private void give(EventBuffer from, int i, EventBuffer to, Problems problems) {
      long micros = from.micros(i) + part.offsetMicros();
      if (micros < 0 || micros > LATEST_MICROS) {
        problems.count(
            "bad-time",
            () ->
                RecordingException.at(
                    part.file(),
                    0,
                    "with its offset an event's time must be in [0, 2^60] microseconds, left out:"
                        + " micros="
                        + micros));
        return;
      }
      to.add(from.x(i), from.y(i), micros, from.polarity(i));
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
      int cameras = 0;
      for (Part part : parts) {
        Source source = new Source(part, Recordings.open(part.file(), hints), cameras);
        rig.sources.add(source);
        cameras += source.waiting.size();
      }
      rig.nameCameras();
      done = true;
      return rig;
    } finally {
      if (!done) {
        rig.close();
      }
    }
  }

  private void nameCameras() {
    List<RecordedCamera> all =
        sources.stream().flatMap(source -> source.reader.cameras().stream()).toList();
    boolean distinct = all.stream().map(RecordedCamera::id).distinct().count() == all.size();
    Set<String> taken = new HashSet<>();
    for (Source source : sources) {
      boolean alone = source.waiting.size() == 1;
      for (RecordedCamera camera : source.reader.cameras()) {
        String name = alone ? stem(source.part) : stem(source.part) + "." + camera.id();
        String id = distinct ? camera.id() : RecordedCamera.idFrom(name);
        for (int n = 2; !taken.add(id); n++) { // files of one name, in different folders
          id = RecordedCamera.idFrom(n + "." + name);
        }
        cameras.add(new RecordedCamera(id, camera.width(), camera.height()));
      }
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
    source.ended = !source.readOn();
    Source back = farthestBack();
    long horizon = back == null ? Long.MAX_VALUE : back.newestMicros;
    for (Source each : sources) {
      each.giveUpTo(horizon, into, problems);
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
