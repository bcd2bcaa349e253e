package evpose.recordings;

import evpose.events.EventBuffer;
import evpose.events.StepGrid;
import evpose.events.filter.EventFilter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.DoubleConsumer;

/**
 * One recording into another: all its cameras or some, filtered or not. Each camera's events are
 * brought into the order of their times first, within the reach of {@link RecordedSteps}. The
 * target appears under its name only when it is whole.
 *
 * @param target where to
 * @param format of the target
 * @param fromZero whether times are counted from the first event
 * @param sources indices of the cameras that are taken, in the target's order
 * @param filters of these cameras, in the same order
 */
public record Conversion(
    Path target,
    RecordingFormat format,
    boolean fromZero,
    List<Integer> sources,
    List<EventFilter> filters) {
  private static final long STEP_MICROS = 10_000;

  /**
   * What came of it.
   *
   * @param eventsRead of the cameras that were taken
   * @param eventsWritten by camera of the target
   * @param lateEvents that lay too far out of order, and were left out
   * @param originMicros what was subtracted from all times
   * @param problems that reading met
   */
  public record Result(
      long eventsRead,
      List<Long> eventsWritten,
      long lateEvents,
      long originMicros,
      List<RecordingProblem> problems) {}

  public Conversion {
    sources = List.copyOf(sources);
    filters = List.copyOf(filters);
    if (sources.size() != filters.size()) {
      throw new IllegalArgumentException(
          "each camera must have a filter: cameras="
              + sources.size()
              + ", filters="
              + filters.size());
    }
  }

  /** Every event of these cameras is kept. */
  public static Conversion whole(
      Path target, RecordingFormat format, boolean fromZero, List<Integer> sources) {
    EventFilter all = (x, y, micros, polarity) -> true;
    return new Conversion(
        target, format, fromZero, sources, sources.stream().map(s -> all).toList());
  }

  /**
   * Converts.
   *
   * @param reader closed at the end
   * @param progress told the share that was read, now and then
   * @throws IllegalArgumentException when the format cannot hold the recording; in words
   */
  public Result run(EventReader reader, DoubleConsumer progress) throws IOException {
    List<RecordedCamera> cameras = sources.stream().map(reader.cameras()::get).toList();
    Path part = target.resolveSibling(target.getFileName() + ".part");
    boolean whole = false;
    try (RecordedSteps steps = RecordedSteps.of(reader, new StepGrid(STEP_MICROS))) {
      Result result;
      try (EventWriter writer = format.create(part, cameras)) {
        result = copy(steps, reader, writer, progress);
      }
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
      whole = true;
      return result;
    } finally {
      if (!whole) {
        Files.deleteIfExists(part);
      }
    }
  }

  private Result copy(
      RecordedSteps steps, EventReader reader, EventWriter writer, DoubleConsumer progress)
      throws IOException {
    EventBuffer kept = new EventBuffer();
    long[] written = new long[sources.size()];
    long read = 0;
    OptionalLong origin = fromZero ? OptionalLong.empty() : OptionalLong.of(0);
    while (steps.next()) {
      origin = origin.isPresent() ? origin : first(steps.events());
      for (int c = 0; c < sources.size(); c++) {
        EventBuffer events = steps.events().get(sources.get(c));
        kept.clear();
        filter(filters.get(c), events, origin.orElse(0), kept);
        writer.write(c, kept);
        read += events.size();
        written[c] += kept.size();
      }
      progress.accept(reader.share());
    }
    List<Long> counts = new ArrayList<>();
    for (long count : written) {
      counts.add(count);
    }
    return new Result(read, counts, steps.lateEvents(), origin.orElse(0), reader.problems());
  }

  private static void filter(EventFilter filter, EventBuffer from, long origin, EventBuffer into) {
    for (int i = 0; i < from.size(); i++) {
      if (filter.keeps(from.x(i), from.y(i), from.micros(i), from.polarity(i))) {
        into.add(from.x(i), from.y(i), from.micros(i) - origin, from.polarity(i));
      }
    }
  }

  private OptionalLong first(List<EventBuffer> events) {
    return sources.stream()
        .map(events::get)
        .filter(buffer -> buffer.size() > 0)
        .mapToLong(buffer -> buffer.micros(0))
        .min();
  }
}
