package evpose.cli;

import evpose.datasets.DatasetFolder;
import evpose.datasets.DatasetGenerator;
import evpose.datasets.DatasetManifest;
import evpose.datasets.DatasetSettings;
import evpose.datasets.FrozenTestSet;
import evpose.datasets.Split;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Data sets after the plan of DHP19. */
@Command(
    name = "dataset",
    mixinStandardHelpOptions = true,
    subcommands = {
      DatasetExportCommand.class,
      DatasetImportCommand.class,
      DatasetPosesCommand.class
    },
    description =
        "Data sets after the plan of DHP19: 17 people, 33 movements, four cameras, people 1-12 to train with, 13-17 to test with.")
final class DatasetCommand implements Runnable {
  private static final double GIGA = 1e9;

  /** Of one core, people of all kinds of movement together; `bench simulator` measures it. */
  private static final double SECONDS_OF_SCENE_A_CORE_SECOND = 4;

  @Spec CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "say what to do: generate, info, verify, poses, export or import");
  }

  @Command(
      name = "generate",
      mixinStandardHelpOptions = true,
      description = {
        "Simulates a data set. The same settings give the same bytes on every machine.",
        "Ctrl-C stops it; the same command goes on where it was."
      })
  int generate(
      @Option(names = "--out", paramLabel = "DIR", required = true, description = "Where to.")
          Path out,
      @Option(
              names = "--seconds",
              defaultValue = "" + DatasetSettings.SECONDS_PER_TAKE,
              description = "Of each movement of each person. Default: ${DEFAULT-VALUE}.")
          double seconds,
      @Option(
              names = "--subjects",
              defaultValue = "1-17",
              description = "Which people, such as 1,3,13-17. Default: ${DEFAULT-VALUE}.")
          String subjects,
      @Option(
              names = "--movements",
              defaultValue = "0-32",
              description = "Which movements. Default: ${DEFAULT-VALUE}.")
          String movements,
      @Option(
              names = "--seed",
              defaultValue = "" + DatasetSettings.SEED,
              description = "Default: ${DEFAULT-VALUE}, the frozen test set's.")
          long seed,
      @Option(
              names = "--frames",
              description =
                  "Grey frames of each camera beside the events, ten a second, for networks whose ANN looks at them"
                      + " (1.7 MB a second more). The events are the same, the files' checksums are not.")
          boolean frames,
      @Option(names = "--threads", defaultValue = "2", description = "Default: ${DEFAULT-VALUE}.")
          int threads,
      @Option(names = "--report", paramLabel = "FILE", description = "Write a JSON report.")
          @Nullable Path report)
      throws InterruptedException {
    Instant startedAt = Instant.now();
    long began = System.nanoTime();
    DatasetSettings settings = settings(seed, seconds, subjects, movements, frames);
    if (threads < 1) {
      throw new ParameterException(spec.commandLine(), "at least one thread: threads=" + threads);
    }
    PrintWriter print = spec.commandLine().getOut();
    int takes = settings.takes().size();
    print.printf(
        Locale.ROOT,
        "%d takes of %.1f s: about %.1f GB and %.0f minutes with %d threads%n",
        takes,
        seconds,
        DatasetGenerator.expectedBytes(settings) / GIGA,
        Math.ceil(takes * seconds / SECONDS_OF_SCENE_A_CORE_SECOND / threads / 60),
        threads);
    print.flush();
    try (Meter meter = new Meter("takes", takes);
        Interruptible interruptible = new Interruptible()) {
      DatasetManifest manifest =
          new DatasetGenerator(
                  out, settings, (take, done, of) -> meter.at(done), interruptible::asked)
              .run(threads);
      meter.close();
      if (manifest == null) {
        spec.commandLine().getErr().println("evpose: stopped; the same command goes on from here");
        return 1;
      }
      summary(print, manifest);
      if (report != null) {
        new Report("dataset generate", startedAt, (System.nanoTime() - began) * 1e-9)
            .with(facts(manifest))
            .write(report);
      }
      return 0;
    } catch (IOException e) {
      throw new Failure(String.valueOf(e.getMessage()), e);
    }
  }

  private DatasetSettings settings(
      long seed, double seconds, String subjects, String movements, boolean frames) {
    try {
      return new DatasetSettings(
          seed,
          seconds,
          Ranges.parse("subjects", subjects, 1, 9999),
          Ranges.parse("movements", movements, 0, 32),
          frames);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
    }
  }

  @Command(
      name = "info",
      mixinStandardHelpOptions = true,
      description = "Says what is in a data set.")
  int info(
      @Parameters(paramLabel = "DIR", description = "The data set.") Path folder,
      @Option(names = "--json", description = "Print a JSON object.") boolean json) {
    DatasetManifest manifest = open(folder).manifest();
    PrintWriter print = spec.commandLine().getOut();
    if (json) {
      print.println(Report.toJson(facts(manifest)));
    } else {
      summary(print, manifest);
    }
    print.flush();
    return 0;
  }

  @Command(
      name = "verify",
      mixinStandardHelpOptions = true,
      description = {
        "Compares every file with its checksum, and says whether this is the frozen test set.",
        "Exit code 1 when something is wrong."
      })
  int verify(
      @Parameters(paramLabel = "DIR", description = "The data set.") Path folder,
      @Option(
              names = "--frozen",
              description = "Not to be the frozen test set counts as wrong, too.")
          boolean frozen) {
    DatasetFolder dataset = open(folder);
    List<String> faults = new ArrayList<>();
    try {
      faults.addAll(dataset.faults());
    } catch (IOException e) {
      throw new Failure("a take could not be read: cause=" + e, e);
    }
    if (frozen && !FrozenTestSet.is(dataset.manifest())) {
      faults.add(
          "this is not the frozen test set: testSha256="
              + dataset.manifest().testSha256()
              + ", frozen="
              + FrozenTestSet.sha256());
    }
    faults.forEach(fault -> spec.commandLine().getErr().println("evpose: " + fault));
    if (faults.isEmpty()) {
      summary(spec.commandLine().getOut(), dataset.manifest());
    }
    return faults.isEmpty() ? 0 : 1;
  }

  private static DatasetFolder open(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new Failure("there is no such directory: directory=" + folder);
    }
    try {
      return DatasetFolder.open(folder);
    } catch (IOException e) {
      throw new Failure(String.valueOf(e.getMessage()), e);
    }
  }

  private static void summary(PrintWriter print, DatasetManifest manifest) {
    for (Split split : Split.values()) {
      long takes =
          manifest.takes().stream().filter(take -> take.split().equals(split.word())).count();
      long subjects =
          manifest.takes().stream()
              .filter(take -> take.split().equals(split.word()))
              .mapToInt(DatasetManifest.Entry::subject)
              .distinct()
              .count();
      print.printf(Locale.ROOT, "%-5s  %4d takes of %2d people%n", split.word(), takes, subjects);
    }
    print.printf(
        Locale.ROOT,
        "%.1f million events in %.2f GB, %s s a take, seed %d, rig %s%n",
        manifest.events() / 1e6,
        manifest.bytes() / GIGA,
        manifest.secondsPerTake(),
        manifest.seed(),
        manifest.rig());
    if (!manifest.testSha256().isEmpty()) {
      print.printf(
          "test split %s: %s%n",
          manifest.testSha256(),
          FrozenTestSet.is(manifest) ? "the frozen test set" : "not the frozen test set");
    }
    print.flush();
  }

  private static Map<String, Object> facts(DatasetManifest manifest) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("takes", manifest.takes().size());
    facts.put("events", manifest.events());
    facts.put("bytes", manifest.bytes());
    facts.put("secondsPerTake", manifest.secondsPerTake());
    facts.put("seed", manifest.seed());
    facts.put("testSha256", manifest.testSha256());
    facts.put("frozenTestSet", FrozenTestSet.is(manifest));
    return facts;
  }
}
