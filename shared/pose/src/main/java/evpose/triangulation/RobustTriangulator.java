package evpose.triangulation;

import evpose.camera.ProjectionCamera;
import evpose.pose.Joints2d;
import evpose.pose.Joints3d;
import evpose.pose.Skeleton;
import evpose.pose.Verdict;
import java.util.List;

/**
 * The default: a weighted DLT as start, Gauss-Newton steps on the reprojection error with Huber
 * weights, and from four views on the worst view is dropped while that pays. Work grows linearly
 * with the number of views.
 *
 * <pre>
 *   refine   min Σ ρ(|x_i - π_i(X)| / σ_i)        ρ(e) = e² up to {@value #HUBER}, 2·{@value #HUBER}·e - {@value #HUBER}² beyond
 *   worst    view i against the point of all others:  t_i = (I + G_i W_i) r_i,  S_i = σ_i² I + G_i,  G_i = J_i C₋ᵢ J_iᵀ
 *            d_i² = t_iᵀ S_i⁻¹ t_i is chi² with two degrees of freedom when the view is sound
 *   drop     largest d_i² above {@value #DROP}, at most {@value #MOST_DROPS} views, never below three
 * </pre>
 *
 * <p>Huber, because its cost is convex in the residuals: one minimum, whatever the start, and 99 %
 * of the efficiency of least squares at this threshold. A loss that forgets outliers (Cauchy)
 * depends on the start where it matters, with few views; here dropping does the forgetting, by a
 * test.
 *
 * <p>Two views have one number to spare, which robustness cannot use: there the closest point of
 * the two rays is taken, the paper's own, as good as the bound to one part in a thousand.
 *
 * <p>The covariance is (JᵀWJ)⁻¹ · (ν + misfit) / (ν + 2n - 3), W = 1/σ² and ν by {@link
 * PixelNoise}: what was expected of the views, corrected by how they agree (an inverse gamma prior
 * on their variance); plus what a network gets wrong in all views alike. When the views that are
 * left disagree more than noise does once in a thousand times, the joint is flagged {@link
 * Verdict#VIEWS_DISAGREE} and its confidence shrinks. Two views can only disagree across the
 * epipolar line; along it a wrong view is a wrong depth that nobody can see.
 *
 * <p>Only +, -, ·, / and roots (StrictMath in fisheye lenses): the same bits everywhere. Allocates
 * nothing once it has met the largest rig. Not thread-safe.
 *
 * @see "Hartley and Zisserman 2004, appendix 6; Huber 1964, Robust estimation of a location
 *     parameter; Belsley, Kuh and Welsch 1980, Regression diagnostics (deleted residuals)"
 */
public final class RobustTriangulator implements Triangulator {
  /** In standard deviations of an image axis. */
  private static final double HUBER = 3;

  /** chi²(2) passes it once in 3000 times. */
  private static final double DROP = 16;

  private static final int MOST_DROPS = 4;
  private static final int LEAST_VIEWS_AFTER_DROP = 3;
  private static final int STEPS = 12;
  private static final double SETTLED_MM = 1e-7;

  /** A joint whose depth is less certain than this is not placed. */
  private static final double OPEN_DEPTH_MM2 = 2000.0 * 2000.0;

  private final ClosestPoint rays = new ClosestPoint();
  private final LinearStart start = new LinearStart();
  private final PixelNoise noise;
  private final Scratch s;
  private final NormalEquations others = new NormalEquations();
  private final double[] delta = new double[3];
  private final double[] without = new double[6];
  private final double[] kept = new double[3];

  /** With the default noise. */
  public RobustTriangulator() {
    this(PixelNoise.DEFAULT);
  }

  public RobustTriangulator(PixelNoise noise) {
    this.noise = noise;
    s = new Scratch(noise);
  }

  @Override
  public void triangulate(List<ProjectionCamera> cameras, List<Joints2d> views, Joints3d out) {
    Triangulator.checkSameLength(cameras, views);
    out.clear();
    for (int j = 0; j < Skeleton.JOINTS; j++) {
      place(j, s.take(cameras, views, j), out);
    }
  }

  private void place(int joint, int seen, Joints3d out) {
    if (seen < MIN_VIEWS) {
      out.reject(joint, Verdict.TOO_FEW_VIEWS);
      return;
    }
    if (!start.solve(s)) {
      out.reject(joint, Verdict.VIEWS_NEARLY_PARALLEL);
      return;
    }
    int views = seen;
    int blind = seen == MIN_VIEWS ? meet() : settle();
    // a wrong view can pull the start behind a camera: the one that cannot see it is suspected
    while (blind >= 0
        && blind < s.size
        && views > LEAST_VIEWS_AFTER_DROP
        && seen - views < MOST_DROPS) {
      s.inUse[blind] = false;
      views--;
      blind = start.solve(s) ? settle() : s.size;
    }
    if (blind >= 0) {
      out.reject(joint, blind == s.size ? Verdict.VIEWS_NEARLY_PARALLEL : Verdict.BEHIND_A_CAMERA);
      return;
    }
    while (views > LEAST_VIEWS_AFTER_DROP && seen - views < MOST_DROPS) {
      int worst = worst();
      if (worst < 0 || !drop(worst)) {
        break;
      }
      views--;
    }
    conclude(joint, seen, views, out);
  }

