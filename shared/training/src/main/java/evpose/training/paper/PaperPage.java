package evpose.training.paper;

import evpose.evaluation.plots.LinePlot;
import evpose.evaluation.plots.Series;
import evpose.evaluation.plots.Svg;
import evpose.training.evaluation.PageStyle;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** {@link PaperReport} as a page. */
final class PaperPage {
  private final StringBuilder page = new StringBuilder();

  private PaperPage() {}

  static String of(
      PaperReport report,
      String source,
      Map<String, Object> conventions,
      Map<String, String> facts) {
    PaperPage page = new PaperPage();
    page.head(report);
    report.sections().forEach(page::section);
    page.meaning(source, conventions, facts);
    page.page.append("</main></body></html>\n");
    return page.page.toString();
  }

  private void head(PaperReport report) {
    page.append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"/>")
        .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>")
        .append("<title>evpose paper: the paper's numbers beside ours</title><style>")
        .append(PageStyle.CSS)
        .append("</style></head><body><main><h1>The paper's numbers beside ours</h1>")
        .append("<p class=\"lead\">Every row of the paper's tables and every curve of its figures.")
        .append(" The paper measured networks of 25 million parameters on real recordings; ours")
        .append(" are small ones on simulated people: orders compare, absolute numbers do not.</p>")
        .append("<p class=\"quiet\">")
        .append(Svg.escape(report.summary()))
        .append(".</p>");
  }

  private void section(PaperReport.Section section) {
    page.append("<section><h2>")
        .append(Svg.escape(section.title()))
        .append("</h2><p class=\"quiet\">")
        .append(Svg.escape(section.about()))
        .append("</p>");
    if (!section.curves().isEmpty()) {
      curves(section);
    }
    if (!section.rows().isEmpty()) {
      table(section);
    }
    claims(section);
    page.append("</section>");
  }

  private void curves(PaperReport.Section section) {
    List<Series> lines = new ArrayList<>();
    for (int c = 0; c < section.curves().size(); c++) {
      PaperReport.Curve curve = section.curves().get(c);
      int colour = c % PageStyle.COLOURS;
      if (curve.ours().length == section.x().length) {
        lines.add(new Series(curve.name() + ", ours", colour, curve.ours(), true, false));
      }
      lines.add(new Series(curve.name() + ", paper", colour, curve.paper(), false, true));
    }
    List<String> leaving = LinePlot.leaves(section.x(), lines);
    page.append("<figure>")
        .append(
            LinePlot.svg(
                section.title(), section.xLabel(), section.yLabel(), "", section.x(), lines))
        .append("<figcaption>Ours drawn through, the paper's dashed.")
        .append(
            leaving.isEmpty()
                ? ""
                : Svg.escape(" Beyond the top: " + String.join(", ", leaving) + "."))
        .append("</figcaption></figure>");
    page.append("<div class=\"scroll\"><table class=\"tight\"><thead><tr><th></th>");
    for (double x : section.x()) {
      page.append("<th>").append(number(x)).append("</th>");
    }
    page.append("</tr></thead><tbody>");
    for (PaperReport.Curve curve : section.curves()) {
      line(curve.name() + ", paper", curve.paper(), section.x().length);
      line(curve.name() + ", ours", curve.ours(), section.x().length);
    }
    page.append("</tbody></table></div>");
  }

  private void line(String name, double[] values, int length) {
    page.append("<tr><td>").append(Svg.escape(name)).append("</td>");
    for (int i = 0; i < length; i++) {
      page.append("<td>").append(i < values.length ? number(values[i]) : "–").append("</td>");
    }
    page.append("</tr>");
  }

  private void table(PaperReport.Section section) {
    Set<String> columns = new LinkedHashSet<>();
    section.rows().forEach(row -> row.cells().forEach(cell -> columns.add(cell.column())));
    page.append("<div class=\"scroll\"><table class=\"tight\"><thead><tr><th></th>");
    for (String column : columns) {
      page.append("<th>")
          .append(Svg.escape(column))
          .append("<br/>paper</th><th>ours</th><th>ours at the paper's size</th>");
    }
    page.append("</tr></thead><tbody>");
    for (PaperReport.Row row : section.rows()) {
      page.append("<tr><td>").append(Svg.escape(row.name())).append("</td>");
      for (String column : columns) {
        PaperReport.Cell cell =
            row.cells().stream()
                .filter(c -> c.column().equals(column))
                .findFirst()
                .orElse(
                    new PaperReport.Cell(column, Double.NaN, Double.NaN, List.of(), Double.NaN));
        page.append("<td>")
            .append(number(cell.paper()))
            .append("</td><td class=\"main\">")
            .append(number(cell.ours()))
            .append(each(cell))
            .append("</td><td>")
            .append(number(cell.paperSize()))
            .append("</td>");
      }
      page.append("</tr>");
    }
    page.append("</tbody></table></div><ul>");
    for (PaperReport.Row row : section.rows()) {
      if (!row.why().isEmpty()) {
        page.append("<li>").append(Svg.escape(row.name() + ": " + row.why())).append("</li>");
      }
    }
    page.append("</ul>");
  }

  /** What a mean is of. */
  private static String each(PaperReport.Cell cell) {
    return cell.each().isEmpty()
        ? ""
        : cell.each().stream().map(PaperPage::number).collect(Collectors.joining(", ", " (", ")"));
  }

  private void claims(PaperReport.Section section) {
    if (section.claims().isEmpty()) {
      return;
    }
    page.append("<ul>");
    for (PaperReport.Claim claim : section.claims()) {
      Boolean holds = claim.holds();
      String tag =
          holds == null
              ? "<span class=\"tag\">no number</span>"
              : holds
                  ? "<span class=\"tag good\">holds here</span>"
                  : "<span class=\"tag bad\">does not hold here</span>";
      page.append("<li>")
          .append(tag)
          .append(
              Svg.escape(
                  claim.says()
                      + " (paper: "
                      + claim.paper()
                      + "; ours: "
                      + number(claim.left())
                      + " against "
                      + number(claim.right())
                      + ")."))
          .append("</li>");
    }
    page.append("</ul>");
  }

  private void meaning(String source, Map<String, Object> conventions, Map<String, String> facts) {
    page.append("<section><h2>What the numbers are of</h2><dl>");
    fact("paper", source);
    fact(
        "ours at the paper's size",
        "operations of 256x256 networks by this project's layer tables and the authors' own firing"
            + " rates of camera 2, by the paper's convention; nothing was trained for them");
    conventions.forEach((name, its) -> fact("report " + name, String.valueOf(its)));
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

  /** Three or four digits. */
  private static String number(double value) {
    if (Double.isNaN(value)) {
      return "–";
    }
    double size = Math.abs(value);
    String format = size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.4f";
    return value == 0 ? "0" : String.format(Locale.ROOT, format, value);
  }
}
