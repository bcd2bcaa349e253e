package evpose.cli.compare;

import evpose.evaluation.plots.BarRows;
import evpose.evaluation.plots.LinePlot;
import evpose.evaluation.plots.Series;
import evpose.evaluation.plots.Svg;
import evpose.pose.Skeleton;
import evpose.training.evaluation.PageStyle;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A comparison as a page of its own: numbers, joints, and how the two part over time. */
public final class ComparisonPage {
  private static final String MOTION_SCRIPT = "/evpose/cli/compare-motion.js";

  private static final String MOTION_CSS =
      """
      #motion { --truth: color-mix(in srgb, var(--s1) 45%, var(--cold)); }
      .pair { display: grid; grid-template-columns: 1fr 1fr; gap: 12px; }
      .pair figure { margin: 0; overflow: hidden; }
      .pair canvas { width: 100%; aspect-ratio: 1; background: var(--cold); border-radius: 8px; touch-action: pan-y; cursor: grab; }
      .time { display: flex; gap: 12px; align-items: center; margin-top: 12px; }
      .time input { flex: 1; accent-color: var(--s0); }
      .time button { font: inherit; min-width: 5.5em; padding: 4px 12px; color: var(--text); background: var(--cold); border: 1px solid var(--line); border-radius: 8px; }
      #motion [role=status] { font-variant-numeric: tabular-nums; margin: 8px 0 0; }
      """;

  private final ComparisonReport report;
  private final StringBuilder page = new StringBuilder();

  private ComparisonPage(ComparisonReport report) {
    this.report = report;
  }

  /**
   * The page, whole.
   *
   * @param facts what ran where and when
   */
  public static String of(ComparisonReport report, Map<String, String> facts) {
    ComparisonPage page = new ComparisonPage(report);
    page.head();
    page.numbers();
    page.motion();
    page.joints();
    page.time();
    page.facts(facts);
    page.page.append("</main></body></html>\n");
    return page.page.toString();
  }

