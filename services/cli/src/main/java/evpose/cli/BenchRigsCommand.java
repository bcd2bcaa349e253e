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

/** Whether many rigs cost what one costs, times many. */
@Command(
    name = "rigs",
    mixinStandardHelpOptions = true,
    description = {
      "Runs many small rigs through one house, each with a simulated person of its own (rendered beforehand), and says what they cost"
          + " together, beside what the first load predicts for the others: deploy/SCALE.md rests on it.",
      "evpose bench rigs --rigs 1,2,4,8 --cameras 2 --rate 20 --key-frame-steps 20"
    })
final class BenchRigsCommand implements Callable<Integer> {
  private static final String HEADER =
      "rigs  cameras |  2D/s   kept up | packets/s   MB/s | cores: all  camera  triangulation  metrics  source  broker    jvm | predicted: camera (off)";

  private final LiveLine liveLine = new LiveLine();

  @Spec CommandSpec spec;

  @Option(
      names = "--rigs",
      split = ",",
      paramLabel = "N",
      defaultValue = "1,2,4,8",
      description = "Numbers of rigs, 1 to 32. Default: ${DEFAULT-VALUE}.")
  List<Integer> rigs = List.of();

  @Option(
      names = "--cameras",
      paramLabel = "N",
      defaultValue = "2",
      description = "Cameras of each rig, 1 to 16. Default: ${DEFAULT-VALUE}.")
  int cameras;

  @Option(
      names = "--rate",
      paramLabel = "HZ",
      defaultValue = "20",
      description = "Steps a second. Default: ${DEFAULT-VALUE}.")
  int rateHz;

  @Option(
      names = "--key-frame-steps",
      paramLabel = "N",
      defaultValue = "20",
      description = "Steps between two runs of a camera's ANN. Default: ${DEFAULT-VALUE}.")
  int keyFrameSteps;

