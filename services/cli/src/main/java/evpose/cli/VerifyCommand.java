package evpose.cli;

import evpose.broker.EmbeddedBroker;
import evpose.cli.audit.AuditReport;
import evpose.cli.audit.AuditRequest;
import evpose.cli.audit.LogAudit;
import evpose.messages.RigMessage;
import evpose.streaming.RigRegistry;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Whether a stream's log holds what it must. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
      "Proves a rig's stream from its log alone: sequences of all cameras complete, each 2D pose"
          + " bit for bit what the events say (computed again, about 0.15 s for a second of one"
          + " camera), each 3D pose what the 2D poses say, one final a step, no record unaccounted"
          + " for.",
      "Names the first difference: topic, partition, offset, step, field, both values. Of a stream"
          + " that is still written, verify a part (--to) that is answered already."
    },
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:the log is proven",
      "1:it cannot be read, or there is no such model; the message says what to do",
      "2:bad usage",
      "3:something differs, is missing, or is too much"
    })
final class VerifyCommand implements Callable<Integer> {
  static final int DIFFERS = 3;

  @Spec CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "RIG",
      description = "The rig's name. Not needed when there is only one.")
  @Nullable String rig;

  @Option(
      names = "--bootstrap",
      paramLabel = "B",
      defaultValue = "127.0.0.1:19092",
      description = "Kafka. Default: ${DEFAULT-VALUE}.")
  String bootstrap = "";

  @Option(
      names = "--data-dir",
      paramLabel = "D",
      description =
          "Instead of a Kafka that runs: the data of an earlier evpose demo or serve --data-dir.")
  @Nullable Path dataDir;

  @Option(
      names = "--from",
      paramLabel = "STEP",
      defaultValue = "0",
      description = "First step to look at. Default: the first there is.")
  long from;

  @Option(
      names = "--to",
      paramLabel = "STEP",
      description = "First step not to look at any more. Default: to the end.")
  long to = Long.MAX_VALUE;

  @Option(
      names = "--model",
      paramLabel = "M",
      defaultValue = "compact",
      description =
          "What made the 2D poses where the rig's record names no model: a shipped preset, or the"
              + " .json of a trained model. Default: ${DEFAULT-VALUE}.")
  String model = "compact";

  @Option(
      names = "--models",
      paramLabel = "DIR",
      description =
          "Where models lie that the rig's record names by their SHA-256, as CAMERA_MODELS of"
              + " camera-service.")
  @Nullable Path models;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "A setting of triangulation-service that was not the default, such as"
              + " evpose.triangulation.grace-steps=9.")
  Map<String, String> settings = new LinkedHashMap<>();

  @Option(names = "--json", description = "Print the result as JSON.")
  boolean json;

  @Option(names = "--report", paramLabel = "F", description = "Write the result as JSON.")
  @Nullable Path report;

  @Override
  public Integer call() {
    if (dataDir == null) {
      return verify(bootstrap);
    }
    Path data = dataDir.resolve("broker");
    if (!Files.isDirectory(data)) {
      throw new Failure(
          "there is no broker's data, give the --data-dir of an earlier evpose demo or serve:"
              + " --data-dir="
              + dataDir);
    }
    try (EmbeddedBroker broker = new EmbeddedBroker(data, 0)) {
      broker.start();
      return verify(broker.bootstrap());
    } catch (IllegalStateException e) {
      throw new Failure(String.valueOf(e.getMessage()), e);
    }
  }

  private int verify(String kafka) {
    Instant startedAt = Instant.now();
    AuditReport result = audit(kafka);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Report.toJson(result));
    } else {
      print(out, result);
    }
    out.flush();
    if (report != null) {
      double seconds = Duration.between(startedAt, Instant.now()).toMillis() / 1e3;
      new Report("verify", startedAt, seconds)
          .with(Map.of("proven", result.proven(), "audit", result))
          .write(report);
    }
    return result.proven() ? 0 : DIFFERS;
  }

  private AuditReport audit(String kafka) {
    try (Stages stages = new Stages()) {
      RigRegistry registry = new RigRegistry(kafka);
      RigMessage chosen = RigChoice.of(registry.rigs(), rig, kafka);
      return LogAudit.run(
          new AuditRequest(
              kafka, chosen, registry.calibration(chosen.rig()), model, models, settings, from, to),
          stages);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    } catch (IllegalStateException e) {
      throw new Failure(String.valueOf(e.getMessage()), e);
    }
  }

  private static void print(PrintWriter out, AuditReport r) {
    for (AuditReport.Camera c : r.cameras()) {
      out.printf(
          "%s/%s: %d packets, sequence %d to %d, missing %d, repeated %d, overtaken %d, renumbered"
              + " %d, returned %d, aside %d%n",
          r.rig(),
          c.camera(),
          c.packets(),
          c.firstSequence(),
          c.lastSequence(),
          c.missing(),
          c.repeated(),
          c.overtaken(),
          c.renumbered(),
          c.returned(),
          c.aside());
    }
    print(out, "2D poses", r.poses2d());
    print(out, "3D poses", r.poses3d());
    if (!r.shedSteps().isEmpty()) {
      out.println("steps that were given up: " + r.shedSteps());
    }
    out.println("steps still open at the end: " + r.stepsOpenAtTheEnd());
    if (!r.setAside().isEmpty()) {
      out.println("set aside: " + r.setAside());
    }
    if (!r.notes().isEmpty()) {
      out.println("no fault, but known: " + r.notes());
      r.noted().stream().limit(5).forEach(f -> out.println("  " + f));
    }
    if (r.proven()) {
      out.println("proven");
    } else {
      out.println("NOT proven: " + r.findings());
      r.found().forEach(f -> out.println("  " + f));
    }
  }

  private static void print(PrintWriter out, String what, AuditReport.Answers a) {
    out.printf(
        "%s: %d of %d answered bit for bit, %d records, repeated %d, shed %d, not compared %d%n",
        what, a.answered(), a.expected(), a.recorded(), a.repeated(), a.shed(), a.notCompared());
    if (a.near() > 0) {
      out.printf(
          "  %d of them are another engine's (version or instruction set), equal within %.0f px, not bit for bit%n",
          a.near(), AuditReport.TOLERANCE_PX);
    }
  }
}
