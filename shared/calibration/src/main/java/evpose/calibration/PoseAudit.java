package evpose.calibration;

import evpose.camera.ProjectionCamera;
import evpose.pose.Joint;
import evpose.pose.Joints2d;
import evpose.pose.Joints3d;
import evpose.triangulation.RobustTriangulator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What can be seen to be wrong with a calibration from a person who moves before the cameras.
 *
 * <pre>
 *   exchanged    two cameras' names are swapped: exchanging their views at least halves the misfit
 *   turned       a camera was bumped: it agrees with the others once turned about its centre
 *   late, early  a camera's clock is off: it agrees with the others once shifted in time
 *   scale        bones are no person's
 *   misfit       views do not meet, and none of the above says why
 * </pre>
 *
 * Turned and late cameras are found one after the other, the worst first, each undone before the
 * next is looked for: a wrong camera makes all others look a little wrong. With two cameras nobody
 * can say which of them it is.
 */
public final class PoseAudit {
  /** Slower grids say too much in seven steps to be averaged over. */
  private static final long QUIETED_UP_TO_MICROS = 20_000;

  private static final int MOST_STEPS = 3000;
  private static final double LEAST_TURN_DEGREES = 0.5;
  private static final int ROUNDS = 12;
  private static final double SETTLED_SECONDS = 3e-4;
  private static final double SETTLED_DEGREES = 0.02;
  private static final int FEW_STEPS = 500;
  private static final double LEAST_MICROS = 4000;
  private static final double SURE = 4;
  private static final double POOR_PX = 8;

  private List<ProjectionCamera> cameras;
  private Views views;
  private final List<Finding> findings = new ArrayList<>();

  private PoseAudit(List<ProjectionCamera> cameras, Views views) {
    this.cameras = cameras;
    this.views = views;
  }

  /**
   * All findings.
   *
   * @param cameras the rig's, two or more
   * @param views of the same cameras in the same order; a minute of a person who walks about is
   *     good
   */
  public static List<Finding> audit(List<ProjectionCamera> cameras, Views views) {
    if (cameras.size() < 2 || views.cameras() != cameras.size()) {
      throw new IllegalArgumentException(
          "two or more cameras, each with its views: cameras="
              + cameras.size()
              + ", views="
              + views.cameras());
    }
    Views bounded =
        views.steps().size() <= MOST_STEPS
            ? views
            : new Views(views.stepMicros(), views.steps().subList(0, MOST_STEPS));
    PoseAudit audit =
        new PoseAudit(
            new ArrayList<>(cameras),
            views.stepMicros() <= QUIETED_UP_TO_MICROS ? bounded.quieted() : bounded);
    audit.exchanged();
    audit.turnedOrLate();
    audit.scale();
    audit.misfit();
    return audit.findings;
  }

