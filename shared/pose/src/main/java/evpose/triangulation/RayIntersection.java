package evpose.triangulation;

import evpose.camera.ProjectionCamera;
import evpose.pose.Joints2d;
import evpose.pose.Joints3d;
import evpose.pose.Skeleton;
import java.util.List;

/**
 * The point closest to all viewing rays, in the least squares sense; every view weighs alike.
 *
 * <pre>
 *   (Σ I - d dᵀ) X = Σ (I - d dᵀ) c        c camera centre, d unit direction of the ray through the pixel
 * </pre>
 *
 * Stateless but for scratch. Not thread-safe.
 *
 * @see "Aydin et al. 2024, section 4.3: geometric triangulation"
 */
public final class RayIntersection implements Triangulator {
  private static final double SIGMA_PX = 2;

  private final NormalEquations equations = new NormalEquations();
  private final double[] inverse = new double[6];
  private final double[] point = new double[3];

  @Override
  public void triangulate(List<ProjectionCamera> cameras, List<Joints2d> views, Joints3d out) {
    Triangulator.checkSameLength(cameras, views);
    out.clear();
    for (int j = 0; j < Skeleton.JOINTS; j++) {
      int n = Reprojection.views(views, j);
      if (n < MIN_VIEWS || !intersect(cameras, views, j)) {
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

  private boolean intersect(List<ProjectionCamera> cameras, List<Joints2d> views, int joint) {
    equations.clear();
    for (int v = 0; v < cameras.size(); v++) {
      if (views.get(v).present(joint)) {
        double[] centre = cameras.get(v).centreInWorldMm();
        double[] direction =
            direction(cameras.get(v), views.get(v).x(joint), views.get(v).y(joint));
        equations.addLine(direction, centre, 1);
      }
    }
    if (!equations.invert(inverse)) {
      return false;
    }
    equations.solve(inverse, point);
    scaleToMm2(cameras, views, joint);
    return true;
  }

  /**
   * (Σ I - d dᵀ)⁻¹ is the covariance for rays that are off by 1 mm; here they are off by {@value
   * #SIGMA_PX} px.
   */
  private void scaleToMm2(List<ProjectionCamera> cameras, List<Joints2d> views, int joint) {
    double[] pixel = new double[2];
    double[] beside = new double[2];
    double sum = 0;
    int n = 0;
    for (int v = 0; v < cameras.size(); v++) {
      if (views.get(v).present(joint)
          && cameras.get(v).project(point[0], point[1], point[2], pixel)
          && cameras.get(v).project(point[0], point[1], point[2] + 1, beside)) {
        sum += Math.hypot(beside[0] - pixel[0], beside[1] - pixel[1]);
        n++;
      }
    }
    double pixelPerMm = sum / n;
    for (int i = 0; i < inverse.length; i++) {
      inverse[i] *= SIGMA_PX * SIGMA_PX / (pixelPerMm * pixelPerMm);
    }
  }

  /** d ∝ M⁻¹ [u v 1]ᵀ, turned to point away from the camera; the sign does not matter to a line. */
  private static double[] direction(ProjectionCamera camera, double u, double v) {
    // rows r1 - u r3 and r2 - v r3 of M are perpendicular to the ray
    double ax = camera.p(0, 0) - u * camera.p(2, 0);
    double ay = camera.p(0, 1) - u * camera.p(2, 1);
    double az = camera.p(0, 2) - u * camera.p(2, 2);
    double bx = camera.p(1, 0) - v * camera.p(2, 0);
    double by = camera.p(1, 1) - v * camera.p(2, 1);
    double bz = camera.p(1, 2) - v * camera.p(2, 2);
    double x = ay * bz - az * by;
    double y = az * bx - ax * bz;
    double z = ax * by - ay * bx;
    double length = Math.sqrt(x * x + y * y + z * z);
    return new double[] {x / length, y / length, z / length};
  }
}
