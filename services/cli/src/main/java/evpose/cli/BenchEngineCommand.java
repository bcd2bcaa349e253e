package evpose.cli;

import evpose.evaluation.plots.LogPlot;
import evpose.evaluation.plots.Series;
import evpose.evaluation.plots.Svg;
import evpose.hybrid.ModelDescription;
import evpose.hybrid.djl.bench.EngineBench;
import evpose.hybrid.djl.bench.EngineResult;
import evpose.hybrid.djl.bench.LayerResult;
import evpose.hybrid.djl.bench.LoadResult;
import evpose.hybrid.djl.bench.SpikeLoad;
import evpose.kernels.WeightForm;
import evpose.weights.RandomWeights;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
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

/** How many times faster the event-driven spiking network is than the dense one. */
@Command(
    name = "engine",
    mixinStandardHelpOptions = true,
    description = {
      "Times a step of the spiking network, event-driven and dense (PyTorch), in turn on the same random weights and the same spikes,"
          + " layer by layer: at the rates published for the paper's network, then with the same share of all neurons firing.",
      "The bound of a layer is how fast one thread reads, over and over, an array as large as the layer's weights."
          + " Medians of processor time of one thread: other work on the machine hardly counts; both on more threads are timed on the"
          + " wall's clock."
          + " Takes about a minute, several with --preset paper."
    })
final class BenchEngineCommand implements Callable<Integer> {
  private static final double WARM_UP_SECONDS = 5;
  private static final double WARM_UP_DENSITY = 0.03;

  @Spec CommandSpec spec;

  @Option(
      names = "--preset",
      paramLabel = "P",
      defaultValue = "compact",
      description = "compact, paper or study. Default: ${DEFAULT-VALUE}.")
  String preset = "compact";

  @Option(
      names = "--densities",
      paramLabel = "PERCENT",
      split = ",",
      defaultValue = "1,2,3.3,5,10,20,50",
      description = "Shares of all neurons that fire, in percent. Default: ${DEFAULT-VALUE}.")
  List<Double> densities = List.of();

  @Option(
      names = "--threads",
      paramLabel = "N",
      split = ",",
      defaultValue = "1,2",
      description =
          "Threads of both engines, 1 first, in processor time; others on the wall's clock. Default: ${DEFAULT-VALUE}.")
  List<Integer> threads = List.of();

