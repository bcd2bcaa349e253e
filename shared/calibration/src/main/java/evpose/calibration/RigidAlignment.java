package evpose.calibration;

import evpose.camera.ProjectionCamera;
import java.util.ArrayList;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/**
 * Where a second world lies in the cameras' world: the rotation and move of points measured in it
 * that make them fall on their pixels.
 *
 * <pre>
 *   min Σ ρ(|x_k - π_c(k)(R X_k + t)|)        Huber at {@value #HUBER_PX} px, from eight starts about z
 * </pre>
 *
 * @param rotation [3][3] row-major
 * @param translationMm t
 * @param medianPx median distance for each camera; NaN where it has no marker
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
public record RigidAlignment(double[] rotation, double[] translationMm, double[] medianPx) {
  private static final double HUBER_PX = 4;
  private static final int STARTS = 8;
  private static final int ROUNDS = 60;
  private static final int UNKNOWNS = 6;

  /**
   * A point of the second world as a camera saw it.
   *
   * @param camera index
   */
  public record Marker(int camera, double xMm, double yMm, double zMm, double u, double v) {}

  /** Finds it. */
  public static RigidAlignment of(List<ProjectionCamera> cameras, List<Marker> markers) {
    double[] best = new double[UNKNOWNS];
    double least = Double.POSITIVE_INFINITY;
    for (int s = 0; s < STARTS; s++) {
      double[] state = {0, 0, 2 * Math.PI * s / STARTS - Math.PI, 0, 0, 0};
      double cost = settle(cameras, markers, state);
      if (cost < least) {
        least = cost;
        best = state;
      }
    }
    double[] rotation = Rotations.matrix(new double[] {best[0], best[1], best[2]});
    double[] medians = new double[cameras.size()];
    for (int c = 0; c < medians.length; c++) {
      List<Double> distances = new ArrayList<>();
      for (Marker m : markers) {
        if (m.camera == c) {
          distances.add(distance(cameras.get(c), m, best));
        }
      }
      medians[c] = Misfits.median(distances);
    }
    return new RigidAlignment(rotation, new double[] {best[3], best[4], best[5]}, medians);
  }

  private static double[] place(Marker m, double[] state) {
    double[] x =
        Rotations.apply(
            Rotations.matrix(new double[] {state[0], state[1], state[2]}),
            new double[] {m.xMm, m.yMm, m.zMm});
    for (int i = 0; i < 3; i++) {
      x[i] += state[3 + i];
    }
    return x;
  }

  private static double distance(ProjectionCamera camera, Marker m, double[] state) {
    double[] x = place(m, state);
    double[] pixel = new double[6];
    return camera.project(x[0], x[1], x[2], pixel)
        ? Math.hypot(m.u - pixel[0], m.v - pixel[1])
        : 1e4; // behind the camera is far off, not infinitely: starts must be comparable
  }

  private static double cost(List<ProjectionCamera> cameras, List<Marker> markers, double[] state) {
    double sum = 0;
    for (Marker m : markers) {
      double d = distance(cameras.get(m.camera), m, state);
      sum += d <= HUBER_PX ? d * d : 2 * HUBER_PX * d - HUBER_PX * HUBER_PX;
    }
    return sum;
  }

  private static double settle(
      List<ProjectionCamera> cameras, List<Marker> markers, double[] state) {
    double damping = 1e-3;
    double cost = cost(cameras, markers, state);
    for (int round = 0; round < ROUNDS && damping < 1e9; round++) {
      double[] next = step(cameras, markers, state, damping);
      double nextCost = next.length == 0 ? Double.NaN : cost(cameras, markers, next);
      if (nextCost < cost) {
        System.arraycopy(next, 0, state, 0, UNKNOWNS);
        cost = nextCost;
        damping = Math.max(1e-9, damping / 10);
      } else {
        damping *= 10;
      }
    }
    return cost;
  }

  /** One damped Gauss-Newton step; empty when the system cannot be solved. */
  private static double[] step(
      List<ProjectionCamera> cameras, List<Marker> markers, double[] state, double damping) {
    DMatrixRMaj a = new DMatrixRMaj(UNKNOWNS, UNKNOWNS);
    DMatrixRMaj b = new DMatrixRMaj(UNKNOWNS, 1);
    double[] out = new double[8];
    for (Marker m : markers) {
      double[] x = place(m, state);
      if (!cameras.get(m.camera).projectWithSlopes(x[0], x[1], x[2], out, new double[6])) {
        continue;
      }
      double rx = m.u - out[0];
      double ry = m.v - out[1];
      double d = Math.hypot(rx, ry);
      double w = d <= HUBER_PX ? 1 : HUBER_PX / d;
      double[] arm = {x[0] - state[3], x[1] - state[4], x[2] - state[5]};
      for (int axis = 0; axis < 2; axis++) {
        double[] g = {out[2 + 3 * axis], out[3 + 3 * axis], out[4 + 3 * axis]};
        double[] row = {
          arm[1] * g[2] - arm[2] * g[1],
          arm[2] * g[0] - arm[0] * g[2],
          arm[0] * g[1] - arm[1] * g[0],
          g[0],
          g[1],
          g[2]
        };
        for (int i = 0; i < UNKNOWNS; i++) {
          b.add(i, 0, w * row[i] * (axis == 0 ? rx : ry));
          for (int j = 0; j < UNKNOWNS; j++) {
            a.add(i, j, w * row[i] * row[j]);
          }
        }
      }
    }
    for (int i = 0; i < UNKNOWNS; i++) {
      a.set(i, i, a.get(i, i) * (1 + damping) + 1e-12);
    }
    LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.chol(UNKNOWNS);
    if (!solver.setA(a)) {
      return new double[0];
    }
    DMatrixRMaj x = new DMatrixRMaj(UNKNOWNS, 1);
    solver.solve(b, x);
    double[] turn =
        Rotations.vector(
            Rotations.times(
                Rotations.matrix(new double[] {x.get(0), x.get(1), x.get(2)}),
                Rotations.matrix(new double[] {state[0], state[1], state[2]})));
    return new double[] {
      turn[0], turn[1], turn[2], state[3] + x.get(3), state[4] + x.get(4), state[5] + x.get(5)
    };
  }
}
