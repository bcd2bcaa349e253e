package evpose.calibration;

import java.util.List;
import java.util.Locale;

/** A rig as an SVG: from above and from the front, to scale, cameras with their cone of sight. */
public final class RigDrawing {
  private static final int PANEL = 480;
  private static final int MARGIN = 46;
  private static final double CONE_MM = 900;
  private static final String[] COLOURS = {
    "#1b6ca8", "#b8500c", "#2d7d46", "#8a3b8f", "#a8201a", "#5a5a00", "#00707a", "#6b4e2e"
  };

  private final StringBuilder svg = new StringBuilder();
  private double scale = 1;
  private double middleX;
  private double middleY;
  private int left;

  private RigDrawing() {}

  /** The drawing; cameras whose matrix is none are left out. */
  public static String svg(Calibration calibration) {
    return new RigDrawing().draw(calibration);
  }

  private static String say(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  private String draw(Calibration calibration) {
    List<CalibratedCamera> cameras =
        calibration.cameras().stream()
            .filter(c -> Math.abs(Pinhole.determinant(c.worldToImage())) > 0)
            .toList();
    svg.append(
        say(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\""
                + " font-family=\"sans-serif\" font-size=\"13\">%n<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n",
            2 * PANEL, PANEL + 24, 2 * PANEL, PANEL + 24));
    svg.append(
        say(
            "<text x=\"%d\" y=\"18\" font-size=\"15\" font-weight=\"bold\">%s: %d cameras</text>%n",
            MARGIN / 2, escaped(calibration.rig()), cameras.size()));
    panel(cameras, 0, 0, 1, "from above: x to the right, y up the page");
    panel(cameras, 1, 0, 2, "from the front: x to the right, z up the page");
    return svg.append("</svg>\n").toString();
  }

  /** A panel that shows world axes a and b. */
  private void panel(List<CalibratedCamera> cameras, int n, int a, int b, String title) {
    left = n * PANEL;
    frame(cameras, a, b);
    svg.append(say("<text x=\"%d\" y=\"38\" fill=\"#444\">%s</text>%n", left + MARGIN / 2, title));
    grid(b);
    for (int i = 0; i < cameras.size(); i++) {
      camera(cameras.get(i), i % 2 == 0 ? -9 : 19, COLOURS[i % COLOURS.length], a, b);
    }
  }

  private void frame(List<CalibratedCamera> cameras, int a, int b) {
    double minA = -600;
    double maxA = 600;
    double minB = b == 2 ? 0 : -600;
    double maxB = b == 2 ? 1900 : 600;
    for (CalibratedCamera camera : cameras) {
      double[] c = Pinhole.of(camera.worldToImage()).centreMm();
      minA = Math.min(minA, c[a]);
      maxA = Math.max(maxA, c[a]);
      minB = Math.min(minB, c[b]);
      maxB = Math.max(maxB, c[b]);
    }
    scale = (PANEL - 2.0 * MARGIN) / Math.max(maxA - minA, maxB - minB);
    middleX = (minA + maxA) / 2;
    middleY = (minB + maxB) / 2;
  }

  private double x(double mm) {
    return left + PANEL / 2.0 + (mm - middleX) * scale;
  }

  private double y(double mm) {
    return 24 + PANEL / 2.0 - (mm - middleY) * scale;
  }

  private void grid(int b) {
    double metres = PANEL / scale / 1000;
    double every = metres > 40 ? 10_000 : metres > 12 ? 5000 : 1000;
    for (int i = -20; i <= 20; i++) {
      double px = x(i * every);
      double py = y(i * every);
      if (px > left + 4 && px < left + PANEL - 4) {
        line(px, 48, px, PANEL + 16, i == 0 ? "#999" : "#e4e4e4", 1);
        text(px + 2, PANEL + 14, say("%.0f m", i * every / 1000), "#777");
      }
      if (py > 48 && py < PANEL + 10) {
        line(left + 6, py, left + PANEL - 6, py, i == 0 ? "#999" : "#e4e4e4", 1);
        text(left + 8, py - 3, say("%.0f m", i * every / 1000), "#777");
      }
    }
    // a person's height at the origin, for scale
    if (b == 2) {
      svg.append(
          say(
              "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#888\" stroke-width=\"5\" stroke-linecap=\"round\"/>%n",
              x(0), y(0), x(0), y(1500)));
      svg.append(
          say(
              "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" fill=\"#888\"/>%n",
              x(0), y(1650), 110 * scale));
    } else {
      svg.append(
          say(
              "<ellipse cx=\"%.1f\" cy=\"%.1f\" rx=\"%.1f\" ry=\"%.1f\" fill=\"#888\"/>%n",
              x(0), y(0), 230 * scale, 130 * scale));
    }
  }

  private void camera(CalibratedCamera camera, int labelPx, String colour, int a, int b) {
    Pinhole p = Pinhole.of(camera.worldToImage());
    double[] c = p.centreMm();
    double w = camera.width() > 0 ? camera.width() : 2 * p.cx();
    double h = camera.height() > 0 ? camera.height() : 2 * p.cy();
    double[][] corners = {{0, 0}, {w, 0}, {w, h}, {0, h}};
    StringBuilder cone = new StringBuilder();
    for (double[] corner : corners) {
      double rx = (corner[0] - p.cx()) / p.fx();
      double ry = (corner[1] - p.cy()) / p.fy();
      double[] d = new double[3];
      for (int i = 0; i < 3; i++) {
        d[i] = rx * p.rotation()[i] + ry * p.rotation()[3 + i] + p.rotation()[6 + i];
      }
      double qx = x(c[a] + CONE_MM * d[a]);
      double qy = y(c[b] + CONE_MM * d[b]);
      line(x(c[a]), y(c[b]), qx, qy, colour, 1);
      cone.append(say("%.1f,%.1f ", qx, qy));
    }
    svg.append(
        say(
            "<polygon points=\"%s\" fill=\"%s\" fill-opacity=\"0.15\" stroke=\"%s\"/>%n",
            cone.toString().strip(), colour, colour));
    svg.append(
        say("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"5\" fill=\"%s\"/>%n", x(c[a]), y(c[b]), colour));
    boolean right = x(c[a]) > left + PANEL / 2.0;
    svg.append(
        say(
            "<text x=\"%.1f\" y=\"%.1f\" fill=\"%s\" font-weight=\"bold\" text-anchor=\"%s\">%s</text>%n",
            x(c[a]) + (right ? 8 : -8),
            y(c[b]) + labelPx,
            colour,
            right ? "end" : "start",
            escaped(camera.id())));
  }

  private void line(double x1, double y1, double x2, double y2, String colour, int width) {
    svg.append(
        say(
            "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\" stroke-width=\"%d\"/>%n",
            x1, y1, x2, y2, colour, width));
  }

  private void text(double x, double y, String text, String colour) {
    svg.append(
        say(
            "<text x=\"%.1f\" y=\"%.1f\" font-size=\"10\" fill=\"%s\">%s</text>%n",
            x, y, colour, text));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
