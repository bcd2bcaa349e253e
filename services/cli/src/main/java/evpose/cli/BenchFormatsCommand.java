package evpose.cli;

import evpose.recordings.FormatsBench;
import evpose.recordings.RecordingFormat;
import evpose.recordings.aedat4.Aedat4Writer;
import evpose.recordings.aedat4.Compression;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How fast recordings are read. */
@Command(
    name = "formats",
    mixinStandardHelpOptions = true,
    description = {
      "Writes the same events in each format and reads them from the page cache on one core. Beside it, where --python names a Python"
          + " that has them: dv-processing, aedat, expelliarmus, faery, evlib, on the same files."
    })
final class BenchFormatsCommand implements Callable<Integer> {
  private static final double MILLION = 1e6;

  @Spec CommandSpec spec;

  @Option(
      names = "--events",
      paramLabel = "N",
      defaultValue = "10000000",
      description = "Events in each file. Default: ${DEFAULT-VALUE}.")
  long events;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description = "How often each file is read; the median counts. Default: ${DEFAULT-VALUE}.")
  int rounds;

  @Option(
      names = "--format",
      paramLabel = "F",
      split = ",",
      description = "Only these. Default: all that are written.")
  List<RecordingFormat> formats = List.of();

  @Option(
      names = "--python",
      paramLabel = "P",
      defaultValue = "",
      description = "A Python with other readers installed, to be measured in the same run.")
  String python = "";

  @Option(names = "--report", paramLabel = "F", description = "Write the result as JSON.")
  @Nullable Path report;

  @Override
  public Integer call() throws InterruptedException {
    if (events < 1000 || events > 1_000_000_000 || rounds < 1 || rounds > 1000) {
      throw new ParameterException(
          spec.commandLine(),
          "events must be in [1000, 1000000000] and rounds in [1, 1000]: --events="
              + events
              + ", --rounds="
              + rounds);
    }
    Instant startedAt = Instant.now();
    FormatsBench bench =
        new FormatsBench(ManagementFactory.getThreadMXBean()::getCurrentThreadCpuTime);
    Path folder = null;
    try {
      folder = Files.createTempDirectory("evpose-formats");
      List<Object> rows = new ArrayList<>();
      for (RecordingFormat format : formats.isEmpty() ? all() : formats) {
        rows.add(measure(bench, format.name(), folder, format, null));
        if (format == RecordingFormat.AEDAT4) {
          rows.add(measure(bench, "AEDAT4 ZSTD", folder, format, Compression.ZSTD));
          rows.add(measure(bench, "AEDAT4 NONE", folder, format, Compression.NONE));
        }
      }
      if (report != null) {
        double took = Duration.between(startedAt, Instant.now()).toMillis() / 1e3;
        new Report("bench formats", startedAt, took).with(Map.of("formats", rows)).write(report);
      }
      return 0;
    } catch (IOException e) {
      throw new Failure("the formats cannot be measured: cause=" + e.getMessage(), e);
    } finally {
      tidy(folder);
    }
  }

  private static List<RecordingFormat> all() {
    return List.of(RecordingFormat.values());
  }

  private Map<String, Object> measure(
      FormatsBench bench,
      String name,
      Path folder,
      RecordingFormat format,
      @Nullable Compression compression)
      throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    Path file = folder.resolve("bench" + format.ending());
    if (compression == null) {
      FormatsBench.write(file, format, events);
    } else {
      FormatsBench.write(
          file, Aedat4Writer.create(file, List.of(FormatsBench.CAMERA), compression), events);
    }
    FormatsBench.Result result = bench.read(file, rounds);
    out.printf(
        Locale.ROOT,
        "%-12s %6.1f M events/s (%.1f by the wall), %.2f bytes an event%n",
        name,
        result.eventsPerCpuSecond() / MILLION,
        result.eventsPerSecond() / MILLION,
        (double) result.bytes() / result.events());
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("format", name);
    keys.put("events", result.events());
    keys.put("bytes", result.bytes());
    keys.put("eventsPerCpuSecond", result.eventsPerCpuSecond());
    keys.put("eventsPerSecond", result.eventsPerSecond());
    Map<String, Double> others = python.isEmpty() ? Map.of() : others(format, file);
    others.forEach(
        (tool, rate) ->
            out.printf(Locale.ROOT, "  %-14s %6.1f M events/s%n", tool, rate / MILLION));
    keys.put("others", others);
    out.flush();
    return keys;
  }

  /** Events a second of processor time that other readers make of the file. */
  private Map<String, Double> others(RecordingFormat format, Path file)
      throws IOException, InterruptedException {
    Path script = Files.createTempFile("evpose-readers", ".py");
    try (InputStream resource = BenchFormatsCommand.class.getResourceAsStream("bench_readers.py")) {
      if (resource == null) {
        throw new IOException("bench_readers.py is not in the jar");
      }
      Files.write(script, resource.readAllBytes());
      Process process =
          new ProcessBuilder(
                  python, script.toString(), format.name(), file.toString(), String.valueOf(rounds))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      process.waitFor();
      Map<String, Double> rates = new TreeMap<>();
      for (String line : lines.lines().toList()) {
        int blank = line.lastIndexOf(' ');
        if (line.startsWith("rate ") && blank > 5) {
          rates.put(line.substring(5, blank), Double.parseDouble(line.substring(blank + 1)));
        }
      }
      return rates;
    } finally {
      Files.deleteIfExists(script);
    }
  }

  private static void tidy(@Nullable Path folder) {
    if (folder == null) {
      return;
    }
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (IOException e) {
      throw new Failure("a temporary folder could not be deleted: folder=" + folder, e);
    }
  }
}
