package evpose.cli;

import evpose.events.filter.EventFilter;
import evpose.recordings.Conversion;
import evpose.recordings.EventReader;
import evpose.recordings.ReadHints;
import evpose.recordings.RecordedCamera;
import evpose.recordings.RecordingFormat;
import evpose.recordings.RecordingProblem;
import evpose.recordings.Recordings;
import evpose.recordings.TimeRangeException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What convert and clean have in common: from where, to where, and what is said of it. */
final class ConversionRun {
  private static final long BAR = 1000;

  @Parameters(index = "0", paramLabel = "IN", description = "A recording of any format.")
  Path in = Path.of("");

  @Parameters(
      index = "1",
      paramLabel = "OUT",
      description =
          "Where to; its ending tells the format: .aedat4, .raw (EVT3), .dat, .es, .h5, .csv.")
  Path out = Path.of("");

  @Option(
      names = "--to",
      paramLabel = "FORMAT",
      description = "One of ${COMPLETION-CANDIDATES}, in place of OUT's ending.")
  @Nullable RecordingFormat to;

  @Option(
      names = "--camera",
      paramLabel = "ID",
      split = ",",
      description = "Take these cameras only. Default: all.")
  List<String> wanted = List.of();

  @Option(names = "--from-zero", description = "Count times from the first event.")
  boolean fromZero;

  @Option(names = "--force", description = "Write over OUT when it is there.")
  boolean force;

  @Option(names = "--json", description = "Print what was done as a JSON object.")
  boolean json;

  /** What was done, for people and machines. */
  record Outcome(
      RecordingFormat format, Conversion.Result result, long bytes, Map<String, Object> keys) {}

  RecordingFormat format() {
    RecordingFormat format = to == null ? RecordingFormat.of(out).orElse(null) : to;
    if (format == null) {
      throw new Failure(
          "the format cannot be told from the file's ending, choose one with --to: file="
              + out
              + ", formats="
              + Arrays.toString(RecordingFormat.values()));
    }
    return format;
  }

  /**
   * Converts.
   *
   * @param filterOf a filter for each camera that is taken
   */
  Outcome run(ReadHints hints, Function<RecordedCamera, EventFilter> filterOf) {
    RecordingFormat format = format();
    if (Files.exists(out) && (!force || sameFile())) {
      throw new Failure(
          sameFile()
              ? "a recording cannot be written over itself: file=" + out
              : "the file is there already, write over it with --force: file=" + out);
    }
    long begun = System.nanoTime();
    try (EventReader reader = Recordings.open(in, hints);
        Meter meter = new Meter(String.valueOf(out.getFileName()), BAR)) {
      List<Integer> sources = sources(reader.cameras());
      List<RecordedCamera> cameras = sources.stream().map(reader.cameras()::get).toList();
      List<EventFilter> filters = cameras.stream().map(filterOf).toList();
      Conversion conversion = new Conversion(out, format, fromZero, sources, filters);
      Conversion.Result result = conversion.run(reader, share -> meter.at(Math.round(BAR * share)));
      double seconds = (System.nanoTime() - begun) / 1e9;
      return new Outcome(
          format, result, Files.size(out), keys(reader.format(), format, cameras, result, seconds));
    } catch (TimeRangeException e) {
      String cure = fromZero ? "" : ", count them from the first event with --from-zero";
      throw new Failure(e.getMessage() + cure, e);
    } catch (IOException | IllegalArgumentException e) {
      throw new Failure(String.valueOf(e.getMessage()), e);
    }
  }

  private boolean sameFile() {
    try {
      return Files.exists(in) && Files.exists(out) && Files.isSameFile(in, out);
    } catch (IOException e) {
      throw new Failure("a file cannot be looked at: cause=" + e, e);
    }
  }

  private List<Integer> sources(List<RecordedCamera> cameras) {
    List<String> ids = cameras.stream().map(RecordedCamera::id).toList();
    List<Integer> sources = new ArrayList<>();
    for (String id : wanted.isEmpty() ? ids : wanted) {
      if (!ids.contains(id)) {
        throw new Failure("there is no such camera: --camera=" + id + ", cameras=" + ids);
      }
      sources.add(ids.indexOf(id));
    }
    return sources;
  }

  private Map<String, Object> keys(
      String from,
      RecordingFormat format,
      List<RecordedCamera> cameras,
      Conversion.Result result,
      double seconds)
      throws IOException {
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("in", in.toString());
    keys.put("out", out.toString());
    keys.put("from", from);
    keys.put("to", format.name());
    List<Object> perCamera = new ArrayList<>();
    for (int c = 0; c < cameras.size(); c++) {
      RecordedCamera camera = cameras.get(c);
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("id", camera.id());
      one.put("width", camera.width());
      one.put("height", camera.height());
      one.put("events", result.eventsWritten().get(c));
      perCamera.add(one);
    }
    keys.put("cameras", perCamera);
    keys.put("eventsRead", result.eventsRead());
    keys.put("eventsWritten", result.eventsWritten().stream().mapToLong(n -> n).sum());
    keys.put("lateEvents", result.lateEvents());
    keys.put("originMicros", result.originMicros());
    Map<String, Object> problems = new LinkedHashMap<>();
    result.problems().forEach(p -> problems.put(p.kind(), p.count()));
    keys.put("problems", problems);
    keys.put("bytes", Files.size(out));
    keys.put("seconds", seconds);
    return keys;
  }

  /** Prints what was done. */
  void tell(Outcome outcome, PrintWriter to, PrintWriter err) {
    if (json) {
      to.println(Report.toJson(outcome.keys()));
      return;
    }
    to.printf(
        "%s: %s, %,d of %,d events, %,d bytes%n",
        out,
        outcome.format(),
        outcome.result().eventsWritten().stream().mapToLong(n -> n).sum(),
        outcome.result().eventsRead(),
        outcome.bytes());
    for (RecordingProblem problem : outcome.result().problems()) {
      err.printf("  %s, %,d times, first: %s%n", problem.kind(), problem.count(), problem.first());
    }
    if (outcome.result().lateEvents() > 0) {
      err.printf("  too far out of order, left out: %,d events%n", outcome.result().lateEvents());
    }
  }
}
