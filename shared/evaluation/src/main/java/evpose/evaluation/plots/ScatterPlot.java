package evpose.evaluation.plots;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Named points over a logarithmic x. */
public final class ScatterPlot {
  private static final double WIDTH = 760;
  private static final double HEIGHT = 320;
  private static final double LEFT = 52;
  private static final double RIGHT = 90;
  private static final double TOP = 14;
  private static final double BOTTOM = 46;
  private static final double NAME_GAP = 15;

  /**
   * A point.
   *
   * @param colour index of the page's colour
   */
  public record Point(String name, int colour, double x, double y, boolean main) {}

  private ScatterPlot() {}

  /** Draws points with positive x; y begins at zero. */
  public static String svg(String what, String xLabel, String yLabel, List<Point> all) {
    List<Point> points = new ArrayList<>();
    for (Point p : all) {
      if (p.x > 0 && Double.isFinite(p.x) && Double.isFinite(p.y)) {
        points.add(p);
      }
    }
    double low = Math.log10(points.stream().mapToDouble(Point::x).min().orElse(1)) - 0.15;
    double high = Math.log10(points.stream().mapToDouble(Point::x).max().orElse(10)) + 0.15;
    double most = points.stream().mapToDouble(Point::y).max().orElse(1);
    double step = Ticks.step(most, 6);
    double top = step * Math.ceil(most / step + 0.05);
    Svg svg = new Svg(WIDTH, HEIGHT, what);
    for (double tick : Ticks.linear(0, top, step)) {
      double y = y(tick, top);
      svg.line(tick == 0 ? "axis" : "grid", LEFT, y, WIDTH - RIGHT, y);
      svg.text("", LEFT - 8, y + 4, "end", Ticks.text(tick));
    }
    for (double tick : Ticks.logarithmic(Math.pow(10, low), Math.pow(10, high))) {
      double x = x(tick, low, high);
      svg.line("grid", x, TOP, x, HEIGHT - BOTTOM);
      svg.text("", x, HEIGHT - BOTTOM + 18, "middle", Ticks.text(tick));
    }
    svg.text("", (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8, "middle", xLabel);
    svg.upwards(14, (TOP + HEIGHT - BOTTOM) / 2, yLabel);
    points.sort(Comparator.comparingDouble(Point::y));
    List<double[]> taken = new ArrayList<>();
    for (Point p : points) {
      double x = x(p.x, low, high);
      double y = y(p.y, top);
      String hover = String.format(Locale.ROOT, "%s: %.4g, %.2f", p.name, p.x, p.y);
      svg.dot("dot s" + p.colour, x, y, p.main ? 8 : 6, hover);
      svg.text("name s" + p.colour, x + 12, free(taken, x, y + 4), "start", p.name);
    }
    return svg.done();
  }

  /** A height near the wanted one at which no name stands yet. */
  private static double free(List<double[]> taken, double x, double wanted) {
    double y = wanted;
    for (double[] other : taken) {
      if (Math.abs(other[0] - x) < 90 && Math.abs(other[1] - y) < NAME_GAP) {
        y = other[1] - NAME_GAP;
      }
    }
    taken.add(new double[] {x, y});
    return y;
  }

  private static double x(double value, double low, double high) {
    return LEFT + (WIDTH - RIGHT - LEFT) * (Math.log10(value) - low) / (high - low);
  }

  private static double y(double value, double top) {
    return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * value / top;
  }
}
