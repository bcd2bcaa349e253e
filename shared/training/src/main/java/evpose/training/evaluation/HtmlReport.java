package evpose.training.evaluation;

import evpose.evaluation.energy.EnergyTable;
import evpose.evaluation.plots.BarRows;
import evpose.evaluation.plots.HeatGrid;
import evpose.evaluation.plots.LinePlot;
import evpose.evaluation.plots.ScatterPlot;
import evpose.evaluation.plots.Series;
import evpose.evaluation.plots.Svg;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** The page: plots first, the table that has every number last. */
final class HtmlReport {
  private static final double GIGA = 1e9;
  private static final double MILLI = 1e-3;

  private final EvaluationResult result;
  private final EnergyTable energy;
  private final List<VariantResult> variants;
  private final VariantResult hybrid;
  private final StringBuilder page = new StringBuilder();

  private HtmlReport(EvaluationResult result) {
    this.result = result;
    energy = result.settings().energy();
    variants = result.measured().variants();
    hybrid = result.measured().variant(NamedModel.HYBRID);
  }

  /**
   * @param facts what ran where and when
   */
  static String of(EvaluationResult result, Map<String, String> facts) {
    HtmlReport report = new HtmlReport(result);
    report.head();
    report.tiles();
    report.age();
    report.energy();
    report.onDemand();
    report.bars();
    report.rates();
    report.captures();
    report.table();
    report.operations();
    report.meaning(facts);
    report.page.append("</main></body></html>\n");
    return report.page.toString();
  }

  private static String f(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  /** A number for people, a dash where there is none. */
  private static String n(String format, double value) {
    return Double.isFinite(value) ? f(format, value).replace('-', '−') : "–";
  }

  private void head() {
    String title = "How good is the hybrid? " + result.settings().preset() + ", " + splitWords();
    page.append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"/>")
        .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>")
        .append("<title>")
        .append(Svg.escape("evpose evaluate: " + title))
        .append("</title><style>")
        .append(PageStyle.CSS)
        .append("</style></head><body><main><h1>")
        .append(Svg.escape(title))
        .append("</h1><p class=\"lead\">")
        .append(
            f(
                "A dense network (ANN) looks once in %d steps, a spiking one (SNN) follows the body"
                    + " in between: variant D. Here it stands beside the dense network at every step"
                    + " and beside the same dense network simply held, on the same windows.",
                steps()))
        .append("</p><p>");
    if (result.settings().split() == MeasuredSplit.TEST) {
      page.append(
          result.frozenTestSet()
              ? "<span class=\"tag good\">the frozen test set, checksums verified</span>"
              : "<span class=\"tag bad\">not the frozen test set: not for publishing</span>");
    } else {
      page.append("<span class=\"tag\">people 10–12: for choosing, not for publishing</span>");
    }
    page.append(
        f(
            "<span class=\"tag\">%d windows</span><span class=\"tag\">%d takes</span></p>",
            result.measured().windows(), result.takes()));
  }

  private String splitWords() {
    return result.settings().split() == MeasuredSplit.TEST ? "test people" : "validation people";
  }

  private int steps() {
    return hybrid.accuracy().perStepPx().length;
  }

  private void tiles() {
    Bars bars = result.bars();
    List<Integer> losing = bars.stepsNotBetterThanHeld();
    page.append("<div class=\"tiles\">");
    tile(n("%.2f px", hybrid.accuracy().px()), "mean joint error of D in the image");
    tile(
        n("%.1f mm", hybrid.accuracy().mm(Rig.FOUR_CAMERAS)),
        n("in the room with four cameras; %.1f with two", hybrid.accuracy().mm(Rig.TWO_CAMERAS)));
    tile(n("%.2f×", bars.ratioToAnn()), "the error of the dense network at every step");
    tile(
        n("%.1f %%", 100 * bars.energyShareExact()),
        "of its estimated energy"
            + n("; %.1f as executed", 100 * bars.energyShareExecuted())
            + n("; %.1f by the paper's convention", 100 * bars.energySharePaper()));
    tile(
        n("%.0f %%", 100 * bars.shareRecovered()),
        "won back of what holding loses"
            + n(" (D − held: %.2f", bars.minusHeldPx())
            + n(" ± %.2f px)", bars.minusHeldStandardErrorPx()));
    tile(
        losing.isEmpty() ? "yes" : "no",
        losing.isEmpty()
            ? "D is better than held at each step from the third on"
            : "D is not better than held at steps " + losing);
    page.append("</div>");
  }

