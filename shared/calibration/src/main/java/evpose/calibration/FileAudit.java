package evpose.calibration;

import evpose.camera.Lens;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What can be seen to be wrong with a calibration from its numbers alone.
 *
 * <pre>
 *   no-rank              a matrix that is no camera's
 *   same-place           two cameras in one spot
 *   intrinsics           focal lengths, principal point or pixels that no sensor has
 *   lens                 the lens model folds back inside the image
 *   rows-not-flipped     looks away from where all axes meet, upright          row = height - v was forgotten
 *   mirrored             looks away, upside down      the world's or the image's left and right are exchanged
 *   x-y-swapped          looks away, lying on its side      columns and rows are exchanged
 *   upside-down          looks at it, but down is up   the world's z points down, or the image is turned
 *   units                the view at that distance is no room's
 * </pre>
 *
 * The middle ones rest on this: taken apart with a true rotation, a camera looks at what it sees; a
 * mirror anywhere between world and pixel turns it around.
 */
public final class FileAudit {
  private static final double SINGULAR = 1e-9;
  private static final double SAME_PLACE_SHARE = 1e-3;

  /** A person with room to move needs more, and no hall has more. */
  private static final double LEAST_VIEW_MM = 500;

  private static final double MOST_VIEW_MM = 60_000;

  private FileAudit() {}

  /** All findings, the cameras' in their order. */
  public static List<Finding> audit(Calibration calibration) {
    List<Finding> findings = new ArrayList<>();
    Map<CalibratedCamera, Pinhole> sound = new LinkedHashMap<>();
    for (CalibratedCamera camera : calibration.cameras()) {
      double rank = rank(camera.worldToImage());
      if (rank < SINGULAR) {
        findings.add(
            new Finding(
                camera.id(),
                "no-rank",
                say(
                    "the left 3x3 of its matrix is singular (%.1e of a camera's): it maps a line of points to one pixel",
                    rank)));
      } else {
        sound.put(camera, Pinhole.of(camera.worldToImage()));
      }
    }
    sound.forEach((camera, p) -> intrinsics(camera, p, findings));
    if (sound.size() >= 2) {
      places(sound, findings);
      double[] target = meetingPoint(sound);
      orientation(sound, target, findings);
      units(sound, target, findings);
    }
    return findings;
  }

