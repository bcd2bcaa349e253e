package evpose.cli;

import evpose.broker.BrokerSettings;
import evpose.broker.EmbeddedBroker;
import evpose.cli.doctor.Check;
import evpose.cli.doctor.Diagnosis;
import evpose.cli.doctor.Doctor;
import evpose.cli.doctor.Examination;
import evpose.cli.doctor.Level;
import evpose.streaming.Rights;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which link of the chain is broken, and what to do about it. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = {
      "Looks at every link from Java to 3D poses and names the broken one and its cure: Java,"
          + " native library, model, disk, ports, broker, access, topics, rights, clocks, rigs,"
          + " calibration, events, 2D and 3D poses, dead letters.",
      "Reads only. Every question to the broker has an end."
    },
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {"0:nothing is broken", "1:something is, it is named first", "2:bad usage"})
final class DoctorCommand implements Callable<Integer> {
  private static final long LEAST_FREE_BYTES = 512L << 20;
  private static final int DEFAULT_BROKER_PORT = 19092;

  @Spec CommandSpec spec;

  @Option(
      names = "--bootstrap",
      paramLabel = "B",
      defaultValue = RigCommand.DEFAULT_BOOTSTRAP,
      description = "Kafka, host:port, or several with commas. Default: ${DEFAULT-VALUE}.")
  String bootstrap = RigCommand.DEFAULT_BOOTSTRAP;

  @Option(
      names = "--data-dir",
      paramLabel = "D",
      description =
          "The --data-dir of a demo or serve. When none runs with it, its log is looked at as it"
              + " lies there; nothing in it is deleted.")
  @Nullable Path dataDir;

  @Option(
      names = "--model",
      paramLabel = "M",
      defaultValue = "compact",
      description =
          "The network that camera-service is meant to run: a shipped preset, or the .json of a"
              + " trained model. Default: ${DEFAULT-VALUE}.")
  String model = "compact";

  @Option(
      names = "--as",
      paramLabel = "SERVICE",
      description =
          "Whether this user may do what that service must: camera, triangulation, metrics, source"
              + " or consumer.")
  @Nullable String service;

  @Option(
      names = "--port",
      paramLabel = "P",
      defaultValue = "8080",
      description = "The page's port on 127.0.0.1; 0 does not look. Default: ${DEFAULT-VALUE}.")
  int port;

  @Option(
      names = "--timeout",
      paramLabel = "S",
      defaultValue = "5",
      description =
          "Longest wait for one answer of the broker, seconds. Default: ${DEFAULT-VALUE}.")
  double timeoutSeconds;

  @Option(names = "--json", description = "Print the result as JSON.")
  boolean json;

  @Override
  public Integer call() {
    if (!(timeoutSeconds >= 0.1 && timeoutSeconds <= 60)) { // negated so that NaN is refused too
      throw usage("a timeout must be in [0.1, 60] seconds: --timeout=" + timeoutSeconds);
    }
    if (port < 0 || port > 65535) {
      throw usage("a port must be in [0, 65535]: --port=" + port);
    }
    Diagnosis diagnosis = examine();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Report.toJson(fields(diagnosis)));
    } else {
      print(out, spec.commandLine().getColorScheme().ansi(), diagnosis);
    }
    out.flush();
    return diagnosis.healthy() ? 0 : 1;
  }

  private Diagnosis examine() {
    Path log = dataDir == null ? null : dataDir.resolve("broker");
    if (log == null || !Files.isDirectory(log)) {
      return Doctor.examine(examination(bootstrap, false));
    }
    try (EmbeddedBroker broker = new EmbeddedBroker(log, 0, BrokerSettings.keepingAll())) {
      broker.start();
      return Doctor.examine(examination(broker.bootstrap(), true));
    } catch (IllegalStateException e) { // a house runs with it, and can be asked
      return Doctor.examine(examination(bootstrap, false));
    } catch (java.io.UncheckedIOException e) { // the link about the disk says why
      return Doctor.examine(examination(bootstrap, false));
    }
  }

  private Examination examination(String kafka, boolean fromFiles) {
    boolean own = kafka.equals(RigCommand.DEFAULT_BOOTSTRAP);
    return new Examination(
        kafka,
        fromFiles,
        dataDir,
        port,
        own ? DEFAULT_BROKER_PORT : 0,
        model,
        service(),
        Duration.ofMillis(Math.round(timeoutSeconds * 1000)),
        LEAST_FREE_BYTES,
        InstantSource.system());
  }

  private @Nullable Rights service() {
    if (service == null) {
      return null;
    }
    for (Rights rights : Rights.values()) {
      if (rights.key().equals(service)) {
        return rights;
      }
    }
    throw usage(
        "services are camera, triangulation, metrics, source and consumer: --as=" + service);
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private static Map<String, Object> fields(Diagnosis diagnosis) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("healthy", diagnosis.healthy());
    diagnosis.firstFailure().ifPresent(first -> fields.put("firstFailure", first));
    fields.put("checks", diagnosis.checks());
    return fields;
  }

  private static void print(PrintWriter out, Ansi ansi, Diagnosis diagnosis) {
    String before = "";
    for (Check check : diagnosis.checks()) {
      String link = check.link().equals(before) ? "" : check.link();
      before = check.link();
      String subject = check.subject().isEmpty() ? "" : check.subject() + ": ";
      out.printf(
          "%s  %-13s %s%s%n", mark(ansi, check.level()), link, bold(ansi, subject), check.says());
      if (!check.cure().isEmpty()) {
        out.printf("   %-13s %s%n", "", ansi.text("@|cyan > |@") + check.cure());
      }
    }
    out.println();
    diagnosis
        .firstFailure()
        .ifPresentOrElse(
            first ->
                out.println(
                    styled(ansi, "bold,red", diagnosis.count(Level.FAILED) + " broken")
                        + ", begin with "
                        + bold(ansi, first.link())
                        + ": "
                        + first.cure()),
            () ->
                out.println(styled(ansi, "bold,green", "nothing is broken") + oddities(diagnosis)));
  }

  private static String oddities(Diagnosis diagnosis) {
    long odd = diagnosis.count(Level.WARNING);
    return odd == 0 ? "" : ", " + odd + (odd == 1 ? " thing is odd" : " things are odd");
  }

  private static String mark(Ansi ansi, Level level) {
    return switch (level) {
      case OK -> styled(ansi, "green", "ok  ");
      case WARNING -> styled(ansi, "yellow", "odd ");
      case FAILED -> styled(ansi, "bold,red", "FAIL");
      case SKIPPED -> styled(ansi, "faint", "-   ");
    };
  }

  private static String bold(Ansi ansi, String text) {
    return text.isEmpty() ? "" : styled(ansi, "bold", text);
  }

  /** The text itself is never read as mark-up. */
  private static String styled(Ansi ansi, String style, String text) {
    return ansi.enabled()
        ? Ansi.Style.on(Ansi.Style.parse(style)) + text + Ansi.Style.off(Ansi.Style.parse(style))
        : text;
  }
}
