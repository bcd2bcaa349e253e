package evpose.triangulation;

import evpose.camera.CameraRig;
import evpose.camera.Dhp19Rig;
import evpose.camera.Lens;
import evpose.camera.ProjectionCamera;
import evpose.camera.RingRig;
import evpose.pose.Joints2d;
import evpose.pose.Joints3d;
import evpose.pose.Skeleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Points where a person would be, as cameras with noise see them. */
final class NoisyScene {
  final List<ProjectionCamera> cameras;
  final Random random;
  final double[][] pointsMm = new double[Skeleton.JOINTS][3];
  final List<Joints2d> views = new ArrayList<>();
  final boolean[][] wrong; // [view][joint]
  private final double[] pixel = new double[2];

  NoisyScene(int cameras, long seed) {
    this(rig(cameras), seed);
  }

  NoisyScene(List<ProjectionCamera> cameras, long seed) {
    this.cameras = cameras;
    random = new Random(seed);
    wrong = new boolean[cameras.size()][Skeleton.JOINTS];
    cameras.forEach(camera -> views.add(new Joints2d()));
  }

  /** DHP19's two paper cameras, DHP19's four, or a ring. */
  static List<ProjectionCamera> rig(int cameras) {
    return switch (cameras) {
      case 2 -> List.of(Dhp19Rig.byMatrix(2), Dhp19Rig.byMatrix(3));
      case 4 -> Dhp19Rig.rig().cameras();
      default -> RingRig.of(cameras).cameras();
    };
  }

  /** A ring whose cameras have lenses that bend. */
  static List<ProjectionCamera> bent(int cameras) {
    List<ProjectionCamera> bent = new ArrayList<>();
    for (ProjectionCamera c : new CameraRig("bent", RingRig.of(cameras).cameras()).cameras()) {
      Lens lens =
          bent.size() % 2 == 0
              ? new Lens(
                  Lens.Model.BROWN_CONRADY, 330, 330, 162, 130, -0.3, 0.1, 1e-3, -1e-3, -0.01)
              : new Lens(Lens.Model.KANNALA_BRANDT, 330, 330, 162, 130, -0.05, 0.01, 0, 0);
      bent.add(new ProjectionCamera(c.id(), c.width(), c.height(), c.worldToImage(), lens));
    }
    return bent;
  }

  /**
   * New points, seen with Gaussian noise; a share of the joints anywhere else, at least 25 px off.
   */
  void next(double noisePx, double wrongShare) {
    for (double[] p : pointsMm) {
      p[0] = random.nextDouble() * 1000 - 500;
      p[1] = random.nextDouble() * 1000 - 500;
      p[2] = random.nextDouble() * 1800;
    }
    for (int v = 0; v < cameras.size(); v++) {
      for (int j = 0; j < Skeleton.JOINTS; j++) {
        cameras.get(v).project(pointsMm[j][0], pointsMm[j][1], pointsMm[j][2], pixel);
        double x = pixel[0] + noisePx * random.nextGaussian();
        double y = pixel[1] + noisePx * random.nextGaussian();
        wrong[v][j] = random.nextDouble() < wrongShare;
        while (wrong[v][j] && Math.hypot(x - pixel[0], y - pixel[1]) < 25) {
          x = random.nextDouble() * 346;
          y = random.nextDouble() * 260;
        }
        views.get(v).set(j, x, y, 1);
      }
    }
  }

  int wrongViews(int joint) {
    int n = 0;
    for (boolean[] view : wrong) {
      n += view[joint] ? 1 : 0;
    }
    return n;
  }

  double errorMm(Joints3d out, int joint) {
    double dx = out.xMm(joint) - pointsMm[joint][0];
    double dy = out.yMm(joint) - pointsMm[joint][1];
    double dz = out.zMm(joint) - pointsMm[joint][2];
    return Math.sqrt(dx * dx + dy * dy + dz * dz);
  }

