package evpose.evaluation.plots;

import java.util.Locale;

/** SVG markup in the making. Coordinates have one decimal; texts are escaped. */
public final class Svg {
  /** What a page's style sheet must say for plots to look right, but for the colours. */
  public static final String STYLE =
      """
      svg { display: block; width: 100%; height: auto; font: 12px system-ui, sans-serif; overflow: visible; }
      svg text { fill: var(--quiet); }
      svg text.strong { fill: var(--text); font-weight: 600; }
      svg .grid { stroke: var(--line); stroke-width: 1; }
      svg .axis { stroke: var(--quiet); stroke-width: 1; }
      svg .curve { fill: none; stroke: var(--c); stroke-width: 2; stroke-linejoin: round; }
      svg .main { stroke-width: 3.5; }
      svg .dashed { stroke-dasharray: 6 4; }
      svg .dot { fill: var(--c); stroke: var(--panel); stroke-width: 1.5; }
      svg .bar { fill: var(--c); }
      svg .mark { stroke: var(--c); stroke-width: 2.5; }
      svg .under { stroke: var(--panel); stroke-width: 5; }
      svg .name { fill: var(--c); font-weight: 600; }
      svg text.in-bar { fill: var(--panel); font-size: 11px; font-weight: 600; }
      svg .cell { fill: var(--heat); }
      svg .cell-text { fill: var(--text); font-size: 11px; }
      """;

  private static final String ALONE =
      """
      svg { --quiet: #5b6470; --text: #15191e; --line: #e3e7ec; --panel: #fff; --heat: #eee; }
      .s0 { --c: #0b6bcb; } .s1 { --c: #c2410c; } .s2 { --c: #5b6470; } .s3 { --c: #15803d; }
      """;

  private final StringBuilder text = new StringBuilder();

  /**
   * Begins a picture.
   *
   * @param what it shows, for those who cannot see it
   */
  Svg(double width, double height, String what) {
    text.append(
        String.format(
            Locale.ROOT,
            "<svg viewBox=\"0 0 %.0f %.0f\" role=\"img\" aria-label=\"%s\">",
            width,
            height,
            escape(what)));
  }

  Svg line(String classes, double x1, double y1, double x2, double y2) {
    return add(
        "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>",
        classes, x1, y1, x2, y2);
  }

  Svg rect(String classes, double x, double y, double width, double height, String hover) {
    return add(
        "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"2\">"
            + "<title>%s</title></rect>",
        classes, x, y, Math.max(0, width), height, escape(hover));
  }

  Svg dot(String classes, double x, double y, double radius, String hover) {
    return add(
        "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\"><title>%s</title></circle>",
        classes, x, y, radius, escape(hover));
  }

  /** A text at a point; {@code anchor} is start, middle or end. */
  Svg text(String classes, double x, double y, String anchor, String words) {
    return add(
        "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>",
        classes, x, y, anchor, escape(words));
  }

  /** A text that reads upwards. */
  Svg upwards(double x, double y, String words) {
    return add(
        "<text transform=\"translate(%.1f %.1f) rotate(-90)\" text-anchor=\"middle\">%s</text>",
        x, y, escape(words));
  }

  Svg raw(String markup) {
    text.append(markup);
    return this;
  }

  private Svg add(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values));
    return this;
  }

  /** Ends the picture. */
  String done() {
    return text + "</svg>";
  }

  /** A picture as a file of its own: light, with the colours that a page would bring. */
  public static String alone(String picture) {
    return picture
        .replaceFirst(
            "<svg ", "<svg xmlns=\"http://www.w3.org/2000/svg\" style=\"background: #fff\" ")
        .replaceFirst(
            ">", "><style>" + ALONE.replace("\n", " ") + STYLE.replace("\n", " ") + "</style>");
  }

  /** A text as it may stand in markup or in an attribute. */
  public static String escape(String words) {
    return words
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
