package evpose.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How many cameras this machine serves, how late, and with how many cores. */
@Command(
    name = "stream",
    mixinStandardHelpOptions = true,
    description = {
      "Runs cameras x rates x models through everything at once: a broker, a simulated person's events (rendered beforehand), the"
          + " four services, the page. Says latency, cores by part, memory, and whether the stream stays behind.",
      "Each load gets a house and a rehearsal of its own; the default takes two minutes a load. The yardstick is real time.",
      "With five loads of a model or more it also says what a camera, a step and an event cost, and how far a load is off that was left"
          + " out of the fit."
    })
final class BenchStreamCommand implements Callable<Integer> {
  private static final int KEY_FRAMES_HZ = 10; // whatever the rate
  private static final String HEADER =
      "cameras   Hz model    delay | 3D/s  x real time | p50 ms  p99 ms | behind | cores: all  camera  per camera |"
          + " heap MB/s (input) | resident MB (drift)";

  /** A fit has four terms and needs a load to spare. */
  private static final int LOADS_TO_FIT = 5;

  private static final double KEEPS_UP = 0.97;

  private static final String EXACTLY_ONCE = "exactly-once";

  private final LiveLine liveLine = new LiveLine();

  @Spec CommandSpec spec;

  @Option(
      names = "--cameras",
      split = ",",
      paramLabel = "N",
      defaultValue = "4",
      description = "Numbers of cameras, 1 to 16. Default: ${DEFAULT-VALUE}.")
  List<Integer> cameras = List.of();

  @Option(
      names = "--rates",
      split = ",",
      paramLabel = "HZ",
      defaultValue = "100",
      description = "Steps a second. Default: ${DEFAULT-VALUE}.")
  List<Integer> rates = List.of();

  @Option(
      names = "--models",
      split = ",",
      paramLabel = "M",
      description =
          "Shipped presets, or .json files of models. Default: compact; compact-200hz at 200 Hz.")
  List<String> models = List.of();

  @Option(
      names = "--key-frame-delays",
      split = ",",
      paramLabel = "N",
      defaultValue = "0",
      description = "Steps after which an ANN's answer counts. Default: ${DEFAULT-VALUE}.")
  List<Integer> delays = List.of();

  @Option(
      names = "--profiles",
      split = ",",
      paramLabel = "P",
      defaultValue = "at-least-once",
      description = "at-least-once or exactly-once, or both. Default: ${DEFAULT-VALUE}.")
  List<String> profiles = List.of();