  /**
   * Trace of the smallest covariance that an unbiased estimator can have at the true point, mm².
   */
  double boundMm2(int joint, double noisePx) {
    NormalEquations equations = new NormalEquations();
    double[] out = new double[8];
    for (ProjectionCamera camera : cameras) {
      double[] p = pointsMm[joint];
      camera.projectWithSlopes(p[0], p[1], p[2], out, new double[6]);
      equations.addRow(out[2], out[3], out[4], 0, 1 / (noisePx * noisePx));
      equations.addRow(out[5], out[6], out[7], 0, 1 / (noisePx * noisePx));
    }
    double[] inverse = new double[6];
    equations.invert(inverse);
    return inverse[0] + inverse[3] + inverse[5];
  }

  /** (x - truth)ᵀ C⁻¹ (x - truth) by the covariance that the triangulator states. */
  double mahalanobis2(Joints3d out, int joint) {
    return mahalanobis2(
        out.covarianceMm2(joint),
        out.xMm(joint) - pointsMm[joint][0],
        out.yMm(joint) - pointsMm[joint][1],
        out.zMm(joint) - pointsMm[joint][2]);
  }

  static double mahalanobis2(double[] c, double dx, double dy, double dz) {
    double cxx = c[3] * c[5] - c[4] * c[4];
    double cxy = c[2] * c[4] - c[1] * c[5];
    double cxz = c[1] * c[4] - c[2] * c[3];
    double det = c[0] * cxx + c[1] * cxy + c[2] * cxz;
    double cyy = c[0] * c[5] - c[2] * c[2];
    double cyz = c[1] * c[2] - c[0] * c[4];
    double czz = c[0] * c[3] - c[1] * c[1];
    return (cxx * dx * dx
            + cyy * dy * dy
            + czz * dz * dz
            + 2 * (cxy * dx * dy + cxz * dx * dz + cyz * dy * dz))
        / det;
  }

  /**
   * How far the seen joint lies, in any two views, from where two rays could meet: the larger of
   * the distances to the epipolar lines, pixels. What a wrong view cannot hide.
   */
  double epipolarPx(int joint) {
    double most = 0;
    for (int a = 0; a < cameras.size(); a++) {
      for (int b = 0; b < cameras.size(); b++) {
        if (a != b) {
          most = Math.max(most, epipolarPx(a, b, joint));
        }
      }
    }
    return most;
  }

  private double epipolarPx(int a, int b, int joint) {
    double[] c = cameras.get(a).centreInWorldMm();
    double[] d = new double[3];
    ProjectionCamera camera = cameras.get(a);
    double u = views.get(a).x(joint);
    double v = views.get(a).y(joint);
    double[] p = new double[3];
    double[] q = new double[3];
    for (int i = 0; i < 3; i++) {
      p[i] = camera.p(0, i) - u * camera.p(2, i);
      q[i] = camera.p(1, i) - v * camera.p(2, i);
    }
    d[0] = p[1] * q[2] - p[2] * q[1];
    d[1] = p[2] * q[0] - p[0] * q[2];
    d[2] = p[0] * q[1] - p[1] * q[0];
    double length = Math.sqrt(d[0] * d[0] + d[1] * d[1] + d[2] * d[2]);
    double sign = -(c[0] * d[0] + c[1] * d[1] + (c[2] - 900) * d[2]) > 0 ? 1 : -1;
    double[] near = new double[2];
    double[] far = new double[2];
    ProjectionCamera other = cameras.get(b);
    double s = sign / length;
    if (!other.project(c[0] + 2500 * s * d[0], c[1] + 2500 * s * d[1], c[2] + 2500 * s * d[2], near)
        || !other.project(
            c[0] + 4000 * s * d[0], c[1] + 4000 * s * d[1], c[2] + 4000 * s * d[2], far)) {
      return 0;
    }
    double lx = far[0] - near[0];
    double ly = far[1] - near[1];
    double x = views.get(b).x(joint) - near[0];
    double y = views.get(b).y(joint) - near[1];
    return Math.abs(lx * y - ly * x) / Math.hypot(lx, ly);
  }
}
