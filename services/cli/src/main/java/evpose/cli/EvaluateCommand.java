package evpose.cli;

import evpose.baseline.BaselineBundle;
import evpose.evaluation.energy.EnergyTable;
import evpose.hybrid.KeyFrameRule;
import evpose.temporal.TemporalBundle;
import evpose.training.evaluation.Block;
import evpose.training.evaluation.Evaluation;
import evpose.training.evaluation.EvaluationResult;
import evpose.training.evaluation.EvaluationSettings;
import evpose.training.evaluation.MeasuredSplit;
import evpose.training.evaluation.NamedBaseline;
import evpose.training.evaluation.NamedModel;
import evpose.weights.ModelBundle;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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

/** Errors, operations and estimated energy of the hybrid beside its rivals. */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    description = {
      "Measures the hybrid (D) beside the dense network at every step (ANN-100), the dense network held for a window (ANN-10-held), and"
          + " other variants, on the same windows of a data set: errors in pixels and mm, operations by two conventions, estimated"
          + " energy.",
      "The windows are a fixed subset; the report says the rule. The numbers do not depend on the number of threads.",
      "Exit code 1 when the hybrid is not better than its held dense network at some step from the third on."
    })
final class EvaluateCommand implements Callable<Integer> {
  /** Variants that take part when a model of the preset ships by that name, beside D itself. */
  private static final List<String> SHIPPED_VARIANTS =
      List.of("A", "B-paper", "B-clean", "C", "D-lambda08", "200hz");

  private static final String WEIGHTS = ".safetensors";

  @Spec CommandSpec spec;

  @Option(
      names = "--preset",
      defaultValue = "compact",
      description = "compact, paper or study. Default: ${DEFAULT-VALUE}.")
  String preset = "";

  @Option(
      names = "--split",
      defaultValue = "test",
      description =
          "test (people 13-17, for numbers to publish) or validation (people 10-12, for choosing). Default: ${DEFAULT-VALUE}.")
  String split = "";

  @Option(
      names = "--dataset",
      paramLabel = "DIR",
      defaultValue = "data/dataset",
      description = "As `dataset generate` makes it. Default: ${DEFAULT-VALUE}.")
  Path dataset = Path.of("");

  @Option(
      names = "--weights",
      paramLabel = "[NAME=]FILE",
      description =
          "A trained model (.safetensors, its .json beside it), or the name of one that ships (compact-demand), that takes part as NAME:"
              + " A, B-paper, B-clean, C, D or any other."
              + " Without a name it is D, or what the file's name says after the preset (compact-C.safetensors is C)."
              + " Repeatable. D is the shipped model unless given. One whose ANN looks at frames takes part beside a D on events, on a"
              + " data set made with --frames.")
  List<String> weights = new ArrayList<>();

  @Option(
      names = "--baseline",
      paramLabel = "[NAME=]FILE",
      description =
          "A trained baseline (.safetensors, its .json beside it) to measure at every step beside the others, such as"
              + " calabrese=FILE. Without a name it is Calabrese or Baldwin. Repeatable.")
  List<String> baselines = new ArrayList<>();

  @Option(
      names = "--mocap",
      paramLabel = "DIR",
      description = "Measure on these motion captures (.bvh, .amc with .asf) as well.")
  @Nullable Path mocap;

  @Option(names = "--report", paramLabel = "FILE", description = "Write a JSON report.")
  @Nullable Path report;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Write a page with plots that needs nothing but itself.")
  @Nullable Path html;

  @Option(
      names = "--blocks",
      paramLabel = "N",
      defaultValue = "" + Block.USUAL,
      description =
          "Blocks of two windows, each seen by four cameras. Published numbers are of the default: ${DEFAULT-VALUE}.")
  int blocks;

  @Option(
      names = "--delay",
      split = ",",
      paramLabel = "STEPS",
      description =
          "Measure D once more for each of these, with key frames that take effect so many steps late, as D-late-STEPS.")
  List<Integer> delays = List.of();

  @Option(
      names = "--int16",
      description = "Measure D once more with the spiking network on 16-bit weights, as D-int16.")
  boolean int16;

