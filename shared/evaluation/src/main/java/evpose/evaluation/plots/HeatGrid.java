package evpose.evaluation.plots;

import java.util.List;
import java.util.Locale;

/** A table of numbers, the larger the more coloured. */
public final class HeatGrid {
  private static final double WIDTH = 760;
  private static final double LEFT = 64;
  private static final double RIGHT = 8;
  private static final double ROW = 26;
  private static final double BOTTOM = 44;

  private HeatGrid() {}

  /**
   * Draws it.
   *
   * @param rows names, from top to bottom
   * @param columns names, from left to right
   * @param values [row][column], not negative
   * @param most the value of full colour; the same for grids that are to be compared
   * @param format of a number in its cell
   */
  public static String svg(
      String what,
      String label,
      List<String> rows,
      List<String> columns,
      double[][] values,
      double most,
      String format) {
    double width = (WIDTH - LEFT - RIGHT) / columns.size();
    double bottom = ROW * rows.size();
    Svg svg = new Svg(WIDTH, bottom + BOTTOM, what);
    for (int r = 0; r < rows.size(); r++) {
      svg.text("", LEFT - 8, ROW * r + 17, "end", rows.get(r));
      for (int c = 0; c < columns.size(); c++) {
        double value = values[r][c];
        String number = String.format(Locale.ROOT, format, value);
        double share = most > 0 ? Math.min(1, Math.sqrt(value / most)) : 0; // small ones differ too
        svg.raw(
            String.format(
                Locale.ROOT,
                "<g style=\"--heat: color-mix(in srgb, var(--hot) %.0f%%, var(--cold))\">",
                100 * share));
        svg.rect(
            "cell",
            LEFT + width * c + 1,
            ROW * r + 1,
            width - 2,
            ROW - 2,
            rows.get(r) + ", " + columns.get(c) + ": " + number);
        svg.text("cell-text", LEFT + width * (c + 0.5), ROW * r + 17, "middle", number);
        svg.raw("</g>");
      }
    }
    for (int c = 0; c < columns.size(); c++) {
      svg.text("", LEFT + width * (c + 0.5), bottom + 16, "middle", columns.get(c));
    }
    svg.text("", LEFT + (WIDTH - LEFT - RIGHT) / 2, bottom + 36, "middle", label);
    return svg.done();
  }
}
