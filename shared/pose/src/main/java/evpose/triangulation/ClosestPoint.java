package evpose.triangulation;

import evpose.camera.ProjectionCamera;

/** The point of one joint that is closest to its viewing rays. */
final class ClosestPoint {
  private final NormalEquations equations = new NormalEquations();
  private final double[] inverse = new double[6];
  private final double[] direction = new double[3];
  private final double[] centre = new double[3];

  /**
   * Writes the point closest to the rays of all views into the scratch.
   *
   * @param weighted by how sure each view is
   * @return false when the rays leave a direction open
   */
  boolean solve(Scratch scratch, boolean weighted) {
    equations.clear();
    for (int i = 0; i < scratch.size; i++) {
      ProjectionCamera camera = scratch.cameras[i];
      for (int axis = 0; axis < 3; axis++) {
        centre[axis] = camera.centreInWorldMm(axis);
      }
      aim(camera, scratch.idealX[i], scratch.idealY[i]);
      equations.addLine(direction, centre, weighted ? scratch.information[i] : 1);
    }
    if (!equations.invert(inverse)) {
      return false;
    }
    equations.solve(inverse, scratch.point);
    return true;
  }

  /** d ∝ M⁻¹ [u v 1]ᵀ; its sign does not matter to a line. */
  private void aim(ProjectionCamera camera, double u, double v) {
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
    direction[0] = x / length;
    direction[1] = y / length;
    direction[2] = z / length;
  }
}
