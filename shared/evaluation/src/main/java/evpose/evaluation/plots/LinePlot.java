package evpose.evaluation.plots;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Lines over a common x, each with its name at its end. */
public final class LinePlot {
  private static final double WIDTH = 760;
  private static final double HEIGHT = 360;
  private static final double LEFT = 52;
  private static final double RIGHT = 120;
  private static final double TOP = 14;
  private static final double BOTTOM = 46;
  private static final double NAME_GAP = 15;
  private static final int Y_PARTS = 7;

  /** What leaves the plot at the top is this much above the rest. */
  private static final double MOST_ABOVE = 1.6;

  private final double[] x;
  private final List<Series> series;
  private final double low;
  private final double high;
  private final double step;

  private LinePlot(double[] x, List<Series> series) {
    this.x = x;
    this.series = series;
    double least = Double.POSITIVE_INFINITY;
    double most = 0;
    double mostOfBaselines = 0;
    for (Series s : series) {
      for (double value : s.values()) {
        if (Double.isFinite(value)) {
          least = Math.min(least, value);
          most = Math.max(most, value);
          mostOfBaselines =
              s.main() || s.dashed() ? Math.max(mostOfBaselines, value) : mostOfBaselines;
        }
      }
    }
    double top = mostOfBaselines > 0 ? Math.min(most, MOST_ABOVE * mostOfBaselines) : most;
    double bottom = Double.isFinite(least) ? Math.min(least, top) : 0;
    step = Ticks.step(Math.max(top - bottom, 0.2 * top), Y_PARTS);
    low = Math.max(0, step * Math.floor(bottom / step - 0.25));
    high = step * Math.ceil(top / step + 0.05);
  }

  /**
   * Draws it. Values far above the main and dashed series leave the plot at the top, so that the
   * others can be told apart; {@link #leaves} says which do.
   *
   * @param x of all series
   */
  public static String svg(
      String what, String xLabel, String yLabel, String unit, double[] x, List<Series> series) {
    return new LinePlot(x, series).draw(what, xLabel, yLabel, unit);
  }

  /** Names of series that leave the plot at the top. */
  public static List<String> leaves(double[] x, List<Series> series) {
    LinePlot plot = new LinePlot(x, series);
    List<String> names = new ArrayList<>();
    for (Series s : series) {
      for (double value : s.values()) {
        if (value > plot.high) {
          names.add(s.name());
          break;
        }
      }
    }
    return names;
  }

  private String draw(String what, String xLabel, String yLabel, String unit) {
    Svg svg = new Svg(WIDTH, HEIGHT, what);
    for (double tick : Ticks.linear(low, high, step)) {
      svg.line("grid", LEFT, y(tick), WIDTH - RIGHT, y(tick));
      svg.text("", LEFT - 8, y(tick) + 4, "end", Ticks.text(tick));
    }
    svg.line("axis", LEFT, HEIGHT - BOTTOM, WIDTH - RIGHT, HEIGHT - BOTTOM);
    for (int i = 0; i < x.length; i++) {
      svg.text("", x(i), HEIGHT - BOTTOM + 18, "middle", Ticks.text(x[i]));
    }
    svg.text("", (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8, "middle", xLabel);
    svg.upwards(14, (TOP + HEIGHT - BOTTOM) / 2, yLabel);
    List<Series> mainLast = new ArrayList<>(series);
    mainLast.sort(Comparator.comparing(Series::main));
    for (Series s : mainLast) {
      curve(svg, s, unit);
    }
    names(svg);
    return svg.done();
  }

  private void curve(Svg svg, Series s, String unit) {
    StringBuilder path = new StringBuilder();
    boolean pen = false;
    for (int i = 0; i < x.length; i++) {
      boolean inside = s.values()[i] <= high; // false for NaN
      if (inside) {
        path.append(
            String.format(Locale.ROOT, "%s%.1f %.1f ", pen ? "L" : "M", x(i), y(s.values()[i])));
        pen = true;
        continue;
      }
      pen = i + 1 < x.length && s.values()[i] > high && s.values()[i + 1] <= high;
      if (pen) { // comes in through the top
        double share = (s.values()[i] - high) / (s.values()[i] - s.values()[i + 1]);
        path.append(
            String.format(Locale.ROOT, "M%.1f %.1f ", x(i) + share * (x(i + 1) - x(i)), y(high)));
      }
    }
    String style = (s.main() ? " main" : "") + (s.dashed() ? " dashed" : "");
    svg.raw("<path class=\"curve" + style + " " + s.classes() + "\" d=\"" + path + "\"/>");
    for (int i = 0; i < x.length; i++) {
      if (s.values()[i] <= high) {
        String hover =
            String.format(
                Locale.ROOT, "%s at %s: %.2f %s", s.name(), Ticks.text(x[i]), s.values()[i], unit);
        svg.dot("dot " + s.classes(), x(i), y(s.values()[i]), s.main() ? 5 : 3.5, hover);
      }
    }
  }

  /** Names at the ends of the lines, pushed apart where they would lie on each other. */
  private void names(Svg svg) {
    List<Series> ending = new ArrayList<>();
    for (Series s : series) {
      if (Double.isFinite(last(s))) {
        ending.add(s);
      }
    }
    ending.sort(Comparator.comparingDouble(LinePlot::last).reversed());
    double[] at = new double[ending.size()];
    double floor = HEIGHT - BOTTOM + 4;
    for (int i = 0; i < at.length; i++) {
      double wanted = y(Math.min(high, last(ending.get(i)))) + 4;
      at[i] = i == 0 ? wanted : Math.max(wanted, at[i - 1] + NAME_GAP);
    }
    for (int i = at.length - 1; i >= 0; i--) {
      double below = i == at.length - 1 ? floor : at[i + 1] - NAME_GAP;
      at[i] = Math.min(at[i], below);
      svg.text(
          "name " + ending.get(i).classes(),
          WIDTH - RIGHT + 12,
          at[i],
          "start",
          ending.get(i).name());
    }
  }

  private static double last(Series s) {
    return s.values()[s.values().length - 1];
  }

  private double x(int i) {
    double span = WIDTH - RIGHT - LEFT - 24;
    return LEFT + 12 + (x.length == 1 ? span / 2 : span * (x[i] - x[0]) / (x[x.length - 1] - x[0]));
  }

  private double y(double value) {
    return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * (value - low) / (high - low);
  }
}
