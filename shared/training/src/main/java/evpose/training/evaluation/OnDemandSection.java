package evpose.training.evaluation;

import evpose.evaluation.energy.EnergyTable;
import evpose.evaluation.plots.ScatterPlot;
import evpose.evaluation.plots.Svg;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The page's part on policies of key frames: error against energy, beside the paper's Fig. 6. */
final class OnDemandSection {
  private final OnDemand onDemand;
  private final EnergyTable energy;
  private final StringBuilder page = new StringBuilder();

  private OnDemandSection(OnDemand onDemand, EnergyTable energy) {
    this.onDemand = onDemand;
    this.energy = energy;
  }

  static String of(OnDemand onDemand, EnergyTable energy) {
    OnDemandSection section = new OnDemandSection(onDemand, energy);
    section.write();
    return section.page.toString();
  }

  private void write() {
    PolicyResult moving = onDemand.moving();
    page.append("<section><h2>Key frames on demand</h2><p class=\"quiet\">")
        .append(
            Svg.escape(
                String.format(
                    Locale.ROOT,
                    "The hybrid on whole takes under each policy, on the same %.0f seconds of"
                        + " cameras. One key frame a second costs %.2f %% of the dense network at"
                        + " every step.",
                    moving.seconds(),
                    100 * moving.shareOfKeyFrame())))
        .append("</p>");
    List<ScatterPlot.Point> ours = new ArrayList<>();
    for (PolicyResult.Row row : moving.rows()) {
      boolean reference = row.policy().equals(OnDemand.REFERENCE);
      ours.add(
          new ScatterPlot.Point(
              row.policy(),
              reference ? 1 : 0,
              100 * moving.energyShare(row, energy),
              row.px(),
              reference));
    }
    figure(
        ScatterPlot.svg(
            "Mean joint error against energy, by policy",
            "energy, % of the dense network at every step (exact counts, logarithmic)",
            "mean joint error, px",
            ours),
        "Left and low is good.");
    List<ScatterPlot.Point> paper = new ArrayList<>();
    for (OnDemand.PaperPoint point : OnDemand.PAPER) {
      paper.add(
          new ScatterPlot.Point(
              point.name(),
              2,
              100 * point.watts() / OnDemand.PAPER_ANN.watts(),
              point.px(),
              false));
    }
    figure(
        ScatterPlot.svg(
            "The paper's Fig. 6: mean joint error against energy, camera 2",
            "power, % of the paper's dense network at 100 Hz (its convention, logarithmic)",
            "mean joint error, px",
            paper),
        "The paper's Fig. 6 in the same measure: real recordings, camera 2, 256x256.");
    table();
    page.append("</section>");
  }

  private void figure(String svg, String caption) {
    page.append("<figure>")
        .append(svg)
        .append("<figcaption>")
        .append(Svg.escape(caption))
        .append("</figcaption></figure>");
  }

  private void table() {
    page.append("<div class=\"scroll\"><table><thead><tr><th>policy</th><th>px</th>")
        .append("<th>over ")
        .append(OnDemand.REFERENCE)
        .append("</th><th>key frames a second</th><th>% of ANN-100, exact (head dense)</th>")
        .append("<th>of it key frames, %</th><th>spiking, %</th>")
        .append("<th>% of ANN-100, executed (head on spikes)</th><th>answered, %</th>")
        .append("<th>standing: px</th><th>key frames a second</th>")
        .append("<th>% of ANN-100, exact</th><th>executed</th></tr></thead><tbody>");
    PolicyResult moving = onDemand.moving();
    PolicyResult standing = onDemand.standing();
    for (int p = 0; p < moving.rows().size(); p++) {
      PolicyResult.Row row = moving.rows().get(p);
      PolicyResult.Row still = standing.rows().get(p);
      page.append("<tr><td>").append(Svg.escape(row.policy())).append("</td>");
      cell("%.3f", row.px());
      cell("%.3f", OnDemand.ratio(moving, row));
      cell("%.2f", moving.keyFramesPerSecond(row));
      cell("%.2f", 100 * moving.energyShare(row, energy));
      cell("%.2f", 100 * moving.keyFrameShare(row, energy));
      cell("%.2f", 100 * moving.spikingShare(row, energy));
      cell("%.2f", 100 * moving.executedShare(row, energy));
      cell("%.2f", 100 * row.answeredShare());
      cell("%.3f", still.px());
      cell("%.2f", standing.keyFramesPerSecond(still));
      cell("%.2f", 100 * standing.energyShare(still, energy));
      cell("%.2f", 100 * standing.executedShare(still, energy));
      page.append("</tr>");
    }
    page.append("</tbody></table></div>");
  }

  private void cell(String format, double value) {
    page.append("<td>")
        .append(Double.isFinite(value) ? String.format(Locale.ROOT, format, value) : "–")
        .append("</td>");
  }
}