  private void tile(String number, String words) {
    page.append("<div class=\"tile\"><b>")
        .append(Svg.escape(number))
        .append("</b><span>")
        .append(Svg.escape(words))
        .append("</span></div>");
  }

  private static boolean isHybrid(VariantResult variant) {
    return variant.name().equals(NamedModel.HYBRID);
  }

  /** By name, so that a variant looks the same in every plot. */
  private int colour(VariantResult variant) {
    int others = 0;
    for (VariantResult v : variants) {
      if (v.name().equals(variant.name())) {
        return isHybrid(v) ? 0 : 1 + others % (PageStyle.COLOURS - 1);
      }
      others += isHybrid(v) ? 0 : 1;
    }
    throw new IllegalArgumentException("no such variant: name=" + variant.name());
  }

  private Series series(VariantResult variant, double[] values) {
    boolean baseline =
        variant.name().equals(Predictors.ANN_EVERY_STEP)
            || variant.name().equals(Predictors.ANN_HELD);
    return new Series(variant.name(), colour(variant), values, isHybrid(variant), baseline);
  }

  private void section(String title, String text) {
    page.append("<section><h2>")
        .append(Svg.escape(title))
        .append("</h2><p class=\"quiet\">")
        .append(Svg.escape(text))
        .append("</p>");
  }

  private void figure(String svg, String caption) {
    page.append("<figure>").append(svg);
    if (!caption.isEmpty()) {
      page.append("<figcaption>").append(Svg.escape(caption)).append("</figcaption>");
    }
    page.append("</figure>");
  }

  private void age() {
    section(
        "Error by age of the key frame",
        "A window begins with a key frame. What happens until the next? A held answer grows stale as"
            + " the body moves; the dense network at every step has no age; the hybrid has to stay"
            + " below the held line.");
    double[] ms = new double[steps()];
    Arrays.setAll(ms, t -> (t + 1) * result.stepMillis());
    List<Series> lines = new ArrayList<>();
    for (VariantResult v : variants) {
      lines.add(series(v, v.accuracy().perStepPx()));
    }
    List<String> leaving = LinePlot.leaves(ms, lines);
    figure(
        LinePlot.svg(
            "Mean joint error by age of the key frame, by variant",
            "end of the step, ms after the key frame",
            "mean joint error, px",
            "px",
            ms,
            lines),
        "The axis of errors does not begin at zero."
            + (leaving.isEmpty() ? "" : " Beyond the top: " + String.join(", ", leaving) + "."));
    page.append("</section>");
  }

  private void energy() {
    section(
        "What it costs",
        "Estimated power of one camera, from counted operations and the table "
            + energy.name()
            + f(
                ": %s pJ a multiply-accumulate, %s pJ an accumulate.",
                energy.picojoulePerMac(), energy.picojoulePerAc()));
    List<ScatterPlot.Point> points = new ArrayList<>();
    for (VariantResult v : variants) {
      points.add(
          new ScatterPlot.Point(
              v.name(), colour(v), v.cost().watts(energy) / MILLI, v.accuracy().px(), isHybrid(v)));
    }
    figure(
        ScatterPlot.svg(
            "Mean joint error against estimated power, by variant",
            "estimated power of one camera, mW (exact counts, logarithmic)",
            "mean joint error, px",
            points),
        "Left and low is good.");
    page.append("</section>");
  }

  private void onDemand() {
    OnDemand onDemand = result.onDemand();
    if (onDemand != null) {
      page.append(OnDemandSection.of(onDemand, energy));
    }
  }

  private void bars() {
    section("Where it is good, where it is not", "Bars are D; marks are what it is compared with.");
    legend();
    bar("By joint", Accuracy::perJointPx, false);
    bar("By movement, the hardest first", Accuracy::perMovementPx, true);
    bar("By camera (the paper's cameras 2 and 3 are cam3 and cam2)", Accuracy::perCameraPx, false);
    bar("By person", Accuracy::perSubjectPx, false);
    page.append("</section>");
  }

