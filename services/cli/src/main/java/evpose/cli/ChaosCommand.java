package evpose.cli;

import evpose.cli.chaos.Chaos;
import evpose.cli.chaos.ChaosPlan;
import evpose.cli.chaos.ChaosResult;
import evpose.cli.chaos.ChaosSettings;
import evpose.cli.chaos.Footprint;
import evpose.cli.chaos.Recovery;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The stream under fire. */
@Command(
    name = "chaos",
    mixinStandardHelpOptions = true,
    description = {
      "Runs a broker and two instances of each service as processes of their own, publishes simulated packets in real time, and by a"
          + " seeded plan kills (SIGKILL), freezes (SIGSTOP for 10 s), restarts, adds and removes them, kills and restarts the broker,"
          + " adds partitions, repeats and reorders packets and publishes garbage. Then proves from the log that every step of every"
          + " camera is answered, and that every answer is bit for bit the one that the events demand.",
      "Opens nothing outside this machine. Needs about 3 GB of memory."
    },
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:every seed is proven",
      "1:it could not be run; the message says what to do",
      "2:bad usage",
      "3:a seed is not proven; its data and logs are kept"
    })
final class ChaosCommand implements Callable<Integer> {
  private final LiveLine liveLine = new LiveLine();

  @Spec CommandSpec spec;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "60",
      description = "Of data for each seed, 30 to 3600. Default: ${DEFAULT-VALUE}.")
  int seconds;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "The first plan. Default: ${DEFAULT-VALUE}.")
  long seed;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      defaultValue = "1",
      description = "How many plans, one after the other. Default: ${DEFAULT-VALUE}.")
  int seeds;

  @Option(
      names = "--cameras",
      paramLabel = "N",
      defaultValue = "2",
      description = "Cameras of the rig, 2 to 8. Default: ${DEFAULT-VALUE}.")
  int cameras;

  @Option(
      names = "--model",
      paramLabel = "M",
      defaultValue = "compact",
      description = "A shipped preset, or the .json of a trained model. Default: ${DEFAULT-VALUE}.")
  String model = "compact";

  @Option(
      names = "--fast",
      description = "Dead instances are replaced after 3 s instead of 8 (fast-failover).")
  boolean fast;

  @Option(
      names = "--shed-after",
      paramLabel = "MS",
      defaultValue = "0",
      description =
          "Cameras that are farther behind give up steps, oldest first, with exactly-once; 0: never. Default: ${DEFAULT-VALUE}.")
  int shedAfter;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "DEED",
      description = "What may be done; all of it by default: ${COMPLETION-CANDIDATES}.")
  List<ChaosPlan.Deed> only = List.of(ChaosPlan.Deed.values());

  @Option(
      names = "--pause",
      paramLabel = "S",
      defaultValue = "4",
      description = "Mean seconds from one deed to the next, 1 to 60. Default: ${DEFAULT-VALUE}.")
  double pause;

  @Option(names = "--plan", description = "Print what would be done, and do nothing.")
  boolean planOnly;

  @Option(
      names = "--data-dir",
      paramLabel = "D",
      description =
          "Keep data and logs here, a directory for each seed. Without it they are deleted, unless a seed is not proven.")
  @Nullable Path dataDir;

  @Option(names = "--report", paramLabel = "F", description = "Write the result as JSON.")
  @Nullable Path report;

  @Override
  public Integer call() throws InterruptedException {
    check();
    PrintWriter out = spec.commandLine().getOut();
    if (planOnly) {
      for (long s = seed; s < seed + seeds; s++) {
        out.println("seed " + s);
        ChaosPlan.of(s, settings()).forEach(a -> out.printf("  %6.1f s  %s%n", a.atSeconds(), a));
      }
      out.flush();
      return 0;
    }
    Instant startedAt = Instant.now();
    List<ChaosResult> results = new ArrayList<>();
    for (long s = seed; s < seed + seeds; s++) {
      ChaosResult result = run(s);
      results.add(result);
      live("");
      print(out, result);
      if (report != null) { // a long series leaves what it has
        double took = Duration.between(startedAt, Instant.now()).toMillis() / 1e3;
        new Report("chaos", startedAt, took).with(Map.of("seeds", results)).write(report);
      }
    }
    return results.stream().allMatch(ChaosResult::proven) ? 0 : VerifyCommand.DIFFERS;
  }

  private ChaosSettings settings() {
    return new ChaosSettings(seconds, cameras, model, fast, shedAfter, new TreeSet<>(only), pause);
  }

  private void check() {
    require(
        !HouseOptions.looksAtFrames(model),
        "chaos sends packets without frames, choose a model whose ANN looks at events: --model="
            + model);
    require(
        shedAfter == 0 || (shedAfter >= 50 && shedAfter <= 60_000),
        "shed-after must be 0 or in [50, 60000]: --shed-after=" + shedAfter);
    require(pause >= 1 && pause <= 60, "pause must be in [1, 60]: --pause=" + pause);
    require(
        seconds >= 30 && seconds <= 3600, "seconds must be in [30, 3600]: --seconds=" + seconds);
    require(seeds >= 1 && seeds <= 10_000, "seeds must be in [1, 10000]: --seeds=" + seeds);
    require(cameras >= 2 && cameras <= 8, "cameras must be in [2, 8]: --cameras=" + cameras);
  }

  private void require(boolean held, String message) {
    if (!held) {
      throw new ParameterException(spec.commandLine(), message);
    }
  }

  private ChaosResult run(long s) throws InterruptedException {
    try {
      Path directory =
          dataDir == null
              ? Files.createTempDirectory("evpose-chaos-")
              : fresh(Files.createDirectories(dataDir).resolve("seed-" + s));
      ChaosResult result =
          Chaos.run(settings(), s, directory, text -> live("seed " + s + ": " + text));
      if (dataDir == null && result.proven()) {
        delete(directory);
      }
      return result;
    } catch (IOException | IllegalStateException e) {
      throw new Failure("chaos could not be run: seed=" + s + ", cause=" + e.getMessage(), e);
    }
  }

  /** A log of another run in it would be audited too. */
  private static Path fresh(Path directory) {
    if (Files.exists(directory)) {
      throw new Failure(
          "a run of this seed is already there, name another --data-dir: directory=" + directory);
    }
    return directory;
  }

  private static void delete(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static void print(PrintWriter out, ChaosResult r) {
    out.printf(
        Locale.ROOT,
        "seed %d: %s, %d acts, packets %s, drained %.1f s after the last packet%n",
        r.seed(),
        r.proven() ? "proven" : "NOT proven",
        r.acts().size(),
        r.offered(),
        r.drainSeconds());
    if (r.audit() != null) {
      out.printf(
          "  2D %d of %d, repeated %d, given up %s; 3D %d of %d, repeated %d; %s%n",
          r.audit().poses2d().answered(),
          r.audit().poses2d().expected(),
          r.audit().poses2d().repeated(),
          r.audit().shedSteps(),
          r.audit().poses3d().answered(),
          r.audit().poses3d().expected(),
          r.audit().poses3d().repeated(),
          r.audit().notes());
    }
    for (Recovery recovery : r.recoveries()) {
      out.printf(
          Locale.ROOT,
          "  %s killed: %s back after %.1f s, %s%s%n",
          recovery.victim(),
          recovery.camera(),
          recovery.seconds(),
          recovery.backlogSeconds() == null
              ? "still behind at the end"
              : String.format(Locale.ROOT, "abreast %.1f s later", recovery.backlogSeconds()),
          recovery.alone() ? "" : " (other acts in between)");
    }
    for (Footprint f : r.footprints()) {
      out.printf(
          Locale.ROOT,
          "  %s, a life of %.0f s, early and late: memory %.0f, %.0f MB; threads %.0f, %.0f; open"
              + " files %.0f, %.0f%n",
          f.process(),
          f.seconds(),
          f.memoryMb().early(),
          f.memoryMb().late(),
          f.threads().early(),
          f.threads().late(),
          f.handles().early(),
          f.handles().late());
    }
    if (r.failure() != null) {
      out.println("  " + r.failure());
      r.acts().forEach(act -> out.println("  " + act));
    }
    out.flush();
  }

  private void live(String line) {
    liveLine.show(spec.commandLine().getErr(), line);
  }
}