  /** The closest point of two rays; returns what {@link #settle} returns. */
  private int meet() {
    return rays.solve(s, true) ? s.linearise() : s.size;
  }

  /**
   * Gauss-Newton from the point in the scratch.
   *
   * @return -1 when settled; a view that cannot see the point; {@code s.size} when a direction is
   *     open
   */
  private int settle() {
    for (int step = 0; ; step++) {
      int blind = s.linearise();
      if (blind >= 0) {
        return blind;
      }
      for (int i = 0; i < s.size; i++) {
        double misfit = s.misfit(i);
        s.robust[i] = misfit <= HUBER * HUBER ? 1 : HUBER / Math.sqrt(misfit);
      }
      NormalEquations equations = s.normalEquations();
      if (!equations.invert(s.inverse)) {
        return s.size;
      }
      if (step == STEPS) {
        return -1;
      }
      equations.solve(s.inverse, delta);
      double moved = Math.abs(delta[0]) + Math.abs(delta[1]) + Math.abs(delta[2]);
      s.point[0] += delta[0];
      s.point[1] += delta[1];
      s.point[2] += delta[2];
      if (moved < SETTLED_MM) {
        return -1;
      }
    }
  }

  /** The view that fits the others least, or -1 when all fit. */
  private int worst() {
    int worst = -1;
    double most = DROP;
    NormalEquations all = s.normalEquations();
    for (int i = 0; i < s.size; i++) {
      if (s.inUse[i]) {
        double d2 = deletedMisfit(i, all);
        if (d2 > most) {
          most = d2;
          worst = i;
        }
      }
    }
    return worst;
  }

  /** d² of a view against the point of all others; 0 when they leave a direction open. */
  private double deletedMisfit(int i, NormalEquations all) {
    double w = s.information[i] * s.robust[i];
    int a = 6 * i;
    others.copyFrom(all);
    others.addRow(s.slopes[a], s.slopes[a + 1], s.slopes[a + 2], 0, -w);
    others.addRow(s.slopes[a + 3], s.slopes[a + 4], s.slopes[a + 5], 0, -w);
    if (!others.invert(without)) {
      return 0; // the others need this view
    }
    double gxx = NormalEquations.between(without, s.slopes, a, a);
    double gxy = NormalEquations.between(without, s.slopes, a, a + 3);
    double gyy = NormalEquations.between(without, s.slopes, a + 3, a + 3);
    double rx = s.residuals[2 * i];
    double ry = s.residuals[2 * i + 1];
    double tx = rx + w * (gxx * rx + gxy * ry);
    double ty = ry + w * (gxy * rx + gyy * ry);
    double variance = 1 / s.information[i];
    double sxx = variance + gxx;
    double syy = variance + gyy;
    double det = sxx * syy - gxy * gxy;
    return (syy * tx * tx - 2 * gxy * tx * ty + sxx * ty * ty) / det;
  }

  /** Leaves a view out and settles again; undoes it when that fails. */
  private boolean drop(int view) {
    System.arraycopy(s.point, 0, kept, 0, 3);
    s.inUse[view] = false;
    if (settle() < 0 || (start.solve(s) && settle() < 0)) {
      return true;
    }
    s.inUse[view] = true;
    System.arraycopy(kept, 0, s.point, 0, 3);
    settle();
    return false;
  }

  private void conclude(int joint, int seen, int views, Joints3d out) {
    double misfit = 0;
    for (int i = 0; i < s.size; i++) {
      misfit += s.inUse[i] ? s.misfit(i) : 0;
      s.robust[i] = 1; // covariance of sound views; the misfit is added below
    }
    if (!s.normalEquations().invert(s.inverse)
        || s.inverse[0] + s.inverse[3] + s.inverse[5] > OPEN_DEPTH_MM2) {
      out.reject(joint, Verdict.VIEWS_NEARLY_PARALLEL);
      return;
    }
    int freedom = 2 * views - 3;
    double limit = ChiSquare.onceInAThousand(freedom);
    double confidence = s.meanConfidence();
    Verdict verdict = views < seen ? Verdict.VIEWS_DROPPED : Verdict.PLACED;
    if (misfit > limit) {
      verdict = Verdict.VIEWS_DISAGREE;
      confidence *= limit / misfit;
    }
    double scale = (noise.trust() + misfit) / (noise.trust() + freedom);
    for (int k = 0; k < 6; k++) {
      s.inverse[k] *= scale;
    }
    if (s.fromNetwork()) {
      double common = noise.commonMm() * noise.commonMm();
      s.inverse[0] += common;
      s.inverse[3] += common;
      s.inverse[5] += common;
    }
    s.set(joint, views, confidence, verdict, out);
  }
}