  private void legend() {
    page.append("<ul class=\"legend\">");
    for (VariantResult v : List.of(hybrid, ann(), held())) {
      page.append("<li class=\"s")
          .append(colour(v))
          .append(isHybrid(v) ? "\"><i></i>" : "\"><i class=\"thin\"></i>")
          .append(Svg.escape(v.name()))
          .append("</li>");
    }
    page.append("</ul>");
  }

  private VariantResult ann() {
    return result.measured().variant(Predictors.ANN_EVERY_STEP);
  }

  private VariantResult held() {
    return result.measured().variant(Predictors.ANN_HELD);
  }

  private void bar(String title, Function<Accuracy, Map<String, Double>> group, boolean sorted) {
    bar(title, hybrid, ann(), held(), group, sorted);
  }

  private void bar(
      String title,
      VariantResult main,
      VariantResult ann,
      VariantResult held,
      Function<Accuracy, Map<String, Double>> group,
      boolean sorted) {
    List<String> names = new ArrayList<>(group.apply(main.accuracy()).keySet());
    ToDoubleFunction<String> error =
        name -> group.apply(main.accuracy()).getOrDefault(name, Double.NaN);
    if (sorted) {
      names.sort(Comparator.comparingDouble(error).reversed());
    }
    List<Series> marks = new ArrayList<>();
    for (VariantResult v : List.of(ann, held)) {
      marks.add(series(v, values(group.apply(v.accuracy()), names)));
    }
    page.append("<h3>").append(Svg.escape(title)).append("</h3>");
    figure(
        BarRows.svg(
            title,
            "mean joint error, px",
            "px",
            names,
            series(main, values(group.apply(main.accuracy()), names)),
            marks),
        "");
  }

  private static double[] values(Map<String, Double> map, List<String> names) {
    return names.stream().mapToDouble(name -> map.getOrDefault(name, Double.NaN)).toArray();
  }

  private void rates() {
    section(
        "How often neurons fire",
        "Percent of a layer's neurons that fire in a step: what the spiking network's cost is made"
            + " of. The colour follows the square root, so that small rates can be told apart.");
    double most = 0;
    for (VariantResult v : variants) {
      for (double[] layer : v.cost().rates()) {
        most = Math.max(most, Arrays.stream(layer).max().orElse(0));
      }
    }
    for (VariantResult v : variants) {
      double[][] rates = v.cost().rates();
      if (rates.length > 0) {
        List<String> columns = new ArrayList<>(); // its own steps, more than are scored at 200 Hz
        for (int t = 1; t <= rates[0].length; t++) {
          columns.add(String.valueOf(t));
        }
        double[][] percent = new double[rates.length][];
        Arrays.setAll(percent, k -> Arrays.stream(rates[k]).map(rate -> 100 * rate).toArray());
        page.append("<h3>").append(Svg.escape(v.name())).append("</h3>");
        figure(
            HeatGrid.svg(
                "Firing rates of " + v.name() + " by layer and step, percent",
                "step of the window",
                SpikingLayers.NAMES,
                columns,
                percent,
                100 * most,
                "%.1f"),
            "");
      }
    }
    page.append("</section>");
  }

  private void captures() {
    EvaluationResult.Mocap mocap = result.mocap();
    if (mocap == null) {
      return;
    }
    section(
        "Real human motion",
        "Motion captures that no network was trained on, before the same simulated cameras: "
            + mocap.result().windows()
            + " windows.");
    legend();
    bar(
        "By capture",
        mocap.result().variant(NamedModel.HYBRID),
        mocap.result().variant(Predictors.ANN_EVERY_STEP),
        mocap.result().variant(Predictors.ANN_HELD),
        Accuracy::perMovementPx,
        false);
    page.append("<p class=\"quiet\">")
        .append(
            n(
                "Over all of them D has %.2f px",
                mocap.result().variant(NamedModel.HYBRID).accuracy().px()))
        .append(n(", on the data set %.2f px.", hybrid.accuracy().px()))
        .append("</p></section>");
  }

