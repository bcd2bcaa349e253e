package evpose.calibration;

import evpose.camera.ProjectionCamera;
import evpose.pose.Joints2d;
import evpose.pose.Joints3d;
import evpose.pose.Skeleton;
import evpose.triangulation.WeightedDlt;
import java.util.ArrayList;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;
import org.jspecify.annotations.Nullable;

/**
 * What would make one camera agree with the others: a turn about its own centre and a shift in
 * time.
 *
 * <pre>
 *   x_i - π_i(X) = J_ω ω + ẋ τ        X the point of all other cameras, ẋ velocity of the view, px a second
 * </pre>
 *
 * Least squares with Huber weights, each unknown with its standard deviation from the residuals'
 * median. Steps and joints are not independent (an error of a network lasts): standard deviations
 * are widened by {@value #ERRORS_LAST}.
 *
 * @param turn rotation vector in the camera's frame, radians
 * @param seconds how late the camera's views are
 * @param turnSigma of each of the turn's three numbers, radians
 * @param secondsSigma of seconds
 * @param medianPx distance of its views before
 * @param gain share of the squared (Huber) residuals that both take away
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
record CameraFit(
    double[] turn,
    double seconds,
    double[] turnSigma,
    double secondsSigma,
    double medianPx,
    double gain) {
  private static final double ERRORS_LAST = 3;
  private static final int UNKNOWNS = 4;
  private static final int ROUNDS = 5;

  /** Velocities are taken over so many steps to either side: noise drowns them over one. */
  private static final int REACH = 5;

  double turnDegrees() {
    return Math.toDegrees(Math.sqrt(turn[0] * turn[0] + turn[1] * turn[1] + turn[2] * turn[2]));
  }

  double turnSigmaDegrees() {
    return Math.toDegrees(
        Math.sqrt(
            turnSigma[0] * turnSigma[0]
                + turnSigma[1] * turnSigma[1]
                + turnSigma[2] * turnSigma[2]));
  }

  private record Row(double dx, double dy, double[] slopes, double vx, double vy) {}

  /** Fits a camera to the others; null when there is too little to fit. */
  static @Nullable CameraFit of(List<ProjectionCamera> cameras, Views views, int camera) {
    return of(rows(cameras, views, camera, REACH));
  }

  /**
   * The same for the turn alone, its clock taken as right; steps need not be neighbours. Null when
   * there is too little to fit.
   */
  static @Nullable CameraFit turnOnly(List<ProjectionCamera> cameras, Views views, int camera) {
    return of(rows(cameras, views, camera, 0));
  }

  private static @Nullable CameraFit of(List<Row> rows) {
    if (rows.size() < 30) {
      return null;
    }
    List<Double> before = new ArrayList<>();
    rows.forEach(r -> before.add(Math.hypot(r.dx, r.dy)));
    double medianPx = Misfits.median(before);
    double[] x = new double[UNKNOWNS];
    DMatrixRMaj inverse = new DMatrixRMaj(UNKNOWNS, UNKNOWNS);
    double scale = medianPx;
    for (int round = 0; round < ROUNDS; round++) {
      if (!solve(rows, x, scale, inverse)) {
        return null;
      }
      List<Double> rest = new ArrayList<>();
      rows.forEach(r -> rest.add(Math.hypot(left(r, x, 0), left(r, x, 1))));
      scale = Math.max(0.05, Misfits.median(rest));
    }
    double sigma = scale / 1.1774; // median of a Rayleigh distribution
    double[] turnSigma = new double[3];
    for (int i = 0; i < 3; i++) {
      turnSigma[i] = ERRORS_LAST * sigma * Math.sqrt(inverse.get(i, i));
    }
    double[] none = new double[UNKNOWNS];
    return new CameraFit(
        new double[] {x[0], x[1], x[2]},
        x[3],
        turnSigma,
        ERRORS_LAST * sigma * Math.sqrt(inverse.get(3, 3)),
        medianPx,
        1 - cost(rows, x, scale) / cost(rows, none, scale));
  }

  private static double left(Row r, double[] x, int axis) {
    double value = axis == 0 ? r.dx - r.vx * x[3] : r.dy - r.vy * x[3];
    for (int i = 0; i < 3; i++) {
      value -= r.slopes[3 * axis + i] * x[i];
    }
    return value;
  }

  private static double cost(List<Row> rows, double[] x, double scale) {
    double sum = 0;
    double k = 3 * scale;
    for (Row r : rows) {
      double d = Math.hypot(left(r, x, 0), left(r, x, 1));
      sum += d <= k ? d * d : 2 * k * d - k * k;
    }
    return sum;
  }

  private static boolean solve(List<Row> rows, double[] x, double scale, DMatrixRMaj inverse) {
    DMatrixRMaj a = new DMatrixRMaj(UNKNOWNS, UNKNOWNS);
    DMatrixRMaj b = new DMatrixRMaj(UNKNOWNS, 1);
    double[] row = new double[UNKNOWNS];
    for (Row r : rows) {
      double d = Math.hypot(left(r, x, 0), left(r, x, 1));
      double w = d <= 3 * scale ? 1 : 3 * scale / d;
      for (int axis = 0; axis < 2; axis++) {
        System.arraycopy(r.slopes, 3 * axis, row, 0, 3);
        row[3] = axis == 0 ? r.vx : r.vy;
        double seen = axis == 0 ? r.dx : r.dy;
        for (int i = 0; i < UNKNOWNS; i++) {
          b.add(i, 0, w * row[i] * seen);
          for (int j = 0; j < UNKNOWNS; j++) {
            a.add(i, j, w * row[i] * row[j]);
          }
        }
      }
    }
    a.add(3, 3, 1e-9); // a body that stands still says nothing of time
    LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.chol(UNKNOWNS);
    if (!solver.setA(a.copy())) {
      return false;
    }
    DMatrixRMaj solution = new DMatrixRMaj(UNKNOWNS, 1);
    solver.solve(b, solution);
    System.arraycopy(solution.data, 0, x, 0, UNKNOWNS);
    solver.invert(inverse);
    return true;
  }

  private static List<Row> rows(
      List<ProjectionCamera> cameras, Views views, int camera, int reach) {
    List<ProjectionCamera> others = new ArrayList<>(cameras);
    ProjectionCamera self = others.remove(camera);
    WeightedDlt dlt = new WeightedDlt();
    Joints3d at = new Joints3d();
    List<Row> rows = new ArrayList<>();
    double seconds = views.stepMicros() / 1e6;
    double span = Math.max(1, 2 * reach) * seconds;
    for (int s = reach; s + reach < views.steps().size(); s++) {
      List<Joints2d> step = new ArrayList<>(views.steps().get(s));
      Joints2d own = step.remove(camera);
      dlt.triangulate(others, step, at);
      Joints2d before = views.steps().get(s - reach).get(camera);
      Joints2d after = views.steps().get(s + reach).get(camera);
      for (int j = 0; j < Skeleton.JOINTS; j++) {
        if (own.present(j) && at.present(j) && before.present(j) && after.present(j)) {
          Row row =
              row(
                  self,
                  new double[] {at.xMm(j), at.yMm(j), at.zMm(j)},
                  own.x(j),
                  own.y(j),
                  (after.x(j) - before.x(j)) / span,
                  (after.y(j) - before.y(j)) / span);
          if (row != null) {
            rows.add(row);
          }
        }
      }
    }
    return rows;
  }

  /**
   * A view that is late by τ shows the past: x = π(X) - ẋ τ. Turning the camera by ω moves a point
   * at p (its frame) by ω x p.
   */
  private static @Nullable Row row(
      ProjectionCamera camera, double[] point, double x, double y, double vx, double vy) {
    double[] out = new double[8];
    if (!camera.projectWithSlopes(point[0], point[1], point[2], out, new double[6])) {
      return null;
    }
    double[] r = Pinhole.of(camera.worldToImage()).rotation();
    double[] c = camera.centreInWorldMm();
    double[] p =
        Rotations.apply(r, new double[] {point[0] - c[0], point[1] - c[1], point[2] - c[2]});
    double[] slopes = new double[6];
    for (int axis = 0; axis < 2; axis++) {
      // slope by the camera's frame: g = J Rᵀ, moved by ω x p: g · (ω x p) = ω · (p x g)
      double[] g =
          Rotations.apply(
              r, new double[] {out[2 + 3 * axis], out[3 + 3 * axis], out[4 + 3 * axis]});
      slopes[3 * axis] = p[1] * g[2] - p[2] * g[1];
      slopes[3 * axis + 1] = p[2] * g[0] - p[0] * g[2];
      slopes[3 * axis + 2] = p[0] * g[1] - p[1] * g[0];
    }
    return new Row(x - out[0], y - out[1], slopes, -vx, -vy);
  }

  /** The camera turned about its centre. */
  static ProjectionCamera turned(ProjectionCamera camera, double[] turn) {
    Pinhole p = Pinhole.of(camera.worldToImage());
    double[] by = Rotations.matrix(turn);
    return new ProjectionCamera(
        camera.id(),
        camera.width(),
        camera.height(),
        CalibratedCamera.of(
                "",
                0,
                0,
                p.k(),
                Rotations.times(by, p.rotation()),
                Rotations.apply(by, p.translationMm()),
                null)
            .worldToImage(),
        camera.lens());
  }
}
