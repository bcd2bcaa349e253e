package evpose.simulation.mocap;

/** Arithmetic on {@code double[3]}; nothing is changed in place. */
final class Vectors {
  private Vectors() {}

  static double[] minus(double[] a, double[] b) {
    return new double[] {a[0] - b[0], a[1] - b[1], a[2] - b[2]};
  }

  /** a + s · b. */
  static double[] plus(double[] a, double s, double[] b) {
    return new double[] {a[0] + s * b[0], a[1] + s * b[1], a[2] + s * b[2]};
  }

  static double dot(double[] a, double[] b) {
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
  }

  static double length(double[] a) {
    return Math.sqrt(dot(a, a));
  }

  static double[] cross(double[] a, double[] b) {
    return new double[] {
      a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]
    };
  }

  /** Of length 1; nothing stays nothing. */
  static double[] unit(double[] a) {
    double length = length(a);
    return length == 0 ? a.clone() : new double[] {a[0] / length, a[1] / length, a[2] / length};
  }

  /** The part of a that is across the unit vector n. */
  static double[] across(double[] a, double[] n) {
    return plus(a, -dot(a, n), n);
  }

  /** m · a for a matrix [3][3]. */
  static double[] times(double[] m, double[] a) {
    return new double[] {
      m[0] * a[0] + m[1] * a[1] + m[2] * a[2],
      m[3] * a[0] + m[4] * a[1] + m[5] * a[2],
      m[6] * a[0] + m[7] * a[1] + m[8] * a[2]
    };
  }

  /** Column of a matrix [3][3]. */
  static double[] column(double[] m, int i) {
    return new double[] {m[i], m[3 + i], m[6 + i]};
  }

  /** The matrix [3][3] with these columns. */
  static double[] columns(double[] x, double[] y, double[] z) {
    return new double[] {x[0], y[0], z[0], x[1], y[1], z[1], x[2], y[2], z[2]};
  }

  static double[] transposed(double[] m) {
    return new double[] {m[0], m[3], m[6], m[1], m[4], m[7], m[2], m[5], m[8]};
  }
}