  private void table() {
    section("Every number", "Of one camera where operations and power are told.");
    page.append("<div class=\"scroll\"><table><thead><tr><th></th>");
    for (VariantResult v : variants) {
      page.append("<th>").append(Svg.escape(v.name())).append("</th>");
    }
    page.append("</tr></thead><tbody>");
    part("In the image, pixels of 346×260");
    row("mean joint error, sub-pixel", "%.2f", v -> v.accuracy().px());
    row("mean joint error, plain argmax", "%.2f", v -> v.accuracy().argmaxPx());
    row("at the first step", "%.2f", v -> v.accuracy().perStepPx()[0]);
    row("at the last step", "%.2f", v -> v.accuracy().perStepPx()[steps() - 1]);
    for (String threshold : hybrid.accuracy().correctShare().keySet()) {
      row(
          "joints within "
              + threshold.replace("torso", " of the torso").replace("px", " px")
              + ", %",
          "%.1f",
          v -> 100 * v.accuracy().correctShare().getOrDefault(threshold, Double.NaN));
    }
    row("jitter: acceleration error, px a step²", "%.2f", v -> v.accuracy().jitterPx());
    row("jitter: deviation of joints at rest, px", "%.2f", v -> v.accuracy().stillPx());
    for (Rig rig : Rig.values()) {
      room(rig);
    }
    part("Operations, billions a second");
    row("multiply-accumulates, exact (head dense)", "%.3f", v -> v.cost().macs() / GIGA);
    row("multiply-accumulates, executed", "%.3f", v -> v.cost().executedMacs() / GIGA);
    row("multiply-accumulates, paper", "%.3f", v -> v.cost().paperMacs() / GIGA);
    row("accumulates, exact", "%.4f", v -> v.cost().acs() / GIGA);
    row("accumulates, executed (head on spikes)", "%.4f", v -> v.cost().executedAcs() / GIGA);
    row("accumulates, paper (output rates)", "%.4f", v -> v.cost().paperAcs() / GIGA);
    row("accumulates by input rates", "%.4f", v -> v.cost().inputRateAcs() / GIGA);
    row("neuron updates", "%.4f", v -> v.cost().neuronUpdates() / GIGA);
    row("catch-up steps a second", "%.0f", v -> v.cost().catchUpSteps());
    part("Estimated power, mW");
    row("exact (head dense)", "%.3f", v -> v.cost().watts(energy) / MILLI);
    row("executed (head on spikes)", "%.3f", v -> v.cost().executedWatts(energy) / MILLI);
    row("paper", "%.3f", v -> v.cost().paperWatts(energy) / MILLI);
    row("exact, with neuron updates", "%.3f", v -> v.cost().wattsWithNeurons(energy) / MILLI);
    page.append("</tbody></table></div></section>");
  }

  private void room(Rig rig) {
    part(
        rig == Rig.TWO_CAMERAS
            ? "In the room, the paper's cameras 2 and 3, mm"
            : "In the room, four cameras, mm");
    row("mean joint error, as the stream places", "%.1f", v -> v.accuracy().mm(rig));
    row("by the linear transform", "%.1f", v -> placed(v, rig, Placing.DLT));
    row("by rays through argmax cells (paper)", "%.1f", v -> placed(v, rig, Placing.RAYS));
    row("after Procrustes alignment", "%.1f", v -> inRoom(v, rig, Accuracy.InRoom::alignedMm));
    row(
        "joints within 100 mm, %",
        "%.1f", v -> inRoom(v, rig, r -> 100 * r.correctShare().getOrDefault("100mm", Double.NaN)));
    row(
        "joints placed, %",
        "%.2f",
        v -> inRoom(v, rig, r -> 100 * r.placedShare().getOrDefault(Placing.ROBUST, Double.NaN)));
    row(
        "jitter: acceleration error, mm a step²",
        "%.1f",
        v -> inRoom(v, rig, Accuracy.InRoom::jitterMm));
    row(
        "jitter: deviation of joints at rest",
        "%.1f",
        v -> inRoom(v, rig, Accuracy.InRoom::stillMm));
  }

