package evpose.exports;

import org.jspecify.annotations.Nullable;

/** Rotations as matrices ([3][3] row-major), and vectors. */
final class Turns {
  /** Below it nothing has a direction, mm. */
  private static final double NOTHING = 1e-6;

  private Turns() {}

  static double[] identity() {
    return new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1};
  }

  /** a·b. */
  static double[] times(double[] a, double[] b) {
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

  static double[] transposed(double[] m) {
    return new double[] {m[0], m[3], m[6], m[1], m[4], m[7], m[2], m[5], m[8]};
  }

  /** m·v. */
  static double[] apply(double[] m, double[] v) {
    return new double[] {
      m[0] * v[0] + m[1] * v[1] + m[2] * v[2],
      m[3] * v[0] + m[4] * v[1] + m[5] * v[2],
      m[6] * v[0] + m[7] * v[1] + m[8] * v[2]
    };
  }

  static double[] minus(double[] a, double[] b) {
    return new double[] {a[0] - b[0], a[1] - b[1], a[2] - b[2]};
  }

  static double[] plus(double[] a, double[] b) {
    return new double[] {a[0] + b[0], a[1] + b[1], a[2] + b[2]};
  }

  private static double dot(double[] a, double[] b) {
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
  }

  private static double[] cross(double[] a, double[] b) {
    return new double[] {
      a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]
    };
  }

  /** Of length 1; null when it has none. */
  static double @Nullable [] unit(double[] a) {
    double length = Math.sqrt(dot(a, a));
    return length > NOTHING ? new double[] {a[0] / length, a[1] / length, a[2] / length} : null;
  }

  /**
   * The frame whose x axis lies along a vector and whose y axis lies as near to another as it can.
   * Null when they do not say.
   */
  static double @Nullable [] frame(double[] along, double[] up) {
    double[] x = unit(along);
    if (x == null) {
      return null;
    }
    double s = dot(up, x);
    double[] y = unit(new double[] {up[0] - s * x[0], up[1] - s * x[1], up[2] - s * x[2]});
    if (y == null) {
      return null;
    }
    double[] z = cross(x, y);
    return new double[] {x[0], y[0], z[0], x[1], y[1], z[1], x[2], y[2], z[2]};
  }

  /**
   * The least turn that takes one unit vector to another: R = I + [v] + [v]²/(1 + c), v = from x
   * to, c = from · to. Of half turns, which are many, one about an axis across.
   */
  static double[] least(double[] from, double[] to) {
    double c = dot(from, to);
    double[] v = cross(from, to);
    if (c < -1 + 1e-9) {
      double[] other = Math.abs(from[0]) < 0.9 ? new double[] {1, 0, 0} : new double[] {0, 1, 0};
      double[] a = unit(cross(from, other));
      return a == null ? identity() : halfTurn(a);
    }
    double k = 1 / (1 + c);
    return new double[] {
      c + k * v[0] * v[0],
      k * v[0] * v[1] - v[2],
      k * v[0] * v[2] + v[1],
      k * v[0] * v[1] + v[2],
      c + k * v[1] * v[1],
      k * v[1] * v[2] - v[0],
      k * v[0] * v[2] - v[1],
      k * v[1] * v[2] + v[0],
      c + k * v[2] * v[2]
    };
  }

  private static double[] halfTurn(double[] a) {
    return new double[] {
      2 * a[0] * a[0] - 1,
      2 * a[0] * a[1],
      2 * a[0] * a[2],
      2 * a[0] * a[1],
      2 * a[1] * a[1] - 1,
      2 * a[1] * a[2],
      2 * a[0] * a[2],
      2 * a[1] * a[2],
      2 * a[2] * a[2] - 1
    };
  }

  /**
   * Angles about z, x and y in degrees, m = Z·X·Y. Of the two triples that say the same the one
   * nearer to the last, each angle within half a turn of it, so that curves have no jumps.
   *
   * @param last [3] (in and out) z, x, y of the frame before
   */
  static void zxy(double[] m, double[] last) {
    double sin = Math.max(-1, Math.min(1, m[7]));
    double x = StrictMath.toDegrees(StrictMath.asin(sin));
    double y;
    double z;
    if (Math.abs(sin) > 1 - 1e-12) { // z and y turn about the same axis
      y = last[2];
      double sum = StrictMath.toDegrees(StrictMath.atan2(m[3], m[0]));
      z = sin > 0 ? sum - y : sum + y;
    } else {
      y = StrictMath.toDegrees(StrictMath.atan2(-m[6], m[8]));
      z = StrictMath.toDegrees(StrictMath.atan2(-m[1], m[4]));
    }
    double[] one = {near(z, last[0]), near(x, last[1]), near(y, last[2])};
    double[] two = {near(z + 180, last[0]), near(180 - x, last[1]), near(y + 180, last[2])};
    System.arraycopy(distance(one, last) <= distance(two, last) ? one : two, 0, last, 0, 3);
  }

  private static double near(double degrees, double last) {
    return degrees - 360 * Math.rint((degrees - last) / 360);
  }

  private static double distance(double[] a, double[] b) {
    return Math.abs(a[0] - b[0]) + Math.abs(a[1] - b[1]) + Math.abs(a[2] - b[2]);
  }

  /** The unit quaternion x, y, z, w of a rotation, w not negative. */
  static double[] quaternion(double[] m) {
    double trace = m[0] + m[4] + m[8];
    double[] q;
    if (trace > 0) {
      double s = 2 * Math.sqrt(1 + trace);
      q = new double[] {(m[7] - m[5]) / s, (m[2] - m[6]) / s, (m[3] - m[1]) / s, s / 4};
    } else if (m[0] >= m[4] && m[0] >= m[8]) {
      double s = 2 * Math.sqrt(1 + m[0] - m[4] - m[8]);
      q = new double[] {s / 4, (m[1] + m[3]) / s, (m[2] + m[6]) / s, (m[7] - m[5]) / s};
    } else if (m[4] >= m[8]) {
      double s = 2 * Math.sqrt(1 + m[4] - m[0] - m[8]);
      q = new double[] {(m[1] + m[3]) / s, s / 4, (m[5] + m[7]) / s, (m[2] - m[6]) / s};
    } else {
      double s = 2 * Math.sqrt(1 + m[8] - m[0] - m[4]);
      q = new double[] {(m[2] + m[6]) / s, (m[5] + m[7]) / s, s / 4, (m[3] - m[1]) / s};
    }
    double sign = q[3] < 0 ? -1 : 1;
    return new double[] {sign * q[0], sign * q[1], sign * q[2], sign * q[3]};
  }
}
