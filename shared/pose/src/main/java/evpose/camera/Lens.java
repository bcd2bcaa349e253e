package evpose.camera;

import java.util.Arrays;

/**
 * What a real lens does to the image of a pinhole: a map from ideal to seen pixel positions, and
 * back.
 *
 * <pre>
 *   x = (u - cx) / fx,  y = (v - cy) / fy,  r² = x² + y²
 *   Brown-Conrady    x' = x (1 + k1 r² + k2 r⁴ + k3 r⁶) / (1 + k4 r² + k5 r⁴ + k6 r⁶) + 2 p1 x y + p2 (r² + 2 x²)
 *                    y' = y (...)                                                   + p1 (r² + 2 y²) + 2 p2 x y
 *   Kannala-Brandt   θ = atan r,  θ' = θ (1 + k1 θ² + k2 θ⁴ + k3 θ⁶ + k4 θ⁸),  x' = x θ' / r,  y' = y θ' / r
 *   u' = fx x' + cx,  v' = fy y' + cy
 * </pre>
 *
 * Immutable. Same inputs, same bits: only StrictMath beyond the four operations and roots.
 *
 * @see "Brown 1966, Decentering distortion of lenses; Kannala and Brandt 2006, A generic camera
 *     model; coefficients in OpenCV's order"
 */
public final class Lens {
  /** Kinds of lens. */
  public enum Model {
    /** k1, k2, p1, p2, then optionally k3, then optionally k4, k5, k6. */
    BROWN_CONRADY("brown-conrady"),
    /** k1, k2, k3, k4 of a fisheye. */
    KANNALA_BRANDT("kannala-brandt");

    private final String label;

    Model(String label) {
      this.label = label;
    }

    /** The name on the wire, {@code brown-conrady}. */
    public String label() {
      return label;
    }

    /**
     * The model of that name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Model of(String label) {
      for (Model model : values()) {
        if (model.label.equals(label)) {
          return model;
        }
      }
      throw new IllegalArgumentException(
          "a lens is brown-conrady or kannala-brandt: model=" + label);
    }
  }

  private static final int NEWTON_STEPS = 30;

  /** Of a pixel; far below what any sensor resolves. */
  private static final double SAME_PX = 1e-10;

  /**
   * Radii are searched up to here for the place where the image folds back: 85 degrees off axis.
   */
  private static final double WIDEST = 11.4;

  private static final int SEARCH_STEPS = 2000;

  private final Model model;
  private final double fx;
  private final double fy;
  private final double cx;
  private final double cy;
  private final double[] k; // [8] or [4], as above
  private final int given;
  private final double foldRadius2;

  /**
   * @param fx focal length, pixels
   * @param fy focal length, pixels
   * @param cx principal point, pixels
   * @param cy principal point, pixels
   * @param coefficients as the model lists them; fewer mean that the rest is zero
   */
  public Lens(Model model, double fx, double fy, double cx, double cy, double... coefficients) {
    if (!(fx > 0 && fy > 0 && Double.isFinite(cx) && Double.isFinite(cy))) { // NaN is refused too
      throw new IllegalArgumentException(
          "a lens has positive focal lengths and a principal point: fx="
              + fx
              + ", fy="
              + fy
              + ", cx="
              + cx
              + ", cy="
              + cy);
    }
    int most = model == Model.BROWN_CONRADY ? 8 : 4;
    if (coefficients.length > most || !Arrays.stream(coefficients).allMatch(Double::isFinite)) {
      throw new IllegalArgumentException(
          "a "
              + model.label
              + " lens has at most "
              + most
              + " finite coefficients: coefficients="
              + Arrays.toString(coefficients));
    }
    this.model = model;
    this.fx = fx;
    this.fy = fy;
    this.cx = cx;
    this.cy = cy;
    this.k = Arrays.copyOf(coefficients, most);
    this.given = coefficients.length;
    this.foldRadius2 = foldRadius2();
  }

  public Model model() {
    return model;
  }

  public double fx() {
    return fx;
  }

  public double fy() {
    return fy;
  }

  public double cx() {
    return cx;
  }

  public double cy() {
    return cy;
  }

  /** As many as were given; a copy. */
  public double[] coefficients() {
    return Arrays.copyOf(k, given);
  }

  /**
   * The smallest squared radius at which r' stops growing with r; beyond it an image is a ghost.
   */
  private double foldRadius2() {
    double before = 0;
    for (int i = 1; i <= SEARCH_STEPS; i++) {
      double r = WIDEST * i / SEARCH_STEPS;
      double seen = r * radial(r * r);
      if (!(seen > before)) {
        double last = WIDEST * (i - 1) / SEARCH_STEPS;
        return last * last;
      }
      before = seen;
    }
    return WIDEST * WIDEST;
  }

  /** r' / r without the tangential part. */
  private double radial(double r2) {
    if (model == Model.BROWN_CONRADY) {
      return (1 + r2 * (k[0] + r2 * (k[1] + r2 * k[4])))
          / (1 + r2 * (k[5] + r2 * (k[6] + r2 * k[7])));
    }
    double r = Math.sqrt(r2);
    if (r < 1e-8) {
      return 1;
    }
    double theta = StrictMath.atan(r);
    return bent(theta) / r;
  }

