package evpose.cli;

import evpose.broker.BrokerSettings;
import evpose.broker.EmbeddedBroker;
import evpose.cli.compare.Compare;
import evpose.cli.compare.CompareRequest;
import evpose.cli.compare.ComparisonPage;
import evpose.cli.compare.ComparisonReport;
import evpose.cli.compare.ComparisonTable;
import evpose.cli.compare.Film;
import evpose.cli.compare.FilmServer;
import evpose.cli.compare.Variant;
import evpose.messages.RigMessage;
import evpose.source.service.EventSource;
import evpose.source.service.Replay;
import evpose.streaming.RigRegistry;
import evpose.streaming.TopicAdmin;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Two networks, or two ways to run one, beside each other. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    description = {
      "Runs two networks, or one with two settings, on the same packets of the log, and shows both"
          + " side by side: errors where there is a truth, how far they are apart joint by joint,"
          + " jitter, operations, estimated power. Only reads: a stream that runs does not notice."
          + " Takes about 0.3 s for a second of one camera.",
      "evpose compare compact compact-C                                     two networks, beside a"
          + " demo",
      "evpose compare compact compact,key-frame-millis=200                  one network, the ANN"
          + " half as often",
      "evpose compare compact mine.json --input walk.aedat4 --html c.html   on a recording",
      "evpose compare compact compact-C --port 0                            and look at both in a"
          + " browser"
    })
final class CompareCommand implements Callable<Integer> {
  private static final Duration BROKER_PATIENCE = Duration.ofSeconds(30);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

