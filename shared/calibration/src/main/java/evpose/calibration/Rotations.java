package evpose.calibration;

/** Rotations as matrices ([3][3] row-major) and as vectors (axis times angle, radians). */
public final class Rotations {
  private Rotations() {}

  /**
   * The matrix of a rotation vector.
   *
   * @see "Rodrigues 1840"
   */
  public static double[] matrix(double[] vector) {
    double angle = Math.sqrt(vector[0] * vector[0] + vector[1] * vector[1] + vector[2] * vector[2]);
    // sin(a)/a and (1 - cos(a))/a², by their series where they are about 0/0
    double s = angle < 1e-4 ? 1 - angle * angle / 6 : StrictMath.sin(angle) / angle;
    double half = StrictMath.sin(angle / 2);
    double c = angle < 1e-4 ? 0.5 - angle * angle / 24 : 2 * half * half / (angle * angle);
    double x = vector[0];
    double y = vector[1];
    double z = vector[2];
    return new double[] {
      1 - c * (y * y + z * z),
      c * x * y - s * z,
      c * x * z + s * y,
      c * x * y + s * z,
      1 - c * (x * x + z * z),
      c * y * z - s * x,
      c * x * z - s * y,
      c * y * z + s * x,
      1 - c * (x * x + y * y)
    };
  }

  /** The vector of a rotation matrix, its angle in [0, π]. */
  public static double[] vector(double[] m) {
    double x = m[7] - m[5];
    double y = m[2] - m[6];
    double z = m[3] - m[1];
    double sin2 = Math.sqrt(x * x + y * y + z * z); // 2 sin
    double cos2 = m[0] + m[4] + m[8] - 1; // 2 cos
    double angle = StrictMath.atan2(sin2, cos2);
    if (sin2 > 1e-6) {
      double scale = angle / sin2;
      return new double[] {x * scale, y * scale, z * scale};
    }
    if (cos2 > 0) {
      return new double[] {x / 2, y / 2, z / 2};
    }
    // half a turn: m = 2 a aᵀ - I
    int i = m[0] >= m[4] && m[0] >= m[8] ? 0 : m[4] >= m[8] ? 1 : 2;
    double[] axis = {m[3 * i], m[3 * i + 1], m[3 * i + 2]};
    axis[i] += 1;
    double length = Math.sqrt(axis[0] * axis[0] + axis[1] * axis[1] + axis[2] * axis[2]);
    double sign = x * axis[0] + y * axis[1] + z * axis[2] < 0 ? -1 : 1;
    for (int a = 0; a < 3; a++) {
      axis[a] *= sign * angle / length;
    }
    return axis;
  }

  /** a·b. */
  public static double[] times(double[] a, double[] b) {
    double[] product = new double[9];
    for (int row = 0; row < 3; row++) {
      for (int c = 0; c < 3; c++) {
        for (int i = 0; i < 3; i++) {
          product[3 * row + c] += a[3 * row + i] * b[3 * i + c];
        }
      }
    }
    return product;
  }

  /** m·v. */
  public static double[] apply(double[] m, double[] v) {
    return new double[] {
      m[0] * v[0] + m[1] * v[1] + m[2] * v[2],
      m[3] * v[0] + m[4] * v[1] + m[5] * v[2],
      m[6] * v[0] + m[7] * v[1] + m[8] * v[2]
    };
  }

  /** Of a 3x3. */
  public static double determinant(double[] m) {
    return m[0] * (m[4] * m[8] - m[5] * m[7])
        - m[1] * (m[3] * m[8] - m[5] * m[6])
        + m[2] * (m[3] * m[7] - m[4] * m[6]);
  }
}