  private void head() {
    page.append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"/>")
        .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/><title>")
        .append("evpose compare</title><style>")
        .append(PageStyle.CSS)
        .append(MOTION_CSS)
        .append("</style></head><body><main><h1>")
        .append(Svg.escape(report.a().asked() + " beside " + report.b().asked()))
        .append("</h1><p class=\"lead\">Rig ")
        .append(Svg.escape(report.rig()))
        .append(", ")
        .append(report.cameras())
        .append(" cameras, the same packets for both: steps ")
        .append(report.firstStep())
        .append(" to ")
        .append(report.lastStep())
        .append(". ")
        .append(Svg.escape(sentence(ComparisonText.apart(report))))
        .append(".</p>");
  }

  private void numbers() {
    page.append("<section><h2>Side by side</h2>");
    table(ComparisonText.rows(report), "", "B beside A");
    page.append("<p class=\"quiet\">Power is estimated from counted operations: ")
        .append(Svg.escape(report.energyTable()))
        .append("; memory traffic is not in it.</p></section>");
  }

  private void motion() {
    List<Motion.Frame> frames = report.motion().frames();
    if (frames.size() < 2) {
      return;
    }
    page.append("<section id=\"motion\"><h2>In the room</h2><div class=\"pair\">");
    body("A", report.a());
    body("B", report.b());
    page.append("</div><div class=\"time\"><button type=\"button\">Play</button>")
        .append("<input type=\"range\" min=\"0\" value=\"0\" aria-label=\"moment\"/></div>")
        .append("<p role=\"status\"></p><p class=\"quiet\">The truth, where it is known, is the")
        .append(" pale body. Drag to look from another side.</p>")
        .append("<script type=\"application/json\" id=\"motion-data\">");
    motionData(frames);
    page.append("</script><script>").append(script()).append("</script></section>");
  }

  private void body(String name, ComparisonReport.Side side) {
    page.append("<figure><canvas role=\"img\" aria-label=\"the body as ")
        .append(name)
        .append(" sees it\"></canvas><figcaption>")
        .append(name)
        .append(": ")
        .append(Svg.escape(side.asked()))
        .append("</figcaption></figure>");
  }

  private void motionData(List<Motion.Frame> frames) {
    page.append("{\"joints\":[\"")
        .append(String.join("\",\"", report.joints()))
        .append("\"],\"bones\":")
        .append(
            Skeleton.BONES.stream()
                .map(bone -> List.of(bone.from().ordinal(), bone.to().ordinal()))
                .toList())
        .append(",\"frames\":[");
    for (int i = 0; i < frames.size(); i++) {
      Motion.Frame frame = frames.get(i);
      page.append(i == 0 ? "" : ",")
          .append(String.format(Locale.ROOT, "{\"s\":%.3f,\"a\":", frame.second()));
      millimetres(frame.a());
      page.append(",\"b\":");
      millimetres(frame.b());
      page.append(",\"t\":");
      millimetres(frame.truth());
      page.append('}');
    }
    page.append("]}");
  }

  private void millimetres(double @Nullable [] row) {
    if (row == null) {
      page.append("null");
      return;
    }
    for (int i = 0; i < row.length; i++) {
      page.append(i == 0 ? '[' : ',');
      if (Double.isFinite(row[i])) {
        page.append(Math.round(row[i]));
      } else {
        page.append("null");
      }
    }
    page.append(']');
  }

  private static String sentence(String words) {
    return words.isEmpty() ? words : Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }

  private static String script() {
    try (InputStream resource = ComparisonPage.class.getResourceAsStream(MOTION_SCRIPT)) {
      byte[] bytes = Objects.requireNonNull(resource, MOTION_SCRIPT).readAllBytes();
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void joints() {
    page.append("<section><h2>Joint by joint</h2>");
    boolean in3d = report.between().mean3dMm() != null;
    List<@Nullable Double> apart =
        in3d ? report.between().joints3dMm() : report.between().joints2dPx();
    String label = ComparisonText.jointUnit(report);
    Series bars = new Series("apart", 0, values(apart), true, false);
    page.append("<figure>")
        .append(
            BarRows.svg(
                "How far the two are apart, joint by joint",
                "distance of the two, " + label,
                in3d ? "mm" : "px",
                report.joints(),
                bars,
                List.of()))
        .append("</figure>");
    table(ComparisonText.joints(report), "error, " + label, "apart");
    page.append("</section>");
  }

  private void time() {
    double[] seconds = values(report.between().perSecondMm());
    if (seconds.length < 2) {
      return;
    }
    double[] x = new double[seconds.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = report.firstStep() * report.stepMicros() * 1e-6 + i;
    }
    page.append("<section><h2>Over time</h2><figure>")
        .append(
            LinePlot.svg(
                "How far the two are apart over time",
                "data time, seconds",
                "distance of the two, mm",
                "mm",
                x,
                List.of(new Series("apart", 0, seconds, true, false))))
        .append("</figure></section>");
  }

  private void table(List<ComparisonText.Row> rows, String what, String between) {
    page.append("<div class=\"scroll\"><table><thead><tr><th>")
        .append(Svg.escape(what))
        .append("</th><th>A</th><th>B</th><th>")
        .append(Svg.escape(between))
        .append("</th></tr></thead><tbody>");
    for (ComparisonText.Row row : rows) {
      page.append("<tr>");
      for (String cell : List.of(row.what(), row.a(), row.b(), row.difference())) {
        page.append("<td>").append(Svg.escape(cell)).append("</td>");
      }
      page.append("</tr>");
    }
    page.append("</tbody></table></div>");
  }

  private void facts(Map<String, String> facts) {
    page.append("<section><h2>What was compared</h2><dl>");
    fact("A", report.a().asked() + ", " + report.a().policy() + ", " + report.a().model());
    fact("B", report.b().asked() + ", " + report.b().policy() + ", " + report.b().model());
    facts.forEach(this::fact);
    page.append("</dl></section>");
  }

  private void fact(String name, String value) {
    page.append("<dt>")
        .append(Svg.escape(name))
        .append("</dt><dd>")
        .append(Svg.escape(value))
        .append("</dd>");
  }

  private static double[] values(List<@Nullable Double> numbers) {
    return numbers.stream().mapToDouble(n -> n == null ? Double.NaN : n).toArray();
  }
}