  private double bent(double theta) {
    double t2 = theta * theta;
    return theta * (1 + t2 * (k[0] + t2 * (k[1] + t2 * (k[2] + t2 * k[3]))));
  }

  /** d radial / d r². */
  private double radialSlope(double r2) {
    if (model == Model.BROWN_CONRADY) {
      double above = 1 + r2 * (k[0] + r2 * (k[1] + r2 * k[4]));
      double below = 1 + r2 * (k[5] + r2 * (k[6] + r2 * k[7]));
      double aboveSlope = k[0] + r2 * (2 * k[1] + r2 * 3 * k[4]);
      double belowSlope = k[5] + r2 * (2 * k[6] + r2 * 3 * k[7]);
      return (aboveSlope * below - above * belowSlope) / (below * below);
    }
    double r = Math.sqrt(r2);
    if (r < 1e-4) {
      return k[0] - 1 / 3.0; // θ = r - r³/3 + ...
    }
    double theta = StrictMath.atan(r);
    double t2 = theta * theta;
    double slope = 1 + t2 * (3 * k[0] + t2 * (5 * k[1] + t2 * (7 * k[2] + t2 * 9 * k[3])));
    double bySeen = slope / (1 + r2); // d bent / d r
    return (bySeen * r - bent(theta)) / (2 * r * r2);
  }

  /**
   * From the ideal to the seen pixel.
   *
   * @param out (out) u', v', and with six numbers also du'/du, du'/dv, dv'/du, dv'/dv
   * @return false, and NaN, where the model folds back: no lens sees there
   */
  public boolean distort(double u, double v, double[] out) {
    double x = (u - cx) / fx;
    double y = (v - cy) / fy;
    double r2 = x * x + y * y;
    if (!(r2 <= foldRadius2)) {
      Arrays.fill(out, Double.NaN);
      return false;
    }
    bend(x, y, r2, out);
    return true;
  }

  private void bend(double x, double y, double r2, double[] out) {
    double scale = radial(r2);
    double p1 = model == Model.BROWN_CONRADY ? k[2] : 0;
    double p2 = model == Model.BROWN_CONRADY ? k[3] : 0;
    out[0] = fx * (x * scale + 2 * p1 * x * y + p2 * (r2 + 2 * x * x)) + cx;
    out[1] = fy * (y * scale + p1 * (r2 + 2 * y * y) + 2 * p2 * x * y) + cy;
    if (out.length >= 6) {
      double slope = 2 * radialSlope(r2);
      double cross = slope * x * y + 2 * p1 * x + 2 * p2 * y;
      out[2] = scale + slope * x * x + 2 * p1 * y + 6 * p2 * x;
      out[3] = fx / fy * cross;
      out[4] = fy / fx * cross;
      out[5] = scale + slope * y * y + 6 * p1 * y + 2 * p2 * x;
    }
  }

  /**
   * From the seen to the ideal pixel, by Newton's method; for a fisheye on its angle.
   *
   * @param out (out) six numbers of scratch; u, v in the first two
   * @return false, and NaN, when no ideal pixel inside the fold is seen there
   */
  public boolean undistort(double u, double v, double[] out) {
    if (model == Model.KANNALA_BRANDT) {
      return unbend(u, v, out);
    }
    double idealU = u;
    double idealV = v;
    for (int i = 0; i < NEWTON_STEPS; i++) {
      if (!distort(idealU, idealV, out)) {
        return false;
      }
      double du = u - out[0];
      double dv = v - out[1];
      if (Math.abs(du) + Math.abs(dv) < SAME_PX) {
        out[0] = idealU;
        out[1] = idealV;
        return true;
      }
      double det = out[2] * out[5] - out[3] * out[4];
      idealU += (out[5] * du - out[3] * dv) / det;
      idealV += (out[2] * dv - out[4] * du) / det;
    }
    boolean close =
        distort(idealU, idealV, out) && Math.abs(u - out[0]) + Math.abs(v - out[1]) < 1e-6;
    out[0] = close ? idealU : Double.NaN;
    out[1] = close ? idealV : Double.NaN;
    return close;
  }

  private boolean unbend(double u, double v, double[] out) {
    double x = (u - cx) / fx;
    double y = (v - cy) / fy;
    double seen = Math.sqrt(x * x + y * y);
    double theta = seen;
    for (int i = 0; i < NEWTON_STEPS; i++) {
      double t2 = theta * theta;
      double slope = 1 + t2 * (3 * k[0] + t2 * (5 * k[1] + t2 * (7 * k[2] + t2 * 9 * k[3])));
      theta -= (bent(theta) - seen) / slope;
    }
    double r = StrictMath.tan(theta);
    boolean inside =
        theta >= 0
            && theta < Math.PI / 2
            && r * r <= foldRadius2
            && Math.abs(bent(theta) - seen) < SAME_PX;
    double stretch = seen < 1e-8 ? 1 : r / seen;
    out[0] = inside ? cx + fx * x * stretch : Double.NaN;
    out[1] = inside ? cy + fy * y * stretch : Double.NaN;
    return inside;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Lens l
        && model == l.model
        && fx == l.fx
        && fy == l.fy
        && cx == l.cx
        && cy == l.cy
        && Arrays.equals(k, l.k);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(new double[] {fx, fy, cx, cy}) * 31 + Arrays.hashCode(k);
  }
}