  private static String say(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  private void exchanged() {
    Views few = views.thinned(60);
    double now = Misfits.ofAllPx(cameras, few);
    double best = now;
    int bestA = 0;
    int bestB = 0;
    for (int a = 0; a < cameras.size(); a++) {
      for (int b = a + 1; b < cameras.size(); b++) {
        double then = Misfits.ofAllPx(cameras, few.exchanged(a, b));
        if (then < best) {
          best = then;
          bestA = a;
          bestB = b;
        }
      }
    }
    if (best < 0.5 * now && now > 2) {
      findings.add(
          new Finding(
              cameras.get(bestB).id(),
              "exchanged",
              say(
                  "with the views of %s and %s exchanged they lie %.1f px from where all meet, as they are %.1f px:"
                      + " these two names are swapped",
                  cameras.get(bestA).id(), cameras.get(bestB).id(), best, now)));
      views = views.exchanged(bestA, bestB);
    }
  }

  /** What is left when a camera's fault is undone. */
  private record Undone(
      Finding finding, List<ProjectionCamera> cameras, Views views, double costPx2) {}

  private void turnedOrLate() {
    for (int round = 0; round < cameras.size(); round++) {
      Undone best = null;
      for (int c = 0; c < cameras.size(); c++) {
        CameraFit fit = CameraFit.of(cameras, views, c);
        if (fit == null) {
          continue;
        }
        if (fit.turnDegrees() > LEAST_TURN_DEGREES
            && fit.turnDegrees() > SURE * fit.turnSigmaDegrees()) {
          best = better(best, turnedBack(c, fit));
        }
        if (Math.abs(fit.seconds()) * 1e6 > LEAST_MICROS
            && Math.abs(fit.seconds()) > SURE * fit.secondsSigma()) {
          best = better(best, shifted(c, fit));
        }
      }
      double now = Misfits.costPx2(cameras, views.thinned(FEW_STEPS));
      if (best == null || !(best.costPx2 < now)) {
        return;
      }
      findings.add(best.finding);
      cameras = best.cameras;
      views = best.views;
    }
  }

  /** A wrong camera makes others look wrong too; undoing the right one's fault mends most. */
  private static Undone better(@Nullable Undone a, Undone b) {
    return a == null || b.costPx2 < a.costPx2 ? b : a;
  }

  private String who() {
    return cameras.size() == 2 ? " (or the other camera; two cannot say which)" : "";
  }

  private Undone shifted(int camera, CameraFit fit) {
    double seconds = 0;
    CameraFit next = fit;
    Views then = views;
    for (int i = 0; i < ROUNDS && next != null; i++) { // noisy velocities give too little at once
      seconds += next.seconds();
      then = views.later(camera, seconds * 1e6);
      if (Math.abs(next.seconds()) < SETTLED_SECONDS) {
        break;
      }
      next = CameraFit.of(cameras, then, camera);
    }
    Finding finding =
        new Finding(
            cameras.get(camera).id(),
            seconds > 0 ? "late" : "early",
            say(
                "its views are %.0f +- %.0f ms %s than the others': shifted, they lie %.1f px from the others'"
                    + " points instead of %.1f%s",
                Math.abs(seconds) * 1e3,
                fit.secondsSigma() * 1e3,
                seconds > 0 ? "later" : "earlier",
                next == null ? Double.NaN : next.medianPx(),
                fit.medianPx(),
                who()));
    return new Undone(finding, cameras, then, Misfits.costPx2(cameras, then.thinned(FEW_STEPS)));
  }

  private Undone turnedBack(int camera, CameraFit fit) {
    List<ProjectionCamera> then = new ArrayList<>(cameras);
    CameraFit next = fit;
    for (int i = 0; i < ROUNDS && next != null; i++) {
      then.set(camera, CameraFit.turned(then.get(camera), next.turn()));
      if (next.turnDegrees() < SETTLED_DEGREES) {
        break;
      }
      next = CameraFit.of(then, views, camera);
    }
    double[] was = Pinhole.of(cameras.get(camera).worldToImage()).rotation();
    double[] is = Pinhole.of(then.get(camera).worldToImage()).rotation();
    double[] isBack = {is[0], is[3], is[6], is[1], is[4], is[7], is[2], is[5], is[8]};
    double[] turn = Rotations.vector(Rotations.times(was, isBack));
    double degrees =
        Math.toDegrees(Math.sqrt(turn[0] * turn[0] + turn[1] * turn[1] + turn[2] * turn[2]));
    Finding finding =
        new Finding(
            cameras.get(camera).id(),
            "turned",
            say(
                "turned by %.2f +- %.2f degrees from where the file says: turned back, its views lie %.1f px from the"
                    + " others' points instead of %.1f%s",
                degrees,
                fit.turnSigmaDegrees(),
                next == null ? Double.NaN : next.medianPx(),
                fit.medianPx(),
                who()));
    return new Undone(finding, then, views, Misfits.costPx2(then, views.thinned(FEW_STEPS)));
  }

  /** Thigh and shin of grown-ups: 0.75 to 1.05 m, children from half of it on. */
  private void scale() {
    List<Double> legs = new ArrayList<>();
    RobustTriangulator triangulator = new RobustTriangulator();
    Joints3d at = new Joints3d();
    for (List<Joints2d> step : views.thinned(300).steps()) {
      triangulator.triangulate(cameras, step, at);
      leg(at, Joint.HIP_R, Joint.KNEE_R, Joint.FOOT_R, legs);
      leg(at, Joint.HIP_L, Joint.KNEE_L, Joint.FOOT_L, legs);
    }
    double legMm = Misfits.median(legs);
    if (legs.size() >= 20 && (legMm < 450 || legMm > 1400)) {
      findings.add(
          Finding.ofRig(
              "scale",
              say(
                  "legs (hip to knee to foot) are %.0f mm long, a grown-up's are about 880: the world is %.3g times too %s",
                  legMm,
                  legMm < 880 ? 880 / legMm : legMm / 880,
                  legMm < 880 ? "small" : "large")));
    }
  }

  private static void leg(Joints3d at, Joint hip, Joint knee, Joint foot, List<Double> into) {
    int h = hip.ordinal();
    int k = knee.ordinal();
    int f = foot.ordinal();
    if (at.present(h) && at.present(k) && at.present(f)) {
      into.add(length(at, h, k) + length(at, k, f));
    }
  }

  private static double length(Joints3d at, int a, int b) {
    double dx = at.xMm(a) - at.xMm(b);
    double dy = at.yMm(a) - at.yMm(b);
    double dz = at.zMm(a) - at.zMm(b);
    return Math.sqrt(dx * dx + dy * dy + dz * dz);
  }

  private void misfit() {
    double[] px = Misfits.byCameraPx(cameras, views.thinned(300));
    for (int c = 0; c < px.length; c++) {
      if (px[c] > POOR_PX) {
        findings.add(
            new Finding(
                cameras.get(c).id(),
                "misfit",
                say(
                    "its views lie %.1f px from where all meet (median), more than %.0f, and neither a turn nor a delay"
                        + " mends it: its place, its lens, or its joints are wrong",
                    px[c], POOR_PX)));
      }
    }
  }
}
