package evpose.calibration;

/**
 * A projection matrix taken apart: P ∝ K·[R | t].
 *
 * <p>K has a positive diagonal and k33 = 1, R is a rotation (never a mirror): the sign of P is
 * chosen so. When the file's matrix belongs to a mirrored image or world, this camera looks away
 * from what it sees; that is how {@link FileAudit} finds it.
 *
 * @param k [3][3] row-major: fx, skew, cx, 0, fy, cy, 0, 0, 1
 * @param rotation [3][3] row-major, world to camera: rows are right, down, forward
 * @param translationMm t, in the camera's frame
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
public record Pinhole(double[] k, double[] rotation, double[] translationMm) {

  /**
   * Takes a matrix apart, row by row from the last (RQ by Gram-Schmidt).
   *
   * @param p [3][4] row-major
   * @see "Hartley and Zisserman 2004, section 6.2.4"
   */
  public static Pinhole of(double[] p) {
    double sign = Math.signum(determinant(p));
    double[][] m = new double[3][4];
    for (int row = 0; row < 3; row++) {
      for (int c = 0; c < 4; c++) {
        m[row][c] = sign * p[4 * row + c];
      }
    }
    double[] k = new double[9];
    double[] r = new double[9];
    for (int row = 2; row >= 0; row--) {
      double[] rest = {m[row][0], m[row][1], m[row][2]};
      for (int done = 2; done > row; done--) {
        double along = 0;
        for (int i = 0; i < 3; i++) {
          along += m[row][i] * r[3 * done + i];
        }
        k[3 * row + done] = along;
        for (int i = 0; i < 3; i++) {
          rest[i] -= along * r[3 * done + i];
        }
      }
      double length = Math.sqrt(rest[0] * rest[0] + rest[1] * rest[1] + rest[2] * rest[2]);
      k[4 * row] = length;
      for (int i = 0; i < 3; i++) {
        r[3 * row + i] = rest[i] / length;
      }
    }
    double scale = k[8];
    for (int i = 0; i < 9; i++) {
      k[i] /= scale;
    }
    double[] t = new double[3]; // K t = p4, from below
    for (int row = 2; row >= 0; row--) {
      double rest = m[row][3] / scale;
      for (int i = row + 1; i < 3; i++) {
        rest -= k[3 * row + i] * t[i];
      }
      t[row] = rest / k[4 * row];
    }
    return new Pinhole(k, r, t);
  }

  /** Of the left 3x3. */
  public static double determinant(double[] m) {
    return m[0] * (m[5] * m[10] - m[6] * m[9])
        - m[1] * (m[4] * m[10] - m[6] * m[8])
        + m[2] * (m[4] * m[9] - m[5] * m[8]);
  }

  public double fx() {
    return k[0];
  }

  public double fy() {
    return k[4];
  }

  public double cx() {
    return k[2];
  }

  public double cy() {
    return k[5];
  }

  public double skew() {
    return k[1];
  }

  /** Where the camera stands, mm: -Rᵀt. */
  public double[] centreMm() {
    double[] c = new double[3];
    for (int i = 0; i < 3; i++) {
      for (int row = 0; row < 3; row++) {
        c[i] -= rotation[3 * row + i] * translationMm[row];
      }
    }
    return c;
  }
}
