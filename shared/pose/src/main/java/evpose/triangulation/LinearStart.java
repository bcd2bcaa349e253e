package evpose.triangulation;

import evpose.camera.ProjectionCamera;

/** The linear solution of one joint, from the views that {@link Scratch} has in use. */
final class LinearStart {
  private final NormalEquations equations = new NormalEquations();
  private final double[] inverse = new double[6];

  /**
   * Writes the point into the scratch.
   *
   * @return false when the rays leave a direction open
   */
  boolean solve(Scratch s) {
    equations.clear();
    for (int i = 0; i < s.size; i++) {
      if (s.inUse[i]) {
        addPlane(s.cameras[i], 0, s.idealX[i], s.confidence[i]);
        addPlane(s.cameras[i], 1, s.idealY[i], s.confidence[i]);
      }
    }
    if (!equations.invert(inverse)) {
      return false;
    }
    equations.solve(inverse, s.point);
    return true;
  }

  /** The plane through the camera's centre and a column or row of its image. */
  private void addPlane(ProjectionCamera camera, int axis, double seen, double weight) {
    double a = seen * camera.p(2, 0) - camera.p(axis, 0);
    double b = seen * camera.p(2, 1) - camera.p(axis, 1);
    double c = seen * camera.p(2, 2) - camera.p(axis, 2);
    double d = seen * camera.p(2, 3) - camera.p(axis, 3);
    double length = Math.sqrt(a * a + b * b + c * c);
    equations.addRow(a / length, b / length, c / length, -d / length, weight * weight);
  }
}
