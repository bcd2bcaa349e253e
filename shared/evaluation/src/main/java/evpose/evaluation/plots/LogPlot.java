package evpose.evaluation.plots;

import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/** Lines over a common x, both axes logarithmic, each with its name at its end. */
public final class LogPlot {
  private static final double WIDTH = 760;
  private static final double HEIGHT = 400;
  private static final double LEFT = 60;
  private static final double RIGHT = 120;
  private static final double TOP = 14;
  private static final double BOTTOM = 46;

  private final double[] x;
  private final double left; // log10
  private final double right;
  private final double low;
  private final double high;

  private LogPlot(double[] x, List<Series> series) {
    this.x = x;
    left = Math.log10(DoubleStream.of(x).filter(v -> v > 0).min().orElse(1)) - 0.05;
    right = Math.log10(DoubleStream.of(x).max().orElse(10)) + 0.05;
    low = Math.log10(all(series).min().orElse(1)) - 0.1;
    high = Math.log10(all(series).max().orElse(10)) + 0.1;
  }

  private static DoubleStream all(List<Series> series) {
    return series.stream()
        .flatMapToDouble(s -> DoubleStream.of(s.values()))
        .filter(v -> v > 0 && Double.isFinite(v));
  }

  /**
   * Draws it; numbers that are not positive are left out.
   *
   * @param x of all series
   */
  public static String svg(
      String what, String xLabel, String yLabel, String unit, double[] x, List<Series> series) {
    return new LogPlot(x, series).draw(what, xLabel, yLabel, unit, series);
  }

  private String draw(String what, String xLabel, String yLabel, String unit, List<Series> series) {
    Svg svg = new Svg(WIDTH, HEIGHT, what);
    for (double tick : Ticks.logarithmic(Math.pow(10, low), Math.pow(10, high))) {
      svg.line("grid", LEFT, y(tick), WIDTH - RIGHT, y(tick));
      svg.text("", LEFT - 8, y(tick) + 4, "end", Ticks.text(tick));
    }
    for (double tick : Ticks.logarithmic(Math.pow(10, left), Math.pow(10, right))) {
      svg.line("grid", x(tick), TOP, x(tick), HEIGHT - BOTTOM);
      svg.text("", x(tick), HEIGHT - BOTTOM + 18, "middle", Ticks.text(tick));
    }
    svg.text("", (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8, "middle", xLabel);
    svg.upwards(14, (TOP + HEIGHT - BOTTOM) / 2, yLabel);
    for (Series s : series) {
      curve(svg, s, unit);
    }
    return svg.done();
  }

  private void curve(Svg svg, Series s, String unit) {
    StringBuilder path = new StringBuilder();
    double endX = LEFT;
    double endY = HEIGHT - BOTTOM;
    for (int i = 0; i < x.length; i++) {
      if (drawn(s, i)) {
        endX = x(x[i]);
        endY = y(s.values()[i]);
        String pen = path.isEmpty() ? "M" : "L";
        path.append(String.format(Locale.ROOT, "%s%.1f %.1f ", pen, endX, endY));
      }
    }
    String style = (s.main() ? " main" : "") + (s.dashed() ? " dashed" : "");
    svg.raw("<path class=\"curve" + style + " " + s.classes() + "\" d=\"" + path + "\"/>");
    for (int i = 0; i < x.length; i++) {
      if (drawn(s, i)) {
        String hover =
            String.format(
                Locale.ROOT, "%s at %s: %.4g %s", s.name(), Ticks.text(x[i]), s.values()[i], unit);
        svg.dot("dot " + s.classes(), x(x[i]), y(s.values()[i]), s.main() ? 5 : 3.5, hover);
      }
    }
    svg.text("name " + s.classes(), endX + 12, endY + 4, "start", s.name());
  }

  private boolean drawn(Series s, int i) {
    return x[i] > 0 && s.values()[i] > 0 && Double.isFinite(s.values()[i]);
  }

  private double x(double value) {
    return LEFT + (WIDTH - RIGHT - LEFT) * (Math.log10(value) - left) / (right - left);
  }

  private double y(double value) {
    return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * (Math.log10(value) - low) / (high - low);
  }
}