  @Option(
      names = "--shed-after",
      paramLabel = "MS",
      defaultValue = "0",
      description =
          "A camera that is farther behind gives up whole steps, the oldest first; with"
              + " --profiles exactly-once. 0 never gives up. Default: ${DEFAULT-VALUE}.")
  int shedAfter;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "60",
      description =
          "Of data in each load; latency is measured from the thirtieth on. Default: ${DEFAULT-VALUE}.")
  int seconds;

  @Option(
      names = "--speed",
      paramLabel = "X",
      defaultValue = "1",
      description =
          "Seconds of data a second; 0 is as fast as possible, which gives the real-time factor. Default: ${DEFAULT-VALUE}.")
  double speed;

  @Option(
      names = "--rehearse",
      paramLabel = "S",
      defaultValue = "20",
      description = "Seconds of data before each load, not measured. Default: ${DEFAULT-VALUE}.")
  int rehearse;

  @Option(
      names = "--prerender",
      paramLabel = "S",
      defaultValue = "20",
      description = "Seconds of data rendered, played over and over. Default: ${DEFAULT-VALUE}.")
  int prerender;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Which person and noise. Default: ${DEFAULT-VALUE}.")
  long seed;

  @Option(names = "--report", paramLabel = "F", description = "Write the result as JSON.")
  @Nullable Path report;

  @Override
  public Integer call() throws InterruptedException {
    check();
    Instant startedAt = Instant.now();
    StreamBench bench = new StreamBench(rehearse, prerender, seed, this::live);
    List<StreamBench.Result> results = new ArrayList<>();
    say(Report.machineText());
    for (int rate : models.isEmpty() ? rates : List.<Integer>of()) {
      String said = ShippedModels.choice(rate);
      if (!said.isEmpty()) {
        say("model " + said.replace("--model ", "--models "));
      }
    }
    say(HEADER);
    for (StreamBench.Load load : loads()) {
      StreamBench.Result result = bench.run(load);
      live("");
      say(row(result));
      results.add(result);
      if (report != null) { // a long series leaves what it has
        double took = Duration.between(startedAt, Instant.now()).toMillis() / 1e3;
        Map<String, Object> keys = Map.of("loads", results, "costs", costs(results));
        new Report("bench stream", startedAt, took).with(keys).write(report);
      }
    }
    costs(results).forEach((model, costs) -> say(costs.text(model)));
    return 0;
  }

  /**
   * What a camera costs by model.
   *
   * @param leftOutErrors of each load by a fit to the others, as shares
   */
  record Costs(CostModel model, List<Double> leftOutErrors) {
    String text(String name) {
      double worst = leftOutErrors.stream().mapToDouble(Math::abs).max().orElse(Double.NaN);
      return String.format(
          Locale.ROOT,
          "cores of camera-service, %s: %s; a load left out of the fit is off by %.0f %% at most",
          shortName(name),
          model,
          100 * worst);
    }
  }

  /** Models of which there are loads enough to fit; those that stayed behind tell no cost. */
  private static Map<String, Costs> costs(List<StreamBench.Result> results) {
    Map<String, List<CostModel.Measured>> byModel = new LinkedHashMap<>();
    for (StreamBench.Result r : results) {
      StreamBench.Load load = r.load();
      if (load.speed() > 0 && r.realTimeFactor() > KEEPS_UP * load.speed()) {
        byModel
            .computeIfAbsent(load.model(), m -> new ArrayList<>())
            .add(
                new CostModel.Measured(
                    load.cameras(),
                    load.rateHz() * load.speed(),
                    r.eventsPerSecondAndCamera(),
                    KEY_FRAMES_HZ * load.speed(),
                    load.cameras() * r.cameraCoresPerCamera()));
      }
    }
    Map<String, Costs> costs = new LinkedHashMap<>();
    byModel.forEach(
        (model, loads) -> {
          if (loads.size() >= LOADS_TO_FIT) {
            costs.put(model, new Costs(CostModel.fit(loads), CostModel.leftOutErrors(loads)));
          }
        });
    return costs;
  }

  private void check() {
    for (int n : cameras) {
      require(n >= 1 && n <= 16, "cameras must be in [1, 16]: --cameras=" + n);
    }
    for (int hz : rates) {
      require(
          hz >= 10 && hz <= 1000 && 1_000_000 % hz == 0,
          "a rate must be in [10, 1000] and divide a second into whole microseconds: --rates="
              + hz);
    }
    for (int delay : delays) {
      require(
          delay >= 0 && delay <= 100, "a delay must be in [0, 100]: --key-frame-delays=" + delay);
    }
    for (String profile : profiles) {
      require(
          profile.equals("at-least-once") || profile.equals(EXACTLY_ONCE),
          "a profile is at-least-once or exactly-once: --profiles=" + profile);
    }
    require(
        shedAfter == 0 || !profiles.contains("at-least-once"),
        "--shed-after needs --profiles exactly-once: --shed-after=" + shedAfter);
    require(
        seconds >= 4 && seconds <= 86_400, "seconds must be in [4, 86400]: --seconds=" + seconds);
    require(speed >= 0, "the speed must not be negative: --speed=" + speed);
    require(
        rehearse >= 0 && rehearse <= 600, "rehearse must be in [0, 600]: --rehearse=" + rehearse);
    require(
        prerender >= 1 && prerender <= 600,
        "prerender must be in [1, 600]: --prerender=" + prerender);
  }

  private void require(boolean held, String message) {
    if (!held) {
      throw new ParameterException(spec.commandLine(), message);
    }
  }

  List<StreamBench.Load> loads() {
    List<StreamBench.Load> loads = new ArrayList<>();
    for (String named : models.isEmpty() ? List.of("") : models) {
      for (int rate : rates) {
        String model = named.isEmpty() ? ShippedModels.at(rate) : named;
        for (int delay : delays) {
          for (int n : cameras) {
            for (String profile : profiles) {
              boolean once = profile.equals(EXACTLY_ONCE);
              loads.add(
                  new StreamBench.Load(n, rate, model, delay, speed, seconds, once, shedAfter));
            }
          }
        }
      }
    }
    return loads;
  }

  private static String row(StreamBench.Result r) {
    String latency =
        r.latencyMs() == null || r.latencyMs().count() == 0
            ? "     -       -"
            : String.format(Locale.ROOT, "%6.1f  %6.1f", r.latencyMs().p50(), r.latencyMs().p99());
    StreamBench.Load load = r.load();
    return String.format(
        Locale.ROOT,
        "%7d %4d %-8s %5d | %4.0f  %11.2f | %s | %6d | %10.2f  %6.2f  %10.3f | %9.1f (%5.1f) | %11.0f (%+.1f %%)%s",
        load.cameras(),
        load.rateHz(),
        shortName(load.model()),
        load.keyFrameDelay(),
        r.poses3dPerSecond(),
        r.realTimeFactor(),
        latency,
        r.behindAtTheEnd(),
        r.totalCores(),
        r.cores().get("camera"),
        r.cameraCoresPerCamera(),
        r.cameraBytesPerSecond() / 1e6,
        r.inputBytesPerSecond() / 1e6,
        r.residentMb().get(r.residentMb().size() - 1),
        100 * r.residentDrift(),
        (load.exactlyOnce() ? "  " + EXACTLY_ONCE : "")
            + (r.lost() > 0 ? "  LOST " + r.lost() : "")
            + (load.shedAfterMillis() > 0
                ? String.format(
                    Locale.ROOT, "  gave up %s, drained in %.1f s", r.shedSteps(), r.drainSeconds())
                : ""));
  }

  private static String shortName(String model) {
    String name = String.valueOf(Path.of(model).getFileName());
    return name.endsWith(".json") ? name.substring(0, name.length() - ".json".length()) : name;
  }

  private void say(String line) {
    spec.commandLine().getOut().println(line);
    spec.commandLine().getOut().flush();
  }

  private void live(String line) {
    liveLine.show(spec.commandLine().getErr(), line);
  }
}