  private static double placed(VariantResult variant, Rig rig, Placing placing) {
    return inRoom(variant, rig, r -> r.mpjpeMm().getOrDefault(placing, Double.NaN));
  }

  private static double inRoom(
      VariantResult variant, Rig rig, ToDoubleFunction<Accuracy.InRoom> what) {
    Accuracy.InRoom room = variant.accuracy().rigs().get(rig);
    return room == null ? Double.NaN : what.applyAsDouble(room);
  }

  private void part(String name) {
    page.append("<tr class=\"part\"><td colspan=\"")
        .append(variants.size() + 1)
        .append("\">")
        .append(Svg.escape(name))
        .append("</td></tr>");
  }

  private void row(String name, String format, ToDoubleFunction<VariantResult> value) {
    page.append("<tr><td>").append(Svg.escape(name)).append("</td>");
    for (VariantResult v : variants) {
      page.append(isHybrid(v) ? "<td class=\"main\">" : "<td>")
          .append(n(format, value.applyAsDouble(v)))
          .append("</td>");
    }
    page.append("</tr>");
  }

  private void operations() {
    section(
        "Where D's operations go",
        "Layer by layer, by both conventions. Dense: what one run costs without using that most"
            + " neurons are silent.");
    page.append(
            "<div class=\"scroll\"><table class=\"tight\"><thead><tr><th>layer</th><th>dense MMAC</th>")
        .append("<th>reads, %</th><th>fires, %</th><th>GMAC/s</th><th>GMAC/s paper</th>")
        .append("<th>GAC/s</th><th>GAC/s paper</th></tr></thead><tbody>");
    String part = "";
    for (Cost.LayerCost layer : hybrid.cost().layers()) {
      if (!layer.part().equals(part)) {
        part = layer.part();
        page.append("<tr class=\"part\"><td colspan=\"8\">")
            .append(partWords(part))
            .append("</td></tr>");
      }
      page.append("<tr><td>")
          .append(Svg.escape(layer.name()))
          .append("</td>")
          .append(cell("%.3f", layer.denseMacs() / 1e6))
          .append(cell("%.2f", 100 * layer.inputRate()))
          .append(cell("%.2f", 100 * layer.outputRate()))
          .append(cell("%.4f", layer.macs() / GIGA))
          .append(cell("%.4f", layer.paperMacs() / GIGA))
          .append(cell("%.4f", layer.acs() / GIGA))
          .append(cell("%.4f", layer.paperAcs() / GIGA))
          .append("</tr>");
    }
    page.append("</tbody></table></div></section>");
  }

  private static String cell(String format, double value) {
    return "<td>" + (value == 0 ? "–" : n(format, value)) + "</td>";
  }

  private static String partWords(String part) {
    return switch (part) {
      case "ann" -> "dense network, once a window";
      case "stateInit" -> "state initialisation, once a window";
      default -> "spiking network, every step";
    };
  }

  private void meaning(Map<String, String> facts) {
    section("What the numbers mean", "");
    page.append("<ul>");
    for (String note : ReportKeys.NOTES) {
      page.append("<li>").append(Svg.escape(note)).append("</li>");
    }
    page.append("<li>")
        .append(
            "the first layer reads counts, not 0/1: its accumulates are multiplications in truth; "
                + n("for D they are %.4f billion a second", hybrid.cost().firstLayerAcs() / GIGA))
        .append("</li><li>")
        .append(Svg.escape(result.rule()))
        .append("</li></ul><dl>");
    for (VariantResult v : variants) {
      fact(v.name(), v.what() + "; weights " + v.sha256());
    }
    fact("data set", result.settings().dataset() + ", seed " + result.manifest().seed());
    if (!result.manifest().testSha256().isEmpty()) {
      fact("test set", result.manifest().testSha256());
    }
    facts.forEach(this::fact);
    page.append("</dl></section>");
  }

  private void fact(String name, String text) {
    page.append("<dt>")
        .append(Svg.escape(name))
        .append("</dt><dd>")
        .append(Svg.escape(text))
        .append("</dd>");
  }
}
