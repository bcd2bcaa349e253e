package evpose.triangulation;

import evpose.camera.ProjectionCamera;
import evpose.pose.Joints2d;
import evpose.pose.Joints3d;
import evpose.pose.Verdict;
import java.util.List;

/**
 * The views of one joint, and the linearisation at a point: what solvers work on. Grows with the
 * largest rig it has met and allocates nothing after that. Not thread-safe.
 */
final class Scratch {
  private final PixelNoise noise;

  int size;
  ProjectionCamera[] cameras = new ProjectionCamera[0];
  double[] x = new double[0];
  double[] y = new double[0];
  double[] idealX = new double[0];
  double[] idealY = new double[0];
  double[] confidence = new double[0];
  double[] information = new double[0]; // 1 / σ²
  boolean[] spreadKnown = new boolean[0];
  double[] robust = new double[0]; // weight in (0, 1]
  boolean[] inUse = new boolean[0];
  double[] slopes = new double[0]; // [view][6], pixels per mm
  double[] residuals = new double[0]; // [view][2], pixels

  final double[] point = new double[3];
  final double[] inverse = new double[6];
  private final NormalEquations equations = new NormalEquations();
  private final double[] projected = new double[8];
  private final double[] lens = new double[6];

  Scratch(PixelNoise noise) {
    this.noise = noise;
  }

  /** Collects the views that have the joint, all in use; returns how many. */
  int take(List<ProjectionCamera> from, List<Joints2d> views, int joint) {
    if (from.size() > cameras.length) {
      grow(from.size());
    }
    size = 0;
    for (int v = 0; v < from.size(); v++) {
      Joints2d view = views.get(v);
      if (view.present(joint) && from.get(v).undistort(view.x(joint), view.y(joint), lens)) {
        cameras[size] = from.get(v);
        x[size] = view.x(joint);
        y[size] = view.y(joint);
        idealX[size] = lens[0];
        idealY[size] = lens[1];
        confidence[size] = view.confidence(joint);
        double sigma = noise.sigmaPx(view.confidence(joint), view.spreadPx(joint));
        information[size] = 1 / (sigma * sigma);
        spreadKnown[size] = !Double.isNaN(view.spreadPx(joint));
        robust[size] = 1;
        inUse[size] = true;
        size++;
      }
    }
    return size;
  }

  private void grow(int views) {
    cameras = new ProjectionCamera[views];
    x = new double[views];
    y = new double[views];
    idealX = new double[views];
    idealY = new double[views];
    confidence = new double[views];
    information = new double[views];
    spreadKnown = new boolean[views];
    robust = new double[views];
    inUse = new boolean[views];
    slopes = new double[6 * views];
    residuals = new double[2 * views];
  }

  /**
   * Projects the point into a view: residuals and slopes.
   *
   * @return false when that camera cannot see it
   */
  boolean linearise(int view) {
    if (!cameras[view].projectWithSlopes(point[0], point[1], point[2], projected, lens)) {
      return false;
    }
    residuals[2 * view] = x[view] - projected[0];
    residuals[2 * view + 1] = y[view] - projected[1];
    System.arraycopy(projected, 2, slopes, 6 * view, 6);
    return true;
  }

  /** The first view in use that cannot see the point, or -1; linearises all others up to there. */
  int linearise() {
    for (int i = 0; i < size; i++) {
      if (inUse[i] && !linearise(i)) {
        return i;
      }
    }
    return -1;
  }

  /** |residual|² / σ². */
  double misfit(int view) {
    double rx = residuals[2 * view];
    double ry = residuals[2 * view + 1];
    return (rx * rx + ry * ry) * information[view];
  }

  /** Sums up JᵀWJ and JᵀWr of the views in use. */
  NormalEquations normalEquations() {
    equations.clear();
    for (int i = 0; i < size; i++) {
      if (inUse[i]) {
        double w = information[i] * robust[i];
        int s = 6 * i;
        equations.addRow(slopes[s], slopes[s + 1], slopes[s + 2], residuals[2 * i], w);
        equations.addRow(slopes[s + 3], slopes[s + 4], slopes[s + 5], residuals[2 * i + 1], w);
      }
    }
    return equations;
  }

  /** Sets the joint to the point, its covariance to (JᵀWJ)⁻¹ of the views in use. */
  void finish(int joint, int views, Joints3d out) {
    if (linearise() >= 0) {
      out.reject(joint, Verdict.BEHIND_A_CAMERA);
      return;
    }
    if (!normalEquations().invert(inverse)) {
      out.reject(joint, Verdict.VIEWS_NEARLY_PARALLEL);
      return;
    }
    set(joint, views, meanConfidence(), Verdict.PLACED, out);
  }

  /** Sets the joint to the point, with the covariance in {@link #inverse}. */
  void set(int joint, int views, double mean, Verdict verdict, Joints3d out) {
    double sum = 0;
    for (int i = 0; i < size; i++) {
      if (inUse[i]) {
        double rx = residuals[2 * i];
        double ry = residuals[2 * i + 1];
        sum += rx * rx + ry * ry;
      }
    }
    double rms = Math.sqrt(sum / views);
    out.set(joint, point[0], point[1], point[2], mean, inverse, rms, views, verdict);
  }

  /** Whether all views in use say how spread out their heat maps are. */
  boolean fromNetwork() {
    for (int i = 0; i < size; i++) {
      if (inUse[i] && !spreadKnown[i]) {
        return false;
      }
    }
    return true;
  }

  double meanConfidence() {
    double sum = 0;
    int n = 0;
    for (int i = 0; i < size; i++) {
      sum += inUse[i] ? confidence[i] : 0;
      n += inUse[i] ? 1 : 0;
    }
    return sum / n;
  }
}