  @Option(
      names = "--weights",
      paramLabel = "FORM",
      defaultValue = "float32",
      description =
          "The event-driven engine's weights: float32, or int16 in the layers that take spikes. Default: ${DEFAULT-VALUE}.")
  String form = "float32";

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "15",
      description =
          "Dense steps for each number, five event-driven ones each. Default: ${DEFAULT-VALUE}.")
  int rounds;

  @Option(names = "--report", paramLabel = "F", description = "Write the result as JSON.")
  @Nullable Path report;

  @Option(names = "--plot", paramLabel = "F", description = "Draw a step's time by density as SVG.")
  @Nullable Path plot;

  @Override
  public Integer call() {
    ModelDescription description = checked();
    Instant startedAt = Instant.now();
    PrintWriter out = spec.commandLine().getOut();
    EngineResult result;
    try (EngineBench bench =
        new EngineBench(
            description,
            RandomWeights.of(description, 1),
            WeightForm.of(form),
            threads,
            ManagementFactory.getThreadMXBean()::getCurrentThreadCpuTime)) {
      out.printf(
          Locale.ROOT,
          "%s, %dx%d cells, random weights%nevent-driven: %s, %s weights%ndense: %s%n%n",
          description.preset(),
          description.inputSize(),
          description.inputSize(),
          bench.sparseEngine(),
          form,
          bench.denseEngine());
      out.flush();
      bench.warmUp(SpikeLoad.uniform(WARM_UP_DENSITY), WARM_UP_SECONDS);
      out.print(header());
      List<Double> shares = densities.stream().map(percent -> percent / 100).toList();
      result = bench.run(shares, rounds, this::describe);
    }
    summarise(result);
    if (plot != null) {
      draw(description, result, plot);
    }
    if (report != null) {
      double took = Duration.between(startedAt, Instant.now()).toMillis() / 1e3;
      new Report("bench engine", startedAt, took)
          .with(keys(description, form, result))
          .write(report);
    }
    return 0;
  }

  private ModelDescription checked() {
    require(rounds >= 3 && rounds <= 10_000, "rounds must be in [3, 10000]: --rounds=" + rounds);
    for (double percent : densities) {
      require(
          percent > 0 && percent <= 100,
          "densities are percent and must be in (0, 100]: --densities=" + percent);
    }
    int before = 0;
    for (int t : threads) {
      require(
          t > before && t <= 256 && threads.get(0) == 1,
          "threads must ascend from 1 to 256 at most: --threads=" + threads);
      before = t;
    }
    try {
      WeightForm.of(form);
      return ModelDescription.preset(preset);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private void require(boolean held, String message) {
    if (!held) {
      throw new ParameterException(spec.commandLine(), message);
    }
  }

  private String header() {
    StringBuilder line =
        new StringBuilder(
            String.format(
                "%-16s%10s%10s%8s%14s%8s",
                "a step, ms", "dense", "events", "ratio", "accumulates", "GAC/s"));
    for (int t : threads) {
      line.append(
          t == 1 ? "" : String.format(Locale.ROOT, "%32s", "on " + t + " threads, by the wall"));
    }
    return line + String.format("%n");
  }

  private void describe(LoadResult r) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        Locale.ROOT,
        "%-16s%10.2f%10.3f%7.1fx%12.2f M%8.1f",
        r.load().name(),
        r.denseMs(),
        r.sparseMs(),
        r.ratio(),
        r.accumulates() / 1e6,
        r.gacPerSecond());
    for (int t : threads) {
      if (t > 1) {
        out.printf(
            Locale.ROOT, "%15.2f%9.3f%7.1fx", r.denseWallMs(t), r.sparseWallMs(t), r.wallRatio(t));
      }
    }
    out.println();
    out.flush();
  }

  private void summarise(EngineResult result) {
    PrintWriter out = spec.commandLine().getOut();
    layers(result.published());
    result.uniform().stream().skip(result.uniform().size() / 2).findFirst().ifPresent(this::layers);
    if (Double.isFinite(result.linearity())) {
      out.printf(
          Locale.ROOT, "%ntime over accumulates, 1 to 20 %%: R² = %.4f%n", result.linearity());
    }
    out.printf(
        Locale.ROOT,
        "decoder (up1 to up3) at the published rates: at least %.0f %% of the bound%n",
        100 * result.published().decoderStreamShare());
    out.flush();
  }

  private void layers(LoadResult r) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "%n%-16s%10s%10s%8s%12s%8s%14s%10s%n",
        r.load().name(),
        "dense",
        "events",
        "ratio",
        "accumulates",
        "GAC/s",
        "of the bound",
        "GB/s");
    for (LayerResult layer : r.layers()) {
      out.printf(
          Locale.ROOT,
          "  %-14s%10.3f%10.3f%7.1fx%10.2f M%8.1f",
          layer.name(),
          layer.denseMs(),
          layer.sparseMs(),
          layer.ratio(),
          layer.accumulates() / 1e6,
          layer.gacPerSecond());
      if (Double.isFinite(layer.streamShare())) {
        out.printf(
            Locale.ROOT, "%12.0f %%%10.0f", 100 * layer.streamShare(), layer.streamGBPerSecond());
      }
      out.println();
    }
  }

  private static void draw(ModelDescription description, EngineResult result, Path file) {
    List<LoadResult> uniform = result.uniform();
    double[] x = uniform.stream().mapToDouble(r -> 100 * r.load().density()).toArray();
    List<Series> lines = new ArrayList<>();
    lines.add(
        new Series(
            "event-driven",
            0,
            uniform.stream().mapToDouble(LoadResult::sparseMs).toArray(),
            true,
            false));
    double[] dense = uniform.stream().mapToDouble(LoadResult::denseMs).toArray();
    lines.add(new Series("dense", 1, dense, false, true));
    String what = "A step of " + description.preset() + ", dense and event-driven";
    String picture = LogPlot.svg(what, "neurons that fire, %", "a step, ms", "ms", x, lines);
    try {
      Files.writeString(file, Svg.alone(picture));
    } catch (IOException e) {
      throw new Failure("the plot could not be written: file=" + file + ", cause=" + e, e);
    }
  }

  private static Map<String, Object> keys(
      ModelDescription description, String form, EngineResult result) {
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("preset", description.preset());
    keys.put("weights", form);
    keys.put("engines", Map.of("sparse", result.sparseEngine(), "dense", result.denseEngine()));
    keys.put("bound", "one thread reads an array of the size of the layer's weights over and over");
    keys.putAll(keys(result.published()));
    keys.put("linearityR2", finite(result.linearity()));
    keys.put("densities", result.uniform().stream().map(BenchEngineCommand::keys).toList());
    return keys;
  }

  private static Map<String, Object> keys(LoadResult r) {
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("load", r.load().name());
    keys.put("density", r.load().density());
    keys.put("rates", r.load().rates());
    keys.put("eventDensity", r.load().eventDensity());
    keys.put("firing", r.firing());
    keys.put("layers", r.layers().stream().map(BenchEngineCommand::keys).toList());
    Map<String, Object> step = new LinkedHashMap<>();
    step.put("denseMs1", r.denseMs());
    step.put("sparseMs1", r.sparseMs());
    step.put("ratio1", r.ratio());
    step.put("denseWallMs", r.denseWallMs());
    step.put("sparseWallMs", r.sparseWallMs());
    step.put("accumulates", r.accumulates());
    step.put("gacPerSecond", r.gacPerSecond());
    keys.put("step", step);
    keys.put("bandwidthShare", finite(r.decoderStreamShare()));
    return keys;
  }

  private static Map<String, Object> keys(LayerResult layer) {
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("name", layer.name());
    keys.put("denseMs", layer.denseMs());
    keys.put("sparseMs", layer.sparseMs());
    keys.put("ratio", layer.ratio());
    keys.put("accumulates", layer.accumulates());
    keys.put("gacPerSecond", layer.gacPerSecond());
    keys.put("bandwidthShare", finite(layer.streamShare()));
    keys.put("boundGBPerSecond", finite(layer.streamGBPerSecond()));
    return keys;
  }

  /** JSON has no NaN: what was not measured is null. */
  private static @Nullable Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