  @Option(
      names = "--model",
      paramLabel = "M",
      defaultValue = "compact",
      description = "A shipped preset, or a model's .json file. Default: ${DEFAULT-VALUE}.")
  String model = "";

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "30",
      description = "That are measured, of each load. Default: ${DEFAULT-VALUE}.")
  int seconds;

  @Option(
      names = "--prerender",
      paramLabel = "S",
      defaultValue = "10",
      description = "Seconds of data rendered, played over and over. Default: ${DEFAULT-VALUE}.")
  int prerender;

  @Option(
      names = "--unit-costs",
      split = ",",
      paramLabel = "C",
      description =
          "Of camera-service: cores with no camera and of a camera, core-seconds of a step and of a key frame. Default: measured first,"
              + " with one rig of one and four cameras.")
  List<Double> unitCosts = List.of();

  @Option(names = "--report", paramLabel = "F", description = "Write the result as JSON.")
  @Nullable Path report;

  @Override
  public Integer call() throws InterruptedException {
    check();
    Instant startedAt = Instant.now();
    RigsBench bench = new RigsBench(this::live);
    List<RigsBench.Result> units = new ArrayList<>();
    List<RigsBench.Result> results = new ArrayList<>();
    List<Double> predictions = new ArrayList<>();
    say(Report.machineText());
    say(HEADER);
    CostModel costs = unitCosts.isEmpty() ? measured(bench, units) : given();
    say("cores of camera-service: " + costs);
    for (int n : rigs) {
      RigsBench.Load load = load(n);
      RigsBench.Result result = bench.run(load);
      live("");
      double predicted = costs.cores(load.costing(0));
      results.add(result);
      predictions.add(predicted);
      say(row(result) + off(result, predicted) + lost(result));
      if (report != null) { // a long series leaves what it has
        double took = Duration.between(startedAt, Instant.now()).toMillis() / 1e3;
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("unitLoads", units);
        keys.put("unitCosts", costs);
        keys.put("loads", results);
        keys.put("predictedCameraCores", predictions);
        new Report("bench rigs", startedAt, took).with(keys).write(report);
      }
    }
    return 0;
  }

  private RigsBench.Load load(int n) {
    return new RigsBench.Load(n, cameras, rateHz, keyFrameSteps, model, seconds, prerender);
  }

  private CostModel given() {
    return new CostModel(unitCosts.get(0), unitCosts.get(1), unitCosts.get(2), 0, unitCosts.get(3));
  }

  /** Runs one rig in several ways, the first of them before that to have it compiled. */
  private CostModel measured(RigsBench bench, List<RigsBench.Result> units)
      throws InterruptedException {
    List<RigsBench.Load> loads = load(1).units();
    bench.run(loads.get(loads.size() - 1));
    List<CostModel.Measured> costing = new ArrayList<>();
    for (RigsBench.Load load : loads) {
      RigsBench.Result result = bench.run(load);
      live("");
      units.add(result);
      costing.add(load.costing(result.cores(HouseUse.Part.CAMERA)));
      say(
          row(result)
              + String.format(
                  Locale.ROOT,
                  " | unit: %d Hz, a key frame in %d steps",
                  load.rateHz(),
                  load.keyFrameSteps())
              + lost(result));
    }
    return CostModel.fit(costing);
  }

  private void check() {
    for (int n : rigs) {
      require(n >= 1 && n <= 32, "rigs must be in [1, 32]: --rigs=" + n);
    }
    require(cameras >= 1 && cameras <= 16, "cameras must be in [1, 16]: --cameras=" + cameras);
    require(
        rateHz >= 10 && rateHz <= 1000 && 1_000_000 % rateHz == 0,
        "a rate must be in [10, 1000] and divide a second into whole microseconds: --rate="
            + rateHz);
    require(
        keyFrameSteps >= 1 && keyFrameSteps <= 1000,
        "key-frame-steps must be in [1, 1000]: --key-frame-steps=" + keyFrameSteps);
    require(seconds >= 1 && seconds <= 3600, "seconds must be in [1, 3600]: --seconds=" + seconds);
    require(
        prerender >= 1 && prerender <= 600,
        "prerender must be in [1, 600]: --prerender=" + prerender);
    require(
        (unitCosts.isEmpty() || unitCosts.size() == 4) && unitCosts.stream().allMatch(c -> c >= 0),
        "unit costs are four numbers, none negative: --unit-costs=" + unitCosts);
  }

  private void require(boolean held, String message) {
    if (!held) {
      throw new ParameterException(spec.commandLine(), message);
    }
  }

  private static String row(RigsBench.Result r) {
    return String.format(
        Locale.ROOT,
        "%4d  %7d | %5.0f  %5.0f %%  | %9.0f  %5.1f | %10.2f  %6.3f  %13.3f  %7.3f  %6.3f  %6.3f  %5.3f",
        r.load().rigs(),
        r.load().allCameras(),
        r.poses2dPerSecond(),
        100 * r.keptUp(),
        r.packetsPerSecond(),
        r.eventBytesPerSecond() / 1e6,
        r.totalCores(),
        r.cores(HouseUse.Part.CAMERA),
        r.cores(HouseUse.Part.TRIANGULATION),
        r.cores(HouseUse.Part.METRICS),
        r.cores(HouseUse.Part.SOURCE),
        r.cores(HouseUse.Part.BROKER),
        r.cores(HouseUse.Part.JVM));
  }

  private static String off(RigsBench.Result r, double predicted) {
    double measured = r.cores(HouseUse.Part.CAMERA);
    return String.format(
        Locale.ROOT, " | %17.3f (%+.0f %%)", predicted, 100 * (predicted / measured - 1));
  }

  private static String lost(RigsBench.Result r) {
    return r.lost() > 0 ? "  LOST " + r.lost() : "";
  }

  private void say(String line) {
    spec.commandLine().getOut().println(line);
    spec.commandLine().getOut().flush();
  }

  private void live(String line) {
    liveLine.show(spec.commandLine().getErr(), line);
  }
}