  private static String say(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  /** Volume of the rows' directions: 1 when perpendicular, 0 when they lie in a plane. */
  private static double rank(double[] p) {
    double product = 1;
    for (int row = 0; row < 3; row++) {
      product *=
          Math.sqrt(
              p[4 * row] * p[4 * row]
                  + p[4 * row + 1] * p[4 * row + 1]
                  + p[4 * row + 2] * p[4 * row + 2]);
    }
    return product > 0 ? Math.abs(Pinhole.determinant(p)) / product : 0;
  }

  private static void intrinsics(CalibratedCamera camera, Pinhole p, List<Finding> findings) {
    String id = camera.id();
    double aspect = p.fx() / p.fy();
    if (aspect < 0.8 || aspect > 1.25) {
      findings.add(
          new Finding(
              id,
              "intrinsics",
              say("pixels are not that oblong: fx=%.1f px, fy=%.1f px", p.fx(), p.fy())));
    }
    double skewDegrees = Math.toDegrees(StrictMath.atan(p.skew() / p.fx()));
    if (Math.abs(skewDegrees) > 10) {
      findings.add(
          new Finding(
              id, "intrinsics", say("pixels are not that skewed: %.1f degrees", skewDegrees)));
    }
    if (camera.width() > 0
        && camera.height() > 0
        && (p.cx() < -camera.width()
            || p.cx() > 2.0 * camera.width()
            || p.cy() < -camera.height()
            || p.cy() > 2.0 * camera.height())) {
      findings.add(
          new Finding(
              id,
              "intrinsics",
              say(
                  "the principal point lies far outside the image: cx=%.1f, cy=%.1f, sensor=%dx%d",
                  p.cx(), p.cy(), camera.width(), camera.height())));
    }
    Lens lens = camera.lens();
    if (lens != null && camera.width() > 0 && camera.height() > 0) {
      double[] out = new double[6];
      int blind = 0;
      double[][] corners = {
        {0, 0}, {camera.width(), 0}, {0, camera.height()}, {camera.width(), camera.height()}
      };
      for (double[] corner : corners) {
        blind += lens.undistort(corner[0], corner[1], out) ? 0 : 1;
      }
      if (blind > 0) {
        findings.add(
            new Finding(
                id,
                "lens",
                say(
                    "the lens model folds back inside the image: %d of 4 corners see nothing",
                    blind)));
      }
    }
  }

  private static double distance(double[] a, double[] b) {
    return Math.sqrt(
        (a[0] - b[0]) * (a[0] - b[0])
            + (a[1] - b[1]) * (a[1] - b[1])
            + (a[2] - b[2]) * (a[2] - b[2]));
  }

  private static void places(Map<CalibratedCamera, Pinhole> cameras, List<Finding> findings) {
    List<CalibratedCamera> list = new ArrayList<>(cameras.keySet());
    double widest = 0;
    for (Pinhole a : cameras.values()) {
      for (Pinhole b : cameras.values()) {
        widest = Math.max(widest, distance(a.centreMm(), b.centreMm()));
      }
    }
    for (int i = 0; i < list.size(); i++) {
      for (int j = i + 1; j < list.size(); j++) {
        double apart =
            distance(at(cameras, list.get(i)).centreMm(), at(cameras, list.get(j)).centreMm());
        if (apart <= SAME_PLACE_SHARE * widest || widest == 0) {
          findings.add(
              new Finding(
                  list.get(j).id(),
                  "same-place",
                  say(
                      "stands where %s stands, %.2f mm apart: two views from one place have no depth",
                      list.get(i).id(), apart)));
        }
      }
    }
  }

  private static Pinhole at(Map<CalibratedCamera, Pinhole> cameras, CalibratedCamera camera) {
    Pinhole p = cameras.get(camera);
    if (p == null) {
      throw new IllegalArgumentException("no such camera: camera=" + camera.id());
    }
    return p;
  }

  /** The point closest to all optical axes, taken as lines: their signs do not matter. */
  private static double[] meetingPoint(Map<CalibratedCamera, Pinhole> cameras) {
    double[] a = new double[9];
    double[] b = new double[3];
    for (Pinhole p : cameras.values()) {
      double[] c = p.centreMm();
      for (int i = 0; i < 3; i++) {
        for (int j = 0; j < 3; j++) {
          double projector = (i == j ? 1 : 0) - p.rotation()[6 + i] * p.rotation()[6 + j];
          a[3 * i + j] += projector;
          b[i] += projector * c[j];
        }
      }
    }
    double det = Rotations.determinant(a);
    double[] point = new double[3];
    for (int i = 0; i < 3; i++) {
      double[] m = a.clone();
      for (int row = 0; row < 3; row++) {
        m[3 * row + i] = b[row];
      }
      point[i] = Rotations.determinant(m) / det;
    }
    return point; // not finite when all axes are parallel
  }

  private static void orientation(
      Map<CalibratedCamera, Pinhole> cameras, double[] target, List<Finding> findings) {
    if (!Double.isFinite(target[0] + target[1] + target[2])) {
      return; // all look the same way: nothing to tell in from out
    }
    cameras.forEach(
        (camera, p) -> {
          double[] c = p.centreMm();
          double[] r = p.rotation();
          double toTarget =
              r[6] * (target[0] - c[0]) + r[7] * (target[1] - c[1]) + r[8] * (target[2] - c[2]);
          double level = Math.sqrt(1 - Math.min(1, r[8] * r[8])); // 0 when it looks along z
          double down = level > 0.2 ? -r[5] / level : 1;
          String axes =
              say(
                  "its axis passes the others' at %.0f, %.0f, %.0f mm, ",
                  target[0], target[1], target[2]);
          if (toTarget < 0) {
            away(camera.id(), down, axes + say("%.0f mm behind it", -toTarget), findings);
          } else if (down < -0.5) {
            findings.add(
                new Finding(
                    camera.id(),
                    "upside-down",
                    axes
                        + "in front of it, but its image is upside down: the world's z points down (--up -z),"
                        + " or the camera hangs and its images were turned"));
          }
        });
  }

  private static void away(String id, double down, String where, List<Finding> findings) {
    if (down > 0.5) {
      findings.add(
          new Finding(
              id,
              "rows-not-flipped",
              where
                  + ", and its image is upright: rows are counted upwards, row = height - v (--rows-up)"));
    } else if (down < -0.5) {
      findings.add(
          new Finding(
              id,
              "mirrored",
              where
                  + ", and its image is upside down: left and right are exchanged in the world (one axis"
                  + " has the wrong sign) or in the image"));
    } else {
      findings.add(
          new Finding(
              id,
              "x-y-swapped",
              where + ", and its image lies on its side: columns and rows are exchanged"));
    }
  }

  private static void units(
      Map<CalibratedCamera, Pinhole> cameras, double[] target, List<Finding> findings) {
    double sum = 0;
    int n = 0;
    for (Map.Entry<CalibratedCamera, Pinhole> each : cameras.entrySet()) {
      Pinhole p = each.getValue();
      double rows = each.getKey().height() > 0 ? each.getKey().height() : 2 * Math.abs(p.cy());
      double view = distance(p.centreMm(), target) * rows / p.fy();
      if (Double.isFinite(view) && view > 0) {
        sum += StrictMath.log(view);
        n++;
      }
    }
    double view = n == 0 ? Double.NaN : StrictMath.exp(sum / n);
    if (view < LEAST_VIEW_MM || view > MOST_VIEW_MM) {
      String guess = "no usual unit";
      for (String unit : World.UNITS) {
        double inUnit = view * World.mmOf(unit);
        if (!unit.equals("mm") && inUnit >= 1000 && inUnit <= 8000) {
          guess =
              "as "
                  + unit
                  + " they would be "
                  + say("%.1f m", inUnit / 1000)
                  + " (--units "
                  + unit
                  + ")";
          break;
        }
      }
      findings.add(
          Finding.ofRig(
              "units",
              say(
                      "where the axes meet the images are %.4g mm high, a person with room to move needs a metre or more: ",
                      view)
                  + guess));
    }
  }
}
