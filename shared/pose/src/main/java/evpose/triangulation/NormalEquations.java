package evpose.triangulation;

/**
 * A symmetric 3x3 system A·x = b that is added up term by term and solved in place; what least
 * squares on a point comes down to. Not thread-safe.
 */
final class NormalEquations {
  /** Below this share of its largest possible value a determinant is no number to divide by. */
  private static final double SINGULAR = 1e-14;

  private double xx;
  private double xy;
  private double xz;
  private double yy;
  private double yz;
  private double zz;
  private double bx;
  private double by;
  private double bz;

  void clear() {
    xx = xy = xz = yy = yz = zz = bx = by = bz = 0;
  }

  /** Makes these equations those of {@code other}. */
  void copyFrom(NormalEquations other) {
    xx = other.xx;
    xy = other.xy;
    xz = other.xz;
    yy = other.yy;
    yz = other.yz;
    zz = other.zz;
    bx = other.bx;
    by = other.by;
    bz = other.bz;
  }

  /** Adds w·(a·aᵀ) to A and w·r·a to b. */
  void addRow(double ax, double ay, double az, double r, double w) {
    xx += w * ax * ax;
    xy += w * ax * ay;
    xz += w * ax * az;
    yy += w * ay * ay;
    yz += w * ay * az;
    zz += w * az * az;
    bx += w * r * ax;
    by += w * r * ay;
    bz += w * r * az;
  }

  /**
   * Adds w·(I - d·dᵀ) to A and w·(I - d·dᵀ)·p to b: the squared distance to a line through p along
   * unit d.
   */
  void addLine(double[] d, double[] p, double w) {
    double along = d[0] * p[0] + d[1] * p[1] + d[2] * p[2];
    xx += w * (1 - d[0] * d[0]);
    xy -= w * d[0] * d[1];
    xz -= w * d[0] * d[2];
    yy += w * (1 - d[1] * d[1]);
    yz -= w * d[1] * d[2];
    zz += w * (1 - d[2] * d[2]);
    bx += w * (p[0] - d[0] * along);
    by += w * (p[1] - d[1] * along);
    bz += w * (p[2] - d[2] * along);
  }

  /**
   * A⁻¹.
   *
   * @param inverse (out) xx, xy, xz, yy, yz, zz
   * @return false when A is singular; nothing is written then
   */
  boolean invert(double[] inverse) {
    double cxx = yy * zz - yz * yz;
    double cxy = xz * yz - xy * zz;
    double cxz = xy * yz - xz * yy;
    double det = xx * cxx + xy * cxy + xz * cxz;
    if (!(det > SINGULAR * xx * yy * zz)) { // negated so that NaN is refused too
      return false;
    }
    inverse[0] = cxx / det;
    inverse[1] = cxy / det;
    inverse[2] = cxz / det;
    inverse[3] = (xx * zz - xz * xz) / det;
    inverse[4] = (xy * xz - xx * yz) / det;
    inverse[5] = (xx * yy - xy * xy) / det;
    return true;
  }

  /**
   * x = A⁻¹·b.
   *
   * @param inverse from {@link #invert}
   * @param x (out) three numbers
   */
  void solve(double[] inverse, double[] x) {
    x[0] = inverse[0] * bx + inverse[1] * by + inverse[2] * bz;
    x[1] = inverse[1] * bx + inverse[3] * by + inverse[4] * bz;
    x[2] = inverse[2] * bx + inverse[4] * by + inverse[5] * bz;
  }

  /** aᵀ·C·b of two rows in one array. */
  static double between(double[] c, double[] rows, int a, int b) {
    double x = c[0] * rows[b] + c[1] * rows[b + 1] + c[2] * rows[b + 2];
    double y = c[1] * rows[b] + c[3] * rows[b + 1] + c[4] * rows[b + 2];
    double z = c[2] * rows[b] + c[4] * rows[b + 1] + c[5] * rows[b + 2];
    return rows[a] * x + rows[a + 1] * y + rows[a + 2] * z;
  }
}
