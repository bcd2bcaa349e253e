package evpose.simulation.body;

/**
 * Rotation matrices, {@code double[9]} row-major, right-handed, angles in degrees. StrictMath
 * throughout: the poses are part of the simulator's promised bytes.
 */
public final class Rotations {
  private Rotations() {}

  /** Leaves everything as it is. */
  public static double[] identity() {
    return new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1};
  }

  /** About x: positive tips +z towards -y, which leans an upright body forward. */
  public static double[] aboutX(double degrees) {
    double c = cos(degrees);
    double s = sin(degrees);
    return new double[] {1, 0, 0, 0, c, -s, 0, s, c};
  }

  /** About y: positive tips +z towards +x. */
  public static double[] aboutY(double degrees) {
    double c = cos(degrees);
    double s = sin(degrees);
    return new double[] {c, 0, s, 0, 1, 0, -s, 0, c};
  }

  /** About z: positive turns +x towards +y. */
  public static double[] aboutZ(double degrees) {
    double c = cos(degrees);
    double s = sin(degrees);
    return new double[] {c, -s, 0, s, c, 0, 0, 0, 1};
  }

  /** The product of several rotations; the last is applied first. */
  public static double[] product(double[] first, double[]... more) {
    double[] product = first;
    for (double[] next : more) {
      product = times(product, next);
    }
    return product;
  }

  /** a · b. */
  public static double[] times(double[] a, double[] b) {
    double[] c = new double[9];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        c[3 * i + j] = a[3 * i] * b[j] + a[3 * i + 1] * b[3 + j] + a[3 * i + 2] * b[6 + j];
      }
    }
    return c;
  }

  /**
   * The rotation a part of the way from one to the other, by the shorter arc.
   *
   * @param share 0 gives {@code from}, 1 gives {@code to}
   */
  static void blend(
      double[] from, double[] to, int offset, double share, double[] out, int outOffset) {
    double[] p = quaternion(from, offset);
    double[] q = quaternion(to, offset);
    double dot = p[0] * q[0] + p[1] * q[1] + p[2] * q[2] + p[3] * q[3];
    double sign = dot < 0 ? -1 : 1;
    double norm = 0;
    for (int i = 0; i < 4; i++) {
      p[i] = (1 - share) * p[i] + sign * share * q[i];
      norm += p[i] * p[i];
    }
    norm = Math.sqrt(norm);
    matrix(p[0] / norm, p[1] / norm, p[2] / norm, p[3] / norm, out, outOffset);
  }

  private static double[] quaternion(double[] m, int o) {
    double[] q = new double[4]; // w, x, y, z
    double trace = m[o] + m[o + 4] + m[o + 8];
    if (trace > 0) {
      double s = 2 * Math.sqrt(trace + 1);
      q[0] = s / 4;
      q[1] = (m[o + 7] - m[o + 5]) / s;
      q[2] = (m[o + 2] - m[o + 6]) / s;
      q[3] = (m[o + 3] - m[o + 1]) / s;
      return q;
    }
    int i = m[o] >= m[o + 4] && m[o] >= m[o + 8] ? 0 : m[o + 4] >= m[o + 8] ? 1 : 2;
    int j = (i + 1) % 3;
    int k = (i + 2) % 3;
    double s = 2 * Math.sqrt(1 + m[o + 4 * i] - m[o + 4 * j] - m[o + 4 * k]);
    q[0] = (m[o + 3 * k + j] - m[o + 3 * j + k]) / s;
    q[1 + i] = s / 4;
    q[1 + j] = (m[o + 3 * j + i] + m[o + 3 * i + j]) / s;
    q[1 + k] = (m[o + 3 * k + i] + m[o + 3 * i + k]) / s;
    return q;
  }

  private static void matrix(double w, double x, double y, double z, double[] m, int o) {
    m[o] = 1 - 2 * (y * y + z * z);
    m[o + 1] = 2 * (x * y - w * z);
    m[o + 2] = 2 * (x * z + w * y);
    m[o + 3] = 2 * (x * y + w * z);
    m[o + 4] = 1 - 2 * (x * x + z * z);
    m[o + 5] = 2 * (y * z - w * x);
    m[o + 6] = 2 * (x * z - w * y);
    m[o + 7] = 2 * (y * z + w * x);
    m[o + 8] = 1 - 2 * (x * x + y * y);
  }

  private static double sin(double degrees) {
    return StrictMath.sin(StrictMath.toRadians(degrees));
  }

  private static double cos(double degrees) {
    return StrictMath.cos(StrictMath.toRadians(degrees));
  }
}
