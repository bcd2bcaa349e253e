package evpose.cli.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A comparison as rows for people: a terminal and a page show the same. */
final class ComparisonText {
  /**
   * @param what of the row, with its unit
   * @param difference of B from A in words, or what is between them
   */
  record Row(String what, String a, String b, String difference) {}

  private ComparisonText() {}

  /** The numbers of the whole. */
  static List<Row> rows(ComparisonReport r) {
    List<Row> rows = new ArrayList<>();
    rows.add(new Row("2D poses", r.a().poses2d() + "", r.b().poses2d() + "", equal(r)));
    rows.add(row("2D error, px", r, "%.3f", ComparisonReport.Side::mpjpe2dPx));
    rows.add(new Row("3D poses", r.a().poses3d() + "", r.b().poses3d() + "", ""));
    rows.add(row("3D error, mm", r, "%.2f", ComparisonReport.Side::mpjpe3dMm));
    rows.add(row("jitter, mm a step²", r, "%.3f", ComparisonReport.Side::jitterMm));
    rows.add(row("  beyond the body's own", r, "%.3f", ComparisonReport.Side::accelerationErrorMm));
    rows.add(row("operations, GMAC/s", r, "%.3f", ComparisonReport.Side::gmacPerSecond));
    rows.add(row("operations, GAC/s", r, "%.3f", ComparisonReport.Side::gacPerSecond));
    rows.add(row("estimated power, mW", r, "%.2f", side -> side.wattsEstimated() * 1000));
    return rows;
  }

  private static String equal(ComparisonReport r) {
    Double share = r.between().equal2d();
    return share == null ? "" : say("%.1f %% equal to the last bit", 100 * share);
  }

  private static Row row(
      String what,
      ComparisonReport r,
      String format,
      Function<ComparisonReport.Side, @Nullable Double> value) {
    Double a = value.apply(r.a());
    Double b = value.apply(r.b());
    String difference = "";
    if (a != null && b != null && a > 0) {
      double percent = 100 * (b / a - 1);
      difference = Math.abs(percent) < 0.05 ? "the same" : say("%+.1f %%", percent);
    }
    return new Row(what, number(format, a), number(format, b), difference);
  }

  /** Joint by joint: 3D error of both and how far they are apart, mm; 2D where there is no 3D. */
  static List<Row> joints(ComparisonReport r) {
    boolean in3d = r.between().mean3dMm() != null;
    List<Row> rows = new ArrayList<>();
    for (int j = 0; j < r.joints().size(); j++) {
      rows.add(
          new Row(
              r.joints().get(j),
              number("%.1f", (in3d ? r.a().joints3dMm() : r.a().joints2dPx()).get(j)),
              number("%.1f", (in3d ? r.b().joints3dMm() : r.b().joints2dPx()).get(j)),
              number("%.1f", (in3d ? r.between().joints3dMm() : r.between().joints2dPx()).get(j))));
    }
    return rows;
  }

  static String jointUnit(ComparisonReport r) {
    return r.between().mean3dMm() != null ? "mm in the room" : "px in the image";
  }

  /** How far the two are apart, in one sentence. */
  static String apart(ComparisonReport r) {
    if (r.steps() == 0) {
      return "there is no step that both answered";
    }
    Double share = r.between().equal2d();
    if (share != null && share == 1) {
      return "both say the same, to the last bit";
    }
    Double mm = r.between().mean3dMm();
    Double largest = r.between().largest3dMm();
    String px = number("%.2f", r.between().mean2dPx());
    return mm == null || largest == null
        ? "they are " + px + " px apart in the image"
        : say(
            "they are %s px apart in the image and %.1f mm in the room, %.0f mm at most",
            px, mm, largest);
  }

  static String number(String format, @Nullable Double value) {
    return value == null ? "-" : say(format, value);
  }

  private static String say(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
