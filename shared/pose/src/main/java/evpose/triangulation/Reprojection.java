package evpose.triangulation;

import evpose.camera.ProjectionCamera;
import evpose.pose.Joints2d;
import java.util.List;

/** Distances between a point's projections and where views saw it. */
final class Reprojection {
  private Reprojection() {}

  /**
   * Root mean square distance over the views that have the joint, pixels; NaN when the point lies
   * behind one of their cameras.
   *
   * @param point world, mm. Not modified.
   */
  static double rmsPx(
      List<ProjectionCamera> cameras, List<Joints2d> views, int joint, double[] point) {
    double[] pixel = new double[2];
    double sum = 0;
    int n = 0;
    for (int v = 0; v < views.size(); v++) {
      Joints2d view = views.get(v);
      if (!view.present(joint)) {
        continue;
      }
      if (!cameras.get(v).project(point[0], point[1], point[2], pixel)) {
        return Double.NaN;
      }
      double dx = pixel[0] - view.x(joint);
      double dy = pixel[1] - view.y(joint);
      sum += dx * dx + dy * dy;
      n++;
    }
    return Math.sqrt(sum / n);
  }

  static int views(List<Joints2d> views, int joint) {
    int n = 0;
    for (Joints2d view : views) {
      n += view.present(joint) ? 1 : 0;
    }
    return n;
  }

  static double meanConfidence(List<Joints2d> views, int joint) {
    double sum = 0;
    int n = 0;
    for (Joints2d view : views) {
      if (view.present(joint)) {
        sum += view.confidence(joint);
        n++;
      }
    }
    return sum / n;
  }
}