  @Spec CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "A",
      description =
          "MODEL[,KEY=VALUE...]: a shipped preset or the .json of a trained model; keys"
              + " key-frame-millis, key-frame-delay-steps, snn-weights (float32, int16),"
              + " triangulation.KEY (method, grace-steps, body.filter ...).")
  String a = "";

  @Parameters(index = "1", paramLabel = "B", description = "The other side, the same way.")
  String b = "";

  @Option(
      names = "--rig",
      paramLabel = "R",
      description = "The rig's name. Not needed when there is only one.")
  @Nullable String rig;

  @Option(
      names = "--bootstrap",
      paramLabel = "B",
      defaultValue = RigCommand.DEFAULT_BOOTSTRAP,
      description = "Kafka. Default: ${DEFAULT-VALUE}.")
  String bootstrap = RigCommand.DEFAULT_BOOTSTRAP;

  @Option(
      names = "--data-dir",
      paramLabel = "D",
      description =
          "Instead of a Kafka that runs: the data of an earlier evpose demo or serve --data-dir.")
  @Nullable Path dataDir;

  @Option(
      names = "--input",
      paramLabel = "F",
      arity = "1..64",
      description = "Instead of Kafka: recordings of any format; all their cameras are one rig.")
  List<Path> inputs = List.of();

  @Option(
      names = "--calibration",
      paramLabel = "F",
      description = "Of the recordings' cameras, a JSON file; without one there is no 3D.")
  @Nullable Path calibration;

  @Option(
      names = "--from",
      paramLabel = "STEP",
      defaultValue = "0",
      description = "First step to compare. Default: the first there is.")
  long from;

  @Option(
      names = "--to",
      paramLabel = "STEP",
      description = "First step not to compare any more. Default: to the end.")
  long to = Long.MAX_VALUE;

  @Option(names = "--json", description = "Print the result as JSON.")
  boolean json;

  @Option(names = "--report", paramLabel = "F", description = "Write the result as JSON.")
  @Nullable Path report;

  @Option(names = "--html", paramLabel = "F", description = "Write the result as a page.")
  @Nullable Path html;

  @Option(
      names = "--port",
      paramLabel = "P",
      description =
          "Show both side by side in a browser, moment by moment, at this port of this machine until Ctrl-C;"
              + " 0 for any.")
  @Nullable Integer port;

  @Override
  public Integer call() throws InterruptedException {
    Variant sideA = side(a);
    Variant sideB = side(b);
    if (dataDir != null && !inputs.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          "choose recordings or a data directory, not both: --input, --data-dir");
    }
    for (Path input : inputs) {
      if (!Files.isReadable(input)) {
        throw new Failure("the file cannot be read: file=" + input);
      }
    }
    Instant startedAt = Instant.now();
    Film film = compare(sideA, sideB);
    ComparisonReport result = film.report();
    write(result, startedAt);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Report.toJson(result));
    } else {
      ComparisonTable.print(out, result);
    }
    out.flush();
    if (result.steps() == 0) {
      return 1;
    }
    if (port != null) {
      show(film, port);
    }
    return 0;
  }

  private void show(Film film, int at) throws InterruptedException {
    try (Interruptible wish = new Interruptible();
        FilmServer server = FilmServer.start(film, at)) {
      spec.commandLine().getErr().println("side by side: " + server.address() + ", Ctrl-C ends it");
      while (!wish.asked()) {
        Thread.sleep(LOOK_AGAIN.toMillis());
      }
    } catch (IOException e) {
      throw new Failure(String.valueOf(e.getMessage()), e);
    }
  }

  private Variant side(String text) {
    try {
      return Variant.parse(text);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private void write(ComparisonReport result, Instant startedAt) {
    double seconds = Duration.between(startedAt, Instant.now()).toMillis() / 1e3;
    if (report != null) {
      new Report("compare", startedAt, seconds).with(Map.of("comparison", result)).write(report);
    }
    if (html != null) {
      Map<String, String> facts = new LinkedHashMap<>();
      facts.put("machine", Report.machineText());
      facts.put("made", startedAt.toString());
      try {
        Files.writeString(html, ComparisonPage.of(result, facts), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new Failure("the page could not be written: file=" + html + ", cause=" + e, e);
      }
    }
  }

  private Film compare(Variant sideA, Variant sideB) throws InterruptedException {
    try {
      if (!inputs.isEmpty()) {
        return ofRecordings(sideA, sideB);
      }
      return dataDir == null ? of(bootstrap, sideA, sideB) : ofFiles(dataDir, sideA, sideB);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    } catch (IllegalStateException e) {
      throw new Failure(String.valueOf(e.getMessage()), e);
    }
  }

  private Film ofFiles(Path directory, Variant sideA, Variant sideB) {
    Path log = directory.resolve("broker");
    if (!Files.isDirectory(log)) {
      throw new Failure(
          "there is no broker's data, give the --data-dir of an earlier evpose demo or serve:"
              + " --data-dir="
              + directory);
    }
    try (EmbeddedBroker broker = new EmbeddedBroker(log, 0, BrokerSettings.keepingAll())) {
      broker.start();
      return of(broker.bootstrap(), sideA, sideB);
    }
  }

  private Film ofRecordings(Variant sideA, Variant sideB) throws InterruptedException {
    Path directory;
    try {
      directory = Files.createTempDirectory("evpose-");
    } catch (IOException e) {
      throw new Failure("no temporary directory can be made: cause=" + e, e);
    }
    try (EmbeddedBroker broker = new EmbeddedBroker(directory, 0, BrokerSettings.keepingAll())) {
      broker.start();
      TopicAdmin.createMissing(broker.bootstrap(), BROKER_PATIENCE);
      publish(broker.bootstrap());
      return of(broker.bootstrap(), sideA, sideB);
    } finally {
      delete(directory);
    }
  }

  private void publish(String kafka) throws InterruptedException {
    System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("evpose.bootstrap-servers", kafka);
    for (int i = 0; i < inputs.size(); i++) {
      properties.put("evpose.source.inputs[" + i + "]", inputs.get(i).toAbsolutePath());
    }
    properties.put("evpose.source.rig", rig == null ? "" : rig);
    properties.put("evpose.source.speed", 0);
    properties.put(
        "evpose.source.calibration", calibration == null ? "" : calibration.toAbsolutePath());
    try (Replay replay = Replay.start(properties)) {
      EventSource source = replay.source();
      while (!source.awaitEnd(LOOK_AGAIN)) {
        // a file has an end
      }
      source.close();
      source
          .failure()
          .ifPresent(
              failure -> {
                throw new Failure("the recording could not be read: " + failure);
              });
    } catch (Failure e) {
      throw e;
    } catch (RuntimeException e) {
      throw Houses.explained(e);
    }
  }

  private static void delete(Path directory) {
    try (var files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new Failure(
          "a temporary directory could not be deleted: directory=" + directory + ", cause=" + e, e);
    }
  }

  private Film of(String kafka, Variant sideA, Variant sideB) {
    RigRegistry registry = new RigRegistry(kafka);
    RigMessage chosen = RigChoice.of(registry.rigs(), rig, kafka);
    try (Stages stages = new Stages()) {
      return Compare.run(
          new CompareRequest(
              kafka, chosen, registry.calibration(chosen.rig()), sideA, sideB, from, to),
          stages);
    }
  }
}
