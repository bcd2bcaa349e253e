package evpose.evaluation.health;

import evpose.camera.ProjectionCamera;

/**
 * How far a joint that one camera sees lies from where another camera says it must be: its distance
 * from the epipolar line of the other's joint.
 *
 * <pre>
 *   l = F x,  F = [e']× P' P⁺  up to scale      distance = |l · x'| / |(l₁, l₂)|
 *   F[j][i] = (-1)^(i+j) det of rows {P without row i, P' without row j}
 * </pre>
 *
 * Positions are taken back to a pinhole's before they are compared. Immutable.
 *
 * @see "Hartley and Zisserman 2004, equation 17.3"
 */
public final class EpipolarResidual {
  private final ProjectionCamera from;
  private final ProjectionCamera to;
  private final double[] fundamental; // [3][3] row-major: to' F from = 0

  public EpipolarResidual(ProjectionCamera from, ProjectionCamera to) {
    this.from = from;
    this.to = to;
    this.fundamental = fundamental(from.worldToImage(), to.worldToImage());
  }

  /**
   * Distance of a joint in the second image from the epipolar line of the first.
   *
   * @param fromX column in the first image, pixels; fromY its row
   * @param toX column in the second image, pixels; toY its row
   * @return pixels of the second image; NaN when a place is missing or no lens can see it
   */
  public double px(double fromX, double fromY, double toX, double toY) {
    double[] a = new double[6];
    double[] b = new double[6];
    if (Double.isNaN(fromX + fromY + toX + toY)
        || !from.undistort(fromX, fromY, a)
        || !to.undistort(toX, toY, b)) {
      return Double.NaN;
    }
    double[] f = fundamental;
    double l1 = f[0] * a[0] + f[1] * a[1] + f[2];
    double l2 = f[3] * a[0] + f[4] * a[1] + f[5];
    double l3 = f[6] * a[0] + f[7] * a[1] + f[8];
    return Math.abs(l1 * b[0] + l2 * b[1] + l3) / Math.sqrt(l1 * l1 + l2 * l2);
  }

  private static double[] fundamental(double[] p, double[] q) {
    double[] f = new double[9];
    for (int j = 0; j < 3; j++) {
      for (int i = 0; i < 3; i++) {
        double[] rows = new double[16];
        copyWithout(p, i, rows, 0);
        copyWithout(q, j, rows, 8);
        f[3 * j + i] = ((i + j) % 2 == 0 ? 1 : -1) * determinant(rows, 4);
      }
    }
    return f;
  }

  private static void copyWithout(double[] matrix, int row, double[] out, int at) {
    for (int r = 0; r < 3; r++) {
      if (r != row) {
        System.arraycopy(matrix, 4 * r, out, at, 4);
        at += 4;
      }
    }
  }

  /** By the first row. */
  private static double determinant(double[] m, int n) {
    if (n == 1) {
      return m[0];
    }
    double sum = 0;
    for (int column = 0; column < n; column++) {
      double[] minor = new double[(n - 1) * (n - 1)];
      for (int r = 1; r < n; r++) {
        for (int c = 0, k = 0; c < n; c++) {
          if (c != column) {
            minor[(r - 1) * (n - 1) + k++] = m[n * r + c];
          }
        }
      }
      sum += (column % 2 == 0 ? 1 : -1) * m[column] * determinant(minor, n - 1);
    }
    return sum;
  }
}
