package evpose.evaluation.accuracy;

/**
 * The error that is left when a pose may be moved, turned and scaled onto the truth: PA-MPJPE. It
 * forgives where the body stands, which way it looks and how large it is; a mirrored body is not
 * forgiven.
 *
 * <pre>
 *   min over s, R, t of Σ |s R p + t - q|²        then the mean of |s R p + t - q|
 * </pre>
 *
 * R comes from the largest eigenvector of Horn's 4x4 matrix, a unit quaternion; s is that
 * eigenvalue over Σ |p - mean(p)|².
 *
 * @see "Horn 1987, Closed-form solution of absolute orientation using unit quaternions"
 */
public final class Procrustes {
  /** Fewer points can nearly always be fitted. */
  public static final int LEAST_POINTS = 4;

  private static final int SWEEPS = 50;

  private Procrustes() {}

  /**
   * Mean distance after alignment.
   *
   * @param pose [points][3] row-major; NaN where missing. Not modified.
   * @param truth the same. Not modified.
   * @return in the unit of the points; NaN when fewer than {@value #LEAST_POINTS} points are there
   *     in both
   */
  public static double error(double[] pose, double[] truth) {
    if (pose.length != truth.length || pose.length % 3 != 0) {
      throw new IllegalArgumentException(
          "both poses have the same points of three numbers: pose="
              + pose.length
              + ", truth="
              + truth.length);
    }
    double[] p = new double[pose.length];
    double[] q = new double[pose.length];
    int n = common(pose, truth, p, q);
    if (n < LEAST_POINTS) {
      return Double.NaN;
    }
    double size = centre(p, n);
    centre(q, n);
    double[] eigen = largestEigenvector(horn(p, q, n)); // quaternion, then its eigenvalue
    double scale = size > 0 ? eigen[4] / size : 0;
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += turnedDistance(p, q, 3 * i, eigen, scale);
    }
    return sum / n;
  }

  /** Copies the points that both have; returns how many. */
  private static int common(double[] pose, double[] truth, double[] p, double[] q) {
    int n = 0;
    for (int i = 0; i < pose.length; i += 3) {
      boolean there = true;
      for (int d = 0; d < 3; d++) {
        there &= !Double.isNaN(pose[i + d]) && !Double.isNaN(truth[i + d]);
      }
      if (there) {
        System.arraycopy(pose, i, p, 3 * n, 3);
        System.arraycopy(truth, i, q, 3 * n, 3);
        n++;
      }
    }
    return n;
  }

  /** Moves points to their mean; returns the sum of their squared lengths. */
  private static double centre(double[] points, int n) {
    double size = 0;
    for (int d = 0; d < 3; d++) {
      double mean = 0;
      for (int i = 0; i < n; i++) {
        mean += points[3 * i + d] / n;
      }
      for (int i = 0; i < n; i++) {
        points[3 * i + d] -= mean;
        size += points[3 * i + d] * points[3 * i + d];
      }
    }
    return size;
  }

  /** Horn's symmetric matrix: qᵀ N q is Σ (R p)·q for the rotation of quaternion q. */
  private static double[][] horn(double[] p, double[] q, int n) {
    double[][] s = new double[3][3];
    for (int i = 0; i < n; i++) {
      for (int a = 0; a < 3; a++) {
        for (int b = 0; b < 3; b++) {
          s[a][b] += p[3 * i + a] * q[3 * i + b];
        }
      }
    }
    double trace = s[0][0] + s[1][1] + s[2][2];
    double[][] m = new double[4][4];
    m[0][0] = trace;
    double[] axis = {s[1][2] - s[2][1], s[2][0] - s[0][2], s[0][1] - s[1][0]};
    for (int a = 0; a < 3; a++) {
      m[0][a + 1] = axis[a];
      m[a + 1][0] = axis[a];
      for (int b = 0; b < 3; b++) {
        m[a + 1][b + 1] = s[a][b] + s[b][a] - (a == b ? trace : 0);
      }
    }
    return m;
  }

  /** Jacobi's rotations; returns the unit eigenvector of the largest eigenvalue, then the value. */
  private static double[] largestEigenvector(double[][] m) {
    double[][] v = new double[4][4];
    for (int i = 0; i < 4; i++) {
      v[i][i] = 1;
    }
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      for (int a = 0; a < 3; a++) {
        for (int b = a + 1; b < 4; b++) {
          rotate(m, v, a, b);
        }
      }
    }
    int best = 0;
    for (int i = 1; i < 4; i++) {
      best = m[i][i] > m[best][best] ? i : best;
    }
    return new double[] {v[0][best], v[1][best], v[2][best], v[3][best], m[best][best]};
  }

  private static void rotate(double[][] m, double[][] v, int a, int b) {
    if (m[a][b] == 0) {
      return;
    }
    double theta = (m[b][b] - m[a][a]) / (2 * m[a][b]);
    double t = Math.copySign(1, theta) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
    double c = 1 / Math.sqrt(t * t + 1);
    double s = t * c;
    for (int k = 0; k < 4; k++) {
      double ka = m[k][a];
      double kb = m[k][b];
      m[k][a] = c * ka - s * kb;
      m[k][b] = s * ka + c * kb;
    }
    for (int k = 0; k < 4; k++) {
      double ak = m[a][k];
      double bk = m[b][k];
      m[a][k] = c * ak - s * bk;
      m[b][k] = s * ak + c * bk;
      double va = v[k][a];
      double vb = v[k][b];
      v[k][a] = c * va - s * vb;
      v[k][b] = s * va + c * vb;
    }
  }

  private static double turnedDistance(
      double[] p, double[] q, int i, double[] quaternion, double scale) {
    double w = quaternion[0];
    double x = quaternion[1];
    double y = quaternion[2];
    double z = quaternion[3];
    double px = p[i];
    double py = p[i + 1];
    double pz = p[i + 2];
    double tx = 2 * (y * pz - z * py);
    double ty = 2 * (z * px - x * pz);
    double tz = 2 * (x * py - y * px);
    double rx = px + w * tx + y * tz - z * ty;
    double ry = py + w * ty + z * tx - x * tz;
    double rz = pz + w * tz + x * ty - y * tx;
    double dx = scale * rx - q[i];
    double dy = scale * ry - q[i + 1];
    double dz = scale * rz - q[i + 2];
    return Math.sqrt(dx * dx + dy * dy + dz * dz);
  }
}
