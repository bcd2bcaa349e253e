package evpose.training.evaluation;

import evpose.datasets.DatasetManifest;
import evpose.evaluation.energy.EnergyTable;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What came of a run; knows how to tell it. */
public final class EvaluationResult {
  /**
   * What came of motion captures.
   *
   * @param files relative to the folder; errors by movement are errors by file
   */
  record Mocap(String folder, List<String> files, int blocks, Bench.Result result) {}

  private final EvaluationSettings settings;
  private final DatasetManifest manifest;
  private final boolean frozen;
  private final String rule;
  private final int blocks;
  private final int takes;
  private final Bench.Result measured;
  private final LearnedRoom.@Nullable Result learned;
  private final @Nullable OnDemand onDemand;
  private final @Nullable Mocap mocap;
  private final Bars bars;

  EvaluationResult(
      EvaluationSettings settings,
      DatasetManifest manifest,
      boolean frozen,
      String rule,
      int blocks,
      int takes,
      Bench.Result measured,
      LearnedRoom.@Nullable Result learned,
      @Nullable OnDemand onDemand,
      @Nullable Mocap mocap) {
    this.settings = settings;
    this.manifest = manifest;
    this.frozen = frozen;
    this.rule = rule;
    this.blocks = blocks;
    this.takes = takes;
    this.measured = measured;
    this.learned = learned;
    this.onDemand = onDemand;
    this.mocap = mocap;
    bars =
        Bars.of(
            measured.variant(NamedModel.HYBRID),
            measured.variant(Predictors.ANN_EVERY_STEP),
            measured.variant(Predictors.ANN_HELD),
            settings.energy());
  }

  EvaluationSettings settings() {
    return settings;
  }

  DatasetManifest manifest() {
    return manifest;
  }

  String rule() {
    return rule;
  }

  int blocks() {
    return blocks;
  }

  int takes() {
    return takes;
  }

  Bench.Result measured() {
    return measured;
  }

  LearnedRoom.@Nullable Result learned() {
    return learned;
  }

  @Nullable OnDemand onDemand() {
    return onDemand;
  }

  @Nullable Mocap mocap() {
    return mocap;
  }

  /** From one answer that is scored to the next, ms. */
  double stepMillis() {
    long windowMicros = settings.hybrid().description().windowMicros();
    int answers = measured.variant(NamedModel.HYBRID).accuracy().perStepPx().length;
    return windowMicros / 1e3 / answers;
  }

  Bars bars() {
    return bars;
  }

  /** Whether the data set's test split is the frozen one. */
  public boolean frozenTestSet() {
    return frozen;
  }

  /**
   * Steps of the window, from the third on and counted from 1, at which the hybrid is not better
   * than its own ANN held.
   */
  public List<Integer> stepsNotBetterThanHeld() {
    return bars.stepsNotBetterThanHeld();
  }

  /** The keys of the JSON report. */
  public Map<String, Object> report() {
    return ReportKeys.of(this);
  }

  /**
   * A page that needs nothing but itself.
   *
   * @param facts what ran where and when, such as version, machine and time; name to text
   */
  public String html(Map<String, String> facts) {
    return HtmlReport.of(this, facts);
  }

  /** A few lines for a terminal. */
  public String table() {
    EnergyTable energy = settings.energy();
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%-12s %8s %8s %9s %9s %9s %9s %9s %9s%n",
            "",
            "px",
            "last px",
            "2 cam mm",
            "4 cam mm",
            "GMAC/s",
            "GAC/s",
            "mW exact",
            "mW exec."));
    for (VariantResult v : measured.variants()) {
      double[] steps = v.accuracy().perStepPx();
      text.append(
          String.format(
              Locale.ROOT,
              "%-12s %8.2f %8.2f %9.1f %9.1f %9.2f %9.3f %9.2f %9.2f%n",
              v.name(),
              v.accuracy().px(),
              steps[steps.length - 1],
              v.accuracy().mm(Rig.TWO_CAMERAS),
              v.accuracy().mm(Rig.FOUR_CAMERAS),
              v.cost().macs() / 1e9,
              v.cost().acs() / 1e9,
              1e3 * v.cost().watts(energy),
              1e3 * v.cost().executedWatts(energy)));
    }
    text.append(
        String.format(
            Locale.ROOT,
            "%nD over ANN-100: %.3f; recovered of what holding loses: %.0f %%; D - held: %.2f ±"
                + " %.2f px over takes%nenergy of D over ANN-100: %.1f %% exact (head dense), %.1f %% as"
                + " executed (head on spikes), %.1f %% by the paper's convention%n",
            bars.ratioToAnn(),
            100 * bars.shareRecovered(),
            bars.minusHeldPx(),
            bars.minusHeldStandardErrorPx(),
            100 * bars.energyShareExact(),
            100 * bars.energyShareExecuted(),
            100 * bars.energySharePaper()));
    VariantResult hybrid = measured.variant(NamedModel.HYBRID);
    for (VariantResult v : measured.variants()) {
      if (v.stepMicros() != hybrid.stepMicros()) {
        text.append(
            String.format(
                Locale.ROOT,
                "%s, %.0f Hz, over D, %.0f Hz: error %.3f, energy %.3f exact, %.3f as executed, %.3f by the"
                    + " paper's convention%n",
                v.name(),
                1e6 / v.stepMicros(),
                1e6 / hybrid.stepMicros(),
                v.accuracy().px() / hybrid.accuracy().px(),
                v.cost().watts(energy) / hybrid.cost().watts(energy),
                v.cost().executedWatts(energy) / hybrid.cost().executedWatts(energy),
                v.cost().paperWatts(energy) / hybrid.cost().paperWatts(energy)));
      }
    }
    for (NamedModel model : settings.models()) {
      if (model.seesFrames()) {
        double[] minusHybrid =
            Bars.difference(measured.variant(model.name()), measured.variant(NamedModel.HYBRID));
        text.append(
            String.format(
                Locale.ROOT,
                "%s, its ANN on grey frames, - D: %.2f ± %.2f px over takes%n",
                model.name(),
                minusHybrid[0],
                minusHybrid[1]));
      }
    }
    LearnedRoom.Result room = learned;
    if (room != null) {
      text.append(
          String.format(
              Locale.ROOT,
              "D with learned triangulation, two cameras: %.1f mm (geometry on the same views %.1f"
                  + " mm), %.2f GMAC/s more for both together, %.2f mW%n",
              room.learnedMm(),
              room.geometryMm(),
              room.macsPerSecond() / 1e9,
              1e3 * energy.watts(room.macsPerSecond(), 0, 1_000_000)));
    }
    OnDemand policies = onDemand;
    if (policies != null) {
      text.append(policies.table(energy));
    }
    Mocap captures = mocap;
    if (captures != null) {
      text.append(
          String.format(
              Locale.ROOT,
              "motion captures: D %.2f px, ANN-100 %.2f px, held %.2f px%n",
              captures.result().variant(NamedModel.HYBRID).accuracy().px(),
              captures.result().variant(Predictors.ANN_EVERY_STEP).accuracy().px(),
              captures.result().variant(Predictors.ANN_HELD).accuracy().px()));
    }
    return text.toString();
  }
}
