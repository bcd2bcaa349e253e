package evpose.cli;

import evpose.training.paper.PaperReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The paper's tables and figures, with ours beside them. */
@Command(
    name = "paper",
    mixinStandardHelpOptions = true,
    description = {
      "Lays every row of the paper's Tables 1 to 4 and every curve of its Figures 4 to 8 beside ours: a page with plots (paper.html)"
          + " and the same as JSON (paper.json). Where there is no number of ours, or ours contradicts the paper, it says so.",
      "Ours come from reports of `evpose evaluate`; without one it measures the shipped compact networks first (ten minutes of"
          + " two processors), and keeps that report in the folder.",
      "evpose paper --out paper"
    })
final class PaperCommand implements Callable<Integer> {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String COMPACT = "compact";

  @Spec CommandSpec spec;

  @Option(names = "--out", paramLabel = "DIR", required = true, description = "Where to.")
  Path out = Path.of("");

  @Option(
      names = "--reports",
      arity = "1..*",
      paramLabel = "[NAME=]FILE",
      description =
          "What `evpose evaluate --report FILE` wrote. Without a name it goes by its preset.")
  List<String> reports = new ArrayList<>();

  @Option(
      names = "--dataset",
      paramLabel = "DIR",
      defaultValue = "data/dataset",
      description = "What to measure on when no report is given. Default: ${DEFAULT-VALUE}.")
  Path dataset = Path.of("");

  @Option(
      names = "--split",
      defaultValue = "test",
      description = "Whom to measure then: test or validation. Default: ${DEFAULT-VALUE}.")
  String split = "";

  @Override
  public Integer call() {
    Instant startedAt = Instant.now();
    long began = System.nanoTime();
    try {
      Files.createDirectories(out);
      Map<String, JsonNode> named = new LinkedHashMap<>();
      for (String report : reports) {
        read(report, named);
      }
      if (named.isEmpty()) {
        read(measured().toString(), named);
      }
      PaperReport result = PaperReport.of(named);
      double seconds = (System.nanoTime() - began) * 1e-9;
      new Report("paper", startedAt, seconds).with(result.keys()).write(out.resolve("paper.json"));
      Map<String, String> facts = new LinkedHashMap<>();
      facts.put("version", Evpose.Version.text());
      facts.put("written", startedAt.toString());
      Files.writeString(out.resolve("paper.html"), result.html(facts), StandardCharsets.UTF_8);
      spec.commandLine().getOut().println(out.resolve("paper.html") + ": " + result.summary());
      return 0;
    } catch (IOException e) {
      throw new Failure("a file could not be read or written: cause=" + e, e);
    }
  }

  private void read(String given, Map<String, JsonNode> named) throws IOException {
    int equals = given.indexOf('=');
    Path file = Path.of(equals < 0 ? given : given.substring(equals + 1));
    if (!Files.isReadable(file)) {
      throw new Failure("there is no such report: file=" + file);
    }
    try {
      JsonNode report = JSON.readTree(Files.readAllBytes(file));
      String name = equals < 0 ? report.path("preset").asString("") : given.substring(0, equals);
      if (name.isEmpty()) {
        throw new ParameterException(
            spec.commandLine(),
            "a report that names no preset needs a name, NAME=FILE: --reports=" + given);
      }
      if (named.put(name, report) != null) {
        throw new ParameterException(
            spec.commandLine(), "two reports have one name: --reports=" + given);
      }
    } catch (JacksonException e) {
      throw new Failure("the report is no JSON: file=" + file, e);
    }
  }

  /** Measures the shipped networks; its exit code 1 is a verdict, not a failure. */
  private Path measured() {
    Path report = out.resolve("evaluate-compact.json");
    int code =
        Evpose.execute(
            "evaluate",
            "--preset",
            COMPACT,
            "--split",
            split,
            "--dataset",
            dataset.toString(),
            "--report",
            report.toString(),
            "--html",
            out.resolve("evaluate-compact.html").toString());
    if (code > 1 || !Files.isReadable(report)) {
      throw new Failure("the networks could not be measured, see above: dataset=" + dataset);
    }
    return report;
  }
}
