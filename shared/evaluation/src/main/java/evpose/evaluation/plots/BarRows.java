package evpose.evaluation.plots;

import java.util.List;
import java.util.Locale;

/** Named rows, each with a bar from zero and marks that it is to be compared with. */
public final class BarRows {
  private static final double WIDTH = 760;
  private static final double LEFT = 150;
  private static final double RIGHT = 52;
  private static final double ROW = 21;
  private static final double BAR = 13;
  private static final double BOTTOM = 40;
  private static final int PARTS = 8;
  private static final double ROOM_FOR_NUMBER = 40;

  private BarRows() {}

  /**
   * Draws it.
   *
   * @param names of the rows, from top to bottom
   * @param bar the rows' bars
   * @param marks short upright lines over the bars
   */
  public static String svg(
      String what, String label, String unit, List<String> names, Series bar, List<Series> marks) {
    double most = 0;
    for (double value : bar.values()) {
      most = Math.max(most, Double.isFinite(value) ? value : 0);
    }
    for (Series mark : marks) {
      for (double value : mark.values()) {
        most = Math.max(most, Double.isFinite(value) ? value : 0);
      }
    }
    double step = Ticks.step(most, PARTS);
    double scale = (WIDTH - LEFT - RIGHT) / (step * Math.max(1, Math.ceil(most / step)));
    double bottom = 6 + ROW * names.size();
    Svg svg = new Svg(WIDTH, bottom + BOTTOM, what);
    for (double tick : Ticks.linear(0, (WIDTH - LEFT - RIGHT) / scale, step)) {
      double x = LEFT + scale * tick;
      svg.line(tick == 0 ? "axis" : "grid", x, 2, x, bottom);
      svg.text("", x, bottom + 16, "middle", Ticks.text(tick));
    }
    svg.text("", LEFT + (WIDTH - LEFT - RIGHT) / 2, bottom + 34, "middle", label);
    for (int i = 0; i < names.size(); i++) {
      double y = 6 + ROW * i;
      svg.text("", LEFT - 8, y + BAR - 2, "end", names.get(i));
      row(svg, names.get(i), unit, i, y, scale, bar, marks);
    }
    return svg.done();
  }

  private static void row(
      Svg svg,
      String name,
      String unit,
      int i,
      double y,
      double scale,
      Series bar,
      List<Series> marks) {
    double value = bar.values()[i];
    if (Double.isFinite(value)) {
      svg.rect("bar " + bar.classes(), LEFT, y, scale * value, BAR, hover(name, bar, value, unit));
    }
    for (Series mark : marks) {
      double other = mark.values()[i];
      if (Double.isFinite(other)) {
        double x = LEFT + scale * other;
        svg.raw("<g><title>" + Svg.escape(hover(name, mark, other, unit)) + "</title>");
        svg.line("under", x, y - 2.5, x, y + BAR + 2.5);
        svg.line("mark " + mark.classes(), x, y - 2.5, x, y + BAR + 2.5);
        svg.raw("</g>");
      }
    }
    if (Double.isFinite(value)) { // in the bar, away from the marks; beside it when it is short
      boolean inside = scale * value >= ROOM_FOR_NUMBER;
      svg.text(
          inside ? "in-bar" : "",
          LEFT + (inside ? 6 : scale * value + 6),
          y + BAR - 2.5,
          "start",
          String.format(Locale.ROOT, "%.1f", value));
    }
  }

  private static String hover(String name, Series series, double value, String unit) {
    return String.format(Locale.ROOT, "%s, %s: %.2f %s", name, series.name(), value, unit);
  }
}
