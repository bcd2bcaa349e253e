package evpose.triangulation;

import evpose.camera.ProjectionCamera;
import evpose.pose.Joints2d;
import evpose.pose.Joints3d;
import evpose.pose.Skeleton;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.linsol.svd.SolveNullSpaceSvd_DDRM;

/**
 * The default: a direct linear transform weighted by confidence, then a few Gauss-Newton steps on
 * the reprojection error with Huber weights. Work grows linearly with the number of views.
 *
 * <pre>
 *   DLT      c · (u P₃ - P₁) X = 0,  c · (v P₃ - P₂) X = 0       for each view, image coordinates scaled to about one
 *   refine   min Σ w_i ρ(|π_i(X) - x_i|)                         w = c² / σ²
 * </pre>
 *
 * The covariance is (Jᵀ W J)⁻¹ with σ = the view's spread, or {@value #SIGMA_PX} px where it is
 * unknown: honest about geometry, not yet calibrated against actual errors. Holds scratch. Not
 * thread-safe.
 *
 * @see "Hartley and Zisserman 2004, section 12.2 (linear triangulation), appendix 6 (iterative
 *     estimation)"
 */
public final class WeightedDlt implements Triangulator {
  private static final double SIGMA_PX = 2;
  private static final double HUBER_PX = 6;
  private static final int REFINEMENTS = 5;
  private static final double SETTLED_MM = 1e-9;

  private final SolveNullSpaceSvd_DDRM nullSpace = new SolveNullSpaceSvd_DDRM();
  private final DMatrixRMaj rows = new DMatrixRMaj(8, 4);
  private final DMatrixRMaj solution = new DMatrixRMaj(4, 1);
  private final NormalEquations equations = new NormalEquations();
  private final double[] inverse = new double[6];
  private final double[] point = new double[3];
  private final double[] delta = new double[3];
  private final double[] pixel = new double[2];

  @Override
  public void triangulate(List<ProjectionCamera> cameras, List<Joints2d> views, Joints3d out) {
    Triangulator.checkSameLength(cameras, views);
    out.clear();
    for (int j = 0; j < Skeleton.JOINTS; j++) {
      int n = Reprojection.views(views, j);
      if (n < MIN_VIEWS || !direct(cameras, views, j, n) || !refine(cameras, views, j)) {
        continue;
      }
      double rms = Reprojection.rmsPx(cameras, views, j, point);
      if (Double.isNaN(rms)) {
        continue;
      }
      double confidence = Reprojection.meanConfidence(views, j);
      out.set(j, point[0], point[1], point[2], confidence, inverse, rms, n);
    }
  }

  private boolean direct(
      List<ProjectionCamera> cameras, List<Joints2d> views, int joint, int present) {
    rows.reshape(2 * present, 4);
    int row = 0;
    for (int v = 0; v < cameras.size(); v++) {
      Joints2d view = views.get(v);
      if (view.present(joint)) {
        addRow(row++, cameras.get(v), 0, view.x(joint), view.confidence(joint));
        addRow(row++, cameras.get(v), 1, view.y(joint), view.confidence(joint));
      }
    }
    if (!nullSpace.process(rows, 1, solution)) {
      return false;
    }
    double w = solution.get(3) / WORLD_SCALE_MM;
    for (int i = 0; i < 3; i++) {
      point[i] = solution.get(i) / w;
    }
    return Double.isFinite(point[0]) && Double.isFinite(point[1]) && Double.isFinite(point[2]);
  }

  /** Millimetres become metres inside, so that the four columns are of one size. */
  private static final double WORLD_SCALE_MM = 1000;

  private void addRow(int row, ProjectionCamera camera, int axis, double seen, double weight) {
    double sum = 0;
    for (int c = 0; c < 4; c++) {
      double value = seen * camera.p(2, c) - camera.p(axis, c);
      value = c == 3 ? value : value * WORLD_SCALE_MM;
      rows.set(row, c, value);
      sum += c == 3 ? 0 : value * value;
    }
    double scale = weight / Math.sqrt(sum); // the row then measures metres from the viewing plane
    for (int c = 0; c < 4; c++) {
      rows.set(row, c, rows.get(row, c) * scale);
    }
  }

  /**
   * @return false when the geometry leaves a direction open, or a camera looks away
   */
  private boolean refine(List<ProjectionCamera> cameras, List<Joints2d> views, int joint) {
    for (int i = 0; ; i++) {
      equations.clear();
      for (int v = 0; v < cameras.size(); v++) {
        if (views.get(v).present(joint) && !addResiduals(cameras.get(v), views.get(v), joint)) {
          return false;
        }
      }
      if (!equations.invert(inverse)) {
        return false;
      }
      if (i == REFINEMENTS) {
        return true;
      }
      equations.solve(inverse, delta);
      point[0] += delta[0];
      point[1] += delta[1];
      point[2] += delta[2];
      double moved = Math.abs(delta[0]) + Math.abs(delta[1]) + Math.abs(delta[2]);
      if (moved < SETTLED_MM) {
        return true;
      }
    }
  }

  private boolean addResiduals(ProjectionCamera camera, Joints2d view, int joint) {
    if (!camera.project(point[0], point[1], point[2], pixel)) {
      return false;
    }
    double depth =
        camera.p(2, 0) * point[0]
            + camera.p(2, 1) * point[1]
            + camera.p(2, 2) * point[2]
            + camera.p(2, 3);
    double rx = view.x(joint) - pixel[0];
    double ry = view.y(joint) - pixel[1];
    double distance = Math.sqrt(rx * rx + ry * ry);
    double huber = distance <= HUBER_PX ? 1 : HUBER_PX / distance;
    double sigma =
        Double.isNaN(view.spreadPx(joint)) ? SIGMA_PX : Math.max(0.5, view.spreadPx(joint));
    double weight = view.confidence(joint) * view.confidence(joint) * huber / (sigma * sigma);
    addAxis(camera, 0, pixel[0], depth, rx, weight);
    addAxis(camera, 1, pixel[1], depth, ry, weight);
    return true;
  }

  private void addAxis(
      ProjectionCamera camera, int axis, double at, double depth, double residual, double weight) {
    equations.addRow(
        (camera.p(axis, 0) - at * camera.p(2, 0)) / depth,
        (camera.p(axis, 1) - at * camera.p(2, 1)) / depth,
        (camera.p(axis, 2) - at * camera.p(2, 2)) / depth,
        residual,
        weight);
  }
}
