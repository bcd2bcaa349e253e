package evpose.calibration;

import evpose.camera.ProjectionCamera;
import evpose.pose.Joints2d;
import evpose.pose.Joints3d;
import evpose.pose.Skeleton;
import evpose.triangulation.WeightedDlt;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How far views lie from where a rig says they should. Medians, because networks err grossly. */
final class Misfits {
  private static final double HUBER_PX = 8;
  private static final double FAR_PX = 1000;

  private Misfits() {}

  /** Median distance of all views from the points that all views give, pixels. */
  static double ofAllPx(List<ProjectionCamera> cameras, Views views) {
    List<Double> distances = new ArrayList<>();
    WeightedDlt dlt = new WeightedDlt();
    Joints3d at = new Joints3d();
    for (List<Joints2d> step : views.steps()) {
      dlt.triangulate(cameras, step, at);
      for (int v = 0; v < cameras.size(); v++) {
        collect(cameras.get(v), step, v, at, distances);
      }
    }
    return median(distances);
  }

  /** Mean squared distance of all views from the points that all views give, Huber at 8 px. */
  static double costPx2(List<ProjectionCamera> cameras, Views views) {
    List<Double> distances = new ArrayList<>();
    WeightedDlt dlt = new WeightedDlt();
    Joints3d at = new Joints3d();
    for (List<Joints2d> step : views.steps()) {
      dlt.triangulate(cameras, step, at);
      for (int v = 0; v < cameras.size(); v++) {
        collect(cameras.get(v), step, v, at, distances);
      }
    }
    double sum = 0;
    for (double d : distances) {
      double far = Math.min(d, FAR_PX);
      sum += far <= HUBER_PX ? far * far : 2 * HUBER_PX * far - HUBER_PX * HUBER_PX;
    }
    return sum / distances.size();
  }

  /** Median distance for each camera, from the points that all views give, pixels. */
  static double[] byCameraPx(List<ProjectionCamera> cameras, Views views) {
    double[] medians = new double[cameras.size()];
    WeightedDlt dlt = new WeightedDlt();
    Joints3d at = new Joints3d();
    List<List<Double>> distances = new ArrayList<>();
    cameras.forEach(c -> distances.add(new ArrayList<>()));
    for (List<Joints2d> step : views.steps()) {
      dlt.triangulate(cameras, step, at);
      for (int v = 0; v < cameras.size(); v++) {
        collect(cameras.get(v), step, v, at, distances.get(v));
      }
    }
    for (int v = 0; v < medians.length; v++) {
      medians[v] = median(distances.get(v));
    }
    return medians;
  }

  private static void collect(
      ProjectionCamera camera, List<Joints2d> step, int v, Joints3d at, List<Double> into) {
    double[] pixel = new double[2];
    Joints2d view = step.get(v);
    for (int j = 0; j < Skeleton.JOINTS; j++) {
      if (!view.present(j)) {
        continue;
      }
      if (at.present(j) && camera.project(at.xMm(j), at.yMm(j), at.zMm(j), pixel)) {
        into.add(Math.hypot(pixel[0] - view.x(j), pixel[1] - view.y(j)));
      } else if (seen(step, j) >= 2) {
        into.add(Double.POSITIVE_INFINITY); // views that give no point do not fit at all
      }
    }
  }

  private static int seen(List<Joints2d> step, int joint) {
    int n = 0;
    for (Joints2d view : step) {
      n += view.present(joint) ? 1 : 0;
    }
    return n;
  }

  static double median(List<Double> values) {
    if (values.isEmpty()) {
      return Double.NaN;
    }
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