  @Option(
      names = "--policies",
      split = ",",
      paramLabel = "P",
      description =
          "Play whole takes, and people who only stand, through D under each of these policies of key frames: fixed-N, or"
              + " demand-N-eE-cC-kK-M (at most every N steps, when events or doubt ask for one, and every M whatever happens; K %% of"
              + " the output stay through those between)."
              + " With -roi at the end the ANN and the SNN's head look only where something moves. fixed-10 is what the others are held against.")
  List<String> policies = List.of();

  @Option(
      names = "--policy-takes",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "Play at most so many takes for --policies, thinned evenly. Default: all.")
  int policyTakes;

  @Option(
      names = "--triangulation",
      paramLabel = "FILE",
      description =
          "Learned triangulation (.safetensors, its .json beside it) to measure D with, two cameras;"
              + " 'none' for none. Default: the one that ships for D, if there is one.")
  @Nullable String triangulation;

  @Option(
      names = "--energy",
      paramLabel = "TABLE",
      defaultValue = "fp32-7nm",
      description =
          "What an operation costs: fp32-7nm, fp32-45nm, or pJ a multiply-accumulate and an accumulate such as 4.6:0.9."
              + " Default: ${DEFAULT-VALUE}.")
  String energy = "";

  @Option(names = "--threads", defaultValue = "2", description = "Default: ${DEFAULT-VALUE}.")
  int threads;

  @Override
  public Integer call() throws InterruptedException {
    Instant startedAt = Instant.now();
    long began = System.nanoTime();
    requireFolder("--report", report);
    requireFolder("--html", html);
    EvaluationResult result = measure();
    double seconds = (System.nanoTime() - began) * 1e-9;
    PrintWriter out = spec.commandLine().getOut();
    out.print(result.table());
    out.flush();
    Report written = new Report("evaluate", startedAt, seconds).with(result.report());
    if (report != null) {
      written.write(report);
    }
    if (html != null) {
      write(html, result.html(facts(startedAt, seconds)));
    }
    List<Integer> losing = result.stepsNotBetterThanHeld();
    if (!losing.isEmpty()) {
      spec.commandLine()
          .getErr()
          .println(
              "evpose: the hybrid is not better than its own dense network held at each step from the third on: steps="
                  + losing);
    }
    return losing.isEmpty() ? 0 : 1;
  }

  /** Better now than after ten minutes. */
  private void requireFolder(String option, @Nullable Path file) {
    Path folder = file == null ? null : file.toAbsolutePath().getParent();
    if (folder != null && !Files.isWritable(folder)) {
      throw new ParameterException(
          spec.commandLine(), "the directory cannot be written to: " + option + "=" + file);
    }
  }

  private EvaluationResult measure() throws InterruptedException {
    try (Stages stages = new Stages()) {
      return Evaluation.run(settings(), stages);
    } catch (IOException e) {
      throw new Failure(String.valueOf(e.getMessage()), e);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private EvaluationSettings settings() throws IOException {
    MeasuredSplit measured = MeasuredSplit.of(split);
    EnergyTable table = EnergyTable.of(energy);
    requireDataset();
    List<NamedModel> models = models();
    return new EvaluationSettings(
        preset,
        measured,
        dataset,
        models,
        mocap,
        blocks,
        delays,
        int16,
        policies.stream().map(EvaluateCommand::policy).toList(),
        policyTakes,
        triangulation(models.get(models.size() - 1)),
        table,
        threads,
        baselines());
  }

  private static KeyFrameRule policy(String text) {
    return KeyFrameRule.of(text)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "a policy is fixed-N, or demand-N-eE-cC-kK-M where N divides M, with or without"
                        + " -roi at the end: policy="
                        + text));
  }

  /** What was named, or what ships and was trained on this very hybrid's estimates. */
  private @Nullable TemporalBundle triangulation(NamedModel hybrid) throws IOException {
    String named = triangulation;
    if (named == null) {
      TemporalBundle shipped = TemporalBundle.ships(preset) ? TemporalBundle.shipped(preset) : null;
      boolean fits = shipped != null && shipped.hybridSha256().equals(hybrid.bundle().sha256());
      return fits ? shipped : null;
    }
    if (named.equals("none")) {
      return null;
    }
    if (!Files.isReadable(Path.of(named))) {
      throw new Failure("the weights cannot be read: file=" + named);
    }
    return TemporalBundle.load(Path.of(named));
  }

