package evpose.calibration;

import evpose.camera.ProjectionCamera;
import evpose.pose.Joints2d;
import evpose.pose.Joints3d;
import evpose.pose.Skeleton;
import evpose.triangulation.RobustTriangulator;
import java.util.ArrayList;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;
import org.jspecify.annotations.Nullable;

/**
 * Bundle adjustment on joints: cameras' places and directions, and all joints, are moved until
 * views meet as well as they can.
 *
 * <pre>
 *   min Σ ρ(|x_ij - π_i(X_j)| / σ) + Σ_i |ω_i|²/σ_ω² + |δ_i|²/σ_δ²       ω_i turn about its centre, δ_i move of the centre
 * </pre>
 *
 * The second sum holds the world where it was (views alone cannot tell where it is, nor its size)
 * and keeps cameras that are right right: σ_ω = {@value #TURN_DEGREES} degrees, σ_δ = {@value
 * #MOVE_MM} mm. Points are eliminated (Schur complement): work grows linearly with joints, the
 * system has six rows a camera. Levenberg-Marquardt, Huber weights at {@value #HUBER_PX} px. Focal
 * lengths and lenses stay.
 *
 * @param cameras the better ones
 * @param beforePx median distance of each camera's views before
 * @param afterPx and after
 * @param turnedDegrees how far each camera was turned
 * @param movedMm how far each camera was moved
 * @param points joints that took part
 * @see "Triggs et al. 2000, Bundle adjustment: a modern synthesis"
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
public record Refinement(
    List<ProjectionCamera> cameras,
    double[] beforePx,
    double[] afterPx,
    double[] turnedDegrees,
    double[] movedMm,
    int points) {
  private static final double TURN_DEGREES = 5;
  private static final double MOVE_MM = 100;
  private static final double HUBER_PX = 6;
  private static final double SIGMA_PX = 2;
  private static final int MOST_STEPS = 400;
  private static final int ROUNDS = 40;
  private static final int UNKNOWNS = 6;

  /**
   * Refines a rig.
   *
   * @param cameras two or more
   * @param views of the same cameras in the same order
   * @throws IllegalArgumentException if fewer than 100 joints are seen by two cameras or more
   */
  public static Refinement of(List<ProjectionCamera> cameras, Views views) {
    Views few = views.thinned(MOST_STEPS);
    Bundle bundle = new Bundle(cameras, few);
    if (bundle.points.size() < 100) {
      throw new IllegalArgumentException(
          "refining takes 100 joints or more that two cameras see: joints=" + bundle.points.size());
    }
    double[] before = Misfits.byCameraPx(cameras, few);
    bundle.settle();
    double[] after = Misfits.byCameraPx(bundle.cameras, few);
    double[] turned = new double[cameras.size()];
    double[] moved = new double[cameras.size()];
    for (int c = 0; c < turned.length; c++) {
      turned[c] = Math.toDegrees(length(bundle.state[c], 0));
      moved[c] = length(bundle.state[c], 3);
    }
    return new Refinement(
        List.copyOf(bundle.cameras), before, after, turned, moved, bundle.points.size());
  }

  /** Whether views meet better than before, on average over the cameras. */
  public boolean better() {
    double gain = 0;
    for (int c = 0; c < beforePx.length; c++) {
      gain += beforePx[c] - afterPx[c];
    }
    return gain > 0;
  }

  private static double length(double[] v, int from) {
    return Math.sqrt(v[from] * v[from] + v[from + 1] * v[from + 1] + v[from + 2] * v[from + 2]);
  }

  /** A joint of a step: where it is thought to be and who saw it where. */
  private static final class Point {
    double[] at;
    final List<Integer> seenBy = new ArrayList<>();
    final List<double[]> seen = new ArrayList<>(); // x, y, confidence²

    Point(double[] at) {
      this.at = at;
    }
  }

  private static final class Bundle {
    private final List<ProjectionCamera> original;
    private final double[][] state; // [camera][turn 3, move 3]
    private final List<Point> points = new ArrayList<>();
    private List<ProjectionCamera> cameras;

    Bundle(List<ProjectionCamera> cameras, Views views) {
      this.original = cameras;
      this.cameras = cameras;
      this.state = new double[cameras.size()][UNKNOWNS];
      RobustTriangulator triangulator = new RobustTriangulator();
      Joints3d at = new Joints3d();
      for (List<Joints2d> step : views.steps()) {
        triangulator.triangulate(cameras, step, at);
        for (int j = 0; j < Skeleton.JOINTS; j++) {
          if (at.present(j)) {
            add(step, j, at);
          }
        }
      }
    }

    private void add(List<Joints2d> step, int joint, Joints3d at) {
      Point point = new Point(new double[] {at.xMm(joint), at.yMm(joint), at.zMm(joint)});
      for (int c = 0; c < step.size(); c++) {
        Joints2d view = step.get(c);
        if (view.present(joint)) {
          double weight = view.confidence(joint) * view.confidence(joint);
          point.seenBy.add(c);
          point.seen.add(new double[] {view.x(joint), view.y(joint), weight});
        }
      }
      points.add(point);
    }

    void settle() {
      double damping = 1e-3;
      double cost = cost(cameras, state, null);
      for (int round = 0; round < ROUNDS && damping < 1e8; round++) {
        double[][] next = new double[state.length][];
        List<double[]> moved = new ArrayList<>();
        if (!step(damping, next, moved)) {
          damping *= 10;
          continue;
        }
        List<ProjectionCamera> then = moved(next);
        double nextCost = cost(then, next, moved);
        if (!(nextCost < cost)) {
          damping *= 10;
          continue;
        }
        boolean settled = cost - nextCost < 1e-9 * cost;
        for (int c = 0; c < state.length; c++) {
          state[c] = next[c];
        }
        for (int i = 0; i < moved.size(); i++) {
          points.get(i).at = moved.get(i);
        }
        cameras = then;
        cost = nextCost;
        damping = Math.max(1e-9, damping / 10);
        if (settled) {
          return;
        }
      }
    }

    private List<ProjectionCamera> moved(double[][] by) {
      List<ProjectionCamera> moved = new ArrayList<>();
      for (int c = 0; c < original.size(); c++) {
        moved.add(moved(original.get(c), by[c]));
      }
      return moved;
    }

    /** Turned about its centre, and its centre moved. */
    private static ProjectionCamera moved(ProjectionCamera camera, double[] by) {
      ProjectionCamera turned = CameraFit.turned(camera, new double[] {by[0], by[1], by[2]});
      double[] p = turned.worldToImage();
      for (int row = 0; row < 3; row++) {
        for (int i = 0; i < 3; i++) {
          p[4 * row + 3] -= p[4 * row + i] * by[3 + i];
        }
      }
      return new ProjectionCamera(camera.id(), camera.width(), camera.height(), p, camera.lens());
    }

    private double cost(List<ProjectionCamera> at, double[][] by, @Nullable List<double[]> places) {
      double sum = 0;
      double[] pixel = new double[6];
      for (int i = 0; i < points.size(); i++) {
        Point point = points.get(i);
        double[] x = places == null ? point.at : places.get(i);
        for (int v = 0; v < point.seenBy.size(); v++) {
          double[] seen = point.seen.get(v);
          if (!at.get(point.seenBy.get(v)).project(x[0], x[1], x[2], pixel)) {
            return Double.POSITIVE_INFINITY;
          }
          double d = Math.hypot(seen[0] - pixel[0], seen[1] - pixel[1]);
          double rho = d <= HUBER_PX ? d * d : 2 * HUBER_PX * d - HUBER_PX * HUBER_PX;
          sum += seen[2] * rho / (SIGMA_PX * SIGMA_PX);
        }
      }
      for (double[] each : by) {
        for (int i = 0; i < UNKNOWNS; i++) {
          sum += each[i] * each[i] * held(i);
        }
      }
      return sum;
    }

    private static double held(int unknown) {
      double sigma = unknown < 3 ? Math.toRadians(TURN_DEGREES) : MOVE_MM;
      return 1 / (sigma * sigma);
    }

    /** One damped Gauss-Newton step; false when the system cannot be solved. */
    private boolean step(double damping, double[][] next, List<double[]> moved) {
      int n = UNKNOWNS * state.length;
      DMatrixRMaj a = new DMatrixRMaj(n, n);
      DMatrixRMaj b = new DMatrixRMaj(n, 1);
      for (int c = 0; c < state.length; c++) {
        for (int i = 0; i < UNKNOWNS; i++) {
          a.add(UNKNOWNS * c + i, UNKNOWNS * c + i, held(i));
          b.add(UNKNOWNS * c + i, 0, -held(i) * state[c][i]);
        }
      }
      List<PointBlock> blocks = new ArrayList<>();
      for (Point point : points) {
        PointBlock block = new PointBlock(point, cameras, damping);
        if (!block.reduceInto(a, b)) {
          return false;
        }
        blocks.add(block);
      }
      for (int i = 0; i < n; i++) {
        a.set(i, i, a.get(i, i) * (1 + damping));
      }
      LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.chol(n);
      DMatrixRMaj x = new DMatrixRMaj(n, 1);
      if (!solver.setA(a)) {
        return false;
      }
      solver.solve(b, x);
      for (int c = 0; c < state.length; c++) {
        next[c] = composed(state[c], x.data, UNKNOWNS * c);
      }
      for (PointBlock block : blocks) {
        moved.add(block.moved(x.data));
      }
      return true;
    }

    /** A small turn after the one so far, and a move. */
    private static double[] composed(double[] state, double[] step, int from) {
      double[] small = {step[from], step[from + 1], step[from + 2]};
      double[] turn =
          Rotations.vector(
              Rotations.times(
                  Rotations.matrix(small),
                  Rotations.matrix(new double[] {state[0], state[1], state[2]})));
      return new double[] {
        turn[0],
        turn[1],
        turn[2],
        state[3] + step[from + 3],
        state[4] + step[from + 4],
        state[5] + step[from + 5]
      };
    }
  }

  /** The normal equations of one point, with its own three unknowns eliminated. */
  private static final class PointBlock {
    private final Point point;
    private final double[] v = new double[9]; // of the point
    private final double[] g = new double[3];
    private final double[][] w; // [view][6 x 3], camera against point
    private final double[][] u; // [view][6 x 6]
    private final double[][] h; // [view][6]
    private final double[] inverse = new double[9];
    private boolean blind;

    PointBlock(Point point, List<ProjectionCamera> cameras, double damping) {
      this.point = point;
      int n = point.seenBy.size();
      w = new double[n][];
      u = new double[n][];
      h = new double[n][];
      double[] out = new double[8];
      double[] scratch = new double[6];
      for (int i = 0; i < n; i++) {
        ProjectionCamera camera = cameras.get(point.seenBy.get(i));
        w[i] = new double[18];
        u[i] = new double[36];
        h[i] = new double[6];
        double[] x = point.at;
        if (!camera.projectWithSlopes(x[0], x[1], x[2], out, scratch)) {
          blind = true;
          return;
        }
        add(i, camera, out);
      }
      for (int i = 0; i < 3; i++) {
        v[4 * i] *= 1 + damping;
      }
    }

    private void add(int i, ProjectionCamera camera, double[] out) {
      double[] seen = point.seen.get(i);
      double rx = seen[0] - out[0];
      double ry = seen[1] - out[1];
      double d = Math.hypot(rx, ry);
      double weight = seen[2] * (d <= HUBER_PX ? 1 : HUBER_PX / d) / (SIGMA_PX * SIGMA_PX);
      double[] r = Pinhole.of(camera.worldToImage()).rotation();
      double[] p =
          Rotations.apply(
              r,
              new double[] {
                point.at[0] - camera.centreInWorldMm(0),
                point.at[1] - camera.centreInWorldMm(1),
                point.at[2] - camera.centreInWorldMm(2)
              });
      for (int axis = 0; axis < 2; axis++) {
        double[] jx = {out[2 + 3 * axis], out[3 + 3 * axis], out[4 + 3 * axis]};
        double[] f = Rotations.apply(r, jx);
        double[] jc = {
          p[1] * f[2] - p[2] * f[1],
          p[2] * f[0] - p[0] * f[2],
          p[0] * f[1] - p[1] * f[0],
          -jx[0],
          -jx[1],
          -jx[2]
        };
        double residual = axis == 0 ? rx : ry;
        for (int a = 0; a < 3; a++) {
          g[a] += weight * jx[a] * residual;
          for (int b = 0; b < 3; b++) {
            v[3 * a + b] += weight * jx[a] * jx[b];
          }
        }
        for (int a = 0; a < 6; a++) {
          h[i][a] += weight * jc[a] * residual;
          for (int b = 0; b < 3; b++) {
            w[i][3 * a + b] += weight * jc[a] * jx[b];
          }
          for (int b = 0; b < 6; b++) {
            u[i][6 * a + b] += weight * jc[a] * jc[b];
          }
        }
      }
    }

    /** Adds U - W V⁻¹ Wᵀ and h - W V⁻¹ g. */
    boolean reduceInto(DMatrixRMaj a, DMatrixRMaj b) {
      if (blind || !invert()) {
        return false;
      }
      for (int i = 0; i < w.length; i++) {
        int at = UNKNOWNS * point.seenBy.get(i);
        double[] wv = new double[18]; // W V⁻¹
        for (int r = 0; r < 6; r++) {
          for (int c = 0; c < 3; c++) {
            for (int k = 0; k < 3; k++) {
              wv[3 * r + c] += w[i][3 * r + k] * inverse[3 * k + c];
            }
          }
          b.add(
              at + r, 0, h[i][r] - wv[3 * r] * g[0] - wv[3 * r + 1] * g[1] - wv[3 * r + 2] * g[2]);
          for (int c = 0; c < 6; c++) {
            a.add(at + r, at + c, u[i][6 * r + c]);
          }
        }
        for (int j = 0; j < w.length; j++) {
          int other = UNKNOWNS * point.seenBy.get(j);
          for (int r = 0; r < 6; r++) {
            for (int c = 0; c < 6; c++) {
              double sum = 0;
              for (int k = 0; k < 3; k++) {
                sum += wv[3 * r + k] * w[j][3 * c + k];
              }
              a.add(at + r, other + c, -sum);
            }
          }
        }
      }
      return true;
    }

    private boolean invert() {
      double det = Rotations.determinant(v);
      if (!(det > 0)) {
        return false;
      }
      for (int i = 0; i < 3; i++) {
        for (int j = 0; j < 3; j++) {
          int a = (i + 1) % 3;
          int b = (i + 2) % 3;
          int c = (j + 1) % 3;
          int d = (j + 2) % 3;
          inverse[3 * j + i] = (v[3 * a + c] * v[3 * b + d] - v[3 * a + d] * v[3 * b + c]) / det;
        }
      }
      return true;
    }

    /** V⁻¹ (g - Wᵀ x), added to the point. */
    double[] moved(double[] x) {
      double[] rest = g.clone();
      for (int i = 0; i < w.length; i++) {
        int at = UNKNOWNS * point.seenBy.get(i);
        for (int c = 0; c < 3; c++) {
          for (int r = 0; r < 6; r++) {
            rest[c] -= w[i][3 * r + c] * x[at + r];
          }
        }
      }
      double[] by = Rotations.apply(inverse, rest);
      return new double[] {point.at[0] + by[0], point.at[1] + by[1], point.at[2] + by[2]};
    }
  }
}