  private void requireDataset() {
    if (!Files.isDirectory(dataset)) {
      throw new Failure(
          "there is no data set here, `evpose dataset generate --out "
              + dataset
              + "` makes it (7.4 GB, ten minutes on two cores): directory="
              + dataset);
    }
  }

  /** What ships of the preset, then what was named, which replaces it. */
  private List<NamedModel> models() throws IOException {
    Map<String, NamedModel> models = new LinkedHashMap<>();
    for (String variant : SHIPPED_VARIANTS) {
      ship(variant, preset + "-" + variant, models);
    }
    ship(NamedModel.HYBRID, preset, models);
    for (String given : weights) {
      NamedModel model = load(given);
      models.put(model.name(), model);
    }
    if (!models.containsKey(NamedModel.HYBRID)) {
      throw new ParameterException(
          spec.commandLine(),
          "no model of this preset ships, name one as --weights D=FILE: preset=" + preset);
    }
    NamedModel hybrid = models.remove(NamedModel.HYBRID);
    List<NamedModel> all = new ArrayList<>(models.values());
    all.add(hybrid);
    return all;
  }

  private static void ship(String name, String resource, Map<String, NamedModel> models)
      throws IOException {
    if (ModelBundle.ships(resource)) {
      models.put(name, new NamedModel(name, ModelBundle.shipped(resource)));
    }
  }

  private List<NamedBaseline> baselines() throws IOException {
    List<NamedBaseline> all = new ArrayList<>();
    for (String given : baselines) {
      String name = given.substring(0, Math.max(0, given.indexOf('=')));
      all.add(NamedBaseline.of(name, BaselineBundle.load(readable(given))));
    }
    return all;
  }

  /** The file of NAME=FILE. */
  private static Path readable(String given) {
    Path file = Path.of(given.substring(given.indexOf('=') + 1));
    if (!Files.isReadable(file)) {
      throw new Failure("the weights cannot be read: file=" + file);
    }
    return file;
  }

  private NamedModel load(String given) throws IOException {
    int equals = given.indexOf('=');
    String shipped = given.substring(equals + 1);
    if (!Files.exists(Path.of(shipped)) && ModelBundle.ships(shipped)) {
      String name = equals < 0 ? nameOf(Path.of(shipped)) : given.substring(0, equals);
      return new NamedModel(name, ModelBundle.shipped(shipped));
    }
    Path file = readable(given);
    return new NamedModel(
        equals < 0 ? nameOf(file) : given.substring(0, equals), ModelBundle.load(file));
  }

  private String nameOf(Path file) {
    String name = file.getFileName().toString();
    String stem =
        name.endsWith(WEIGHTS) ? name.substring(0, name.length() - WEIGHTS.length()) : name;
    if (stem.equals(preset)) {
      return NamedModel.HYBRID;
    }
    return stem.startsWith(preset + "-") ? stem.substring(preset.length() + 1) : stem;
  }

  private static Map<String, String> facts(Instant startedAt, double seconds) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("version", Evpose.Version.text());
    facts.put("started", startedAt.toString());
    facts.put("took", String.format(Locale.ROOT, "%.0f s", seconds));
    facts.put("machine", Report.machineText());
    return facts;
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new Failure("the page could not be written: file=" + file + ", cause=" + e, e);
    }
  }

  /** A bar on standard error for each stage. */
  private static final class Stages implements Evaluation.Progress, AutoCloseable {
    private @Nullable Meter meter;

    @Override
    public void stage(String name, int of) {
      close();
      meter = new Meter(name, of);
    }

    @Override
    public void at(int done) {
      Meter current = meter;
      if (current != null) {
        current.at(done);
      }
    }

    @Override
    public void close() {
      Meter current = meter;
      if (current != null) {
        current.close();
        meter = null;
      }
    }
  }
}
