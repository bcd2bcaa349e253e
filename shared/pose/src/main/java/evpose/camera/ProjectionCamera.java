package evpose.camera;

import org.jspecify.annotations.Nullable;

/**
 * A camera: one 3x4 matrix from the world (mm) to its image (pixels, corner origin, rows down), and
 * the lens that bends this image, if one is known.
 *
 * <pre>
 *   [a b c]ᵀ = P · [X Y Z 1]ᵀ      u = a / c      v = b / c      seen = lens(u, v)
 * </pre>
 *
 * Immutable.
 *
 * @see "Hartley and Zisserman 2004, chapter 6"
 */
public final class ProjectionCamera {
  private final String id;
  private final int width;
  private final int height;
  private final double[] p; // [3][4] row-major
  private final double depthSign;
  private final @Nullable Lens lens;
  private final double[] centre;

  /**
   * A camera without lens distortion.
   *
   * @param worldToImage P, [3][4] row-major; copied
   */
  public ProjectionCamera(String id, int width, int height, double[] worldToImage) {
    this(id, width, height, worldToImage, null);
  }

  /**
   * @param worldToImage P, [3][4] row-major, to the ideal image; copied
   * @param lens from the ideal to the seen image; null when there is nothing to undo
   */
  public ProjectionCamera(
      String id, int width, int height, double[] worldToImage, @Nullable Lens lens) {
    if (worldToImage.length != 12) {
      throw new IllegalArgumentException(
          "a projection matrix has 3x4 numbers: camera=" + id + ", numbers=" + worldToImage.length);
    }
    this.id = id;
    this.width = width;
    this.height = height;
    this.p = worldToImage.clone();
    double det = determinantOfLeft(p);
    if (!(Math.abs(det) > 0)) { // negated so that NaN is refused too
      throw new IllegalArgumentException(
          "the left 3x3 of a projection matrix must be invertible: camera=" + id + ", det=" + det);
    }
    // With columns to the right and rows down the camera's frame is right-handed, so M = K·R has a
    // positive determinant up
    // to the scale of P, whose sign is the sign of depth.
    this.depthSign = Math.signum(det);
    this.lens = lens;
    this.centre = centre(p, det);
  }

  /** A camera whose matrix counts rows upwards, as DHP19's do: row = flipHeight - v. */
  public static ProjectionCamera fromFlippedRows(
      String id, int width, int height, double[] worldToFlippedImage, double flipHeight) {
    double[] p = worldToFlippedImage.clone();
    for (int c = 0; c < 4; c++) {
      p[4 + c] = flipHeight * worldToFlippedImage[8 + c] - worldToFlippedImage[4 + c];
    }
    return new ProjectionCamera(id, width, height, p);
  }

  private static double determinantOfLeft(double[] m) {
    return m[0] * (m[5] * m[10] - m[6] * m[9])
        - m[1] * (m[4] * m[10] - m[6] * m[8])
        + m[2] * (m[4] * m[9] - m[5] * m[8]);
  }

  public String id() {
    return id;
  }

  public int width() {
    return width;
  }

  public int height() {
    return height;
  }

  /** P, [3][4] row-major; a copy. */
  public double[] worldToImage() {
    return p.clone();
  }

  /** Element of P. */
  public double p(int row, int column) {
    return p[4 * row + column];
  }

  /**
   * Projects a point.
   *
   * @param pixel (out) u, v in pixels, corner origin; NaN when the point is not in front of the
   *     camera
   * @return whether the point is in front of the camera; it may still lie outside the image
   */
  public boolean project(double xMm, double yMm, double zMm, double[] pixel) {
    double c = p[8] * xMm + p[9] * yMm + p[10] * zMm + p[11];
    if (!(c * depthSign > 0)) {
      pixel[0] = Double.NaN;
      pixel[1] = Double.NaN;
      return false;
    }
    pixel[0] = (p[0] * xMm + p[1] * yMm + p[2] * zMm + p[3]) / c;
    pixel[1] = (p[4] * xMm + p[5] * yMm + p[6] * zMm + p[7]) / c;
    return lens == null || lens.distort(pixel[0], pixel[1], pixel);
  }

  /**
   * Projects a point and says how the pixel moves with it.
   *
   * @param out (out) u, v, du/dx, du/dy, du/dz, dv/dx, dv/dy, dv/dz in pixels and pixels per mm
   * @param scratch six numbers
   * @return whether the camera can see the point's direction; out is undefined when not
   */
  public boolean projectWithSlopes(
      double xMm, double yMm, double zMm, double[] out, double[] scratch) {
    double c = p[8] * xMm + p[9] * yMm + p[10] * zMm + p[11];
    if (!(c * depthSign > 0)) {
      return false;
    }
    double u = (p[0] * xMm + p[1] * yMm + p[2] * zMm + p[3]) / c;
    double v = (p[4] * xMm + p[5] * yMm + p[6] * zMm + p[7]) / c;
    for (int i = 0; i < 3; i++) {
      out[2 + i] = (p[i] - u * p[8 + i]) / c;
      out[5 + i] = (p[4 + i] - v * p[8 + i]) / c;
    }
    if (lens == null) {
      out[0] = u;
      out[1] = v;
      return true;
    }
    if (!lens.distort(u, v, scratch)) {
      return false;
    }
    out[0] = scratch[0];
    out[1] = scratch[1];
    for (int i = 0; i < 3; i++) {
      double du = out[2 + i];
      double dv = out[5 + i];
      out[2 + i] = scratch[2] * du + scratch[3] * dv;
      out[5 + i] = scratch[4] * du + scratch[5] * dv;
    }
    return true;
  }

  /**
   * The position that a pinhole would have seen.
   *
   * @param out (out) six numbers of scratch; u, v in the first two
   * @return false when the lens cannot see there
   */
  public boolean undistort(double u, double v, double[] out) {
    if (lens != null) {
      return lens.undistort(u, v, out);
    }
    out[0] = u;
    out[1] = v;
    return true;
  }

  /** What bends the image; null when nothing does. */
  public @Nullable Lens lens() {
    return lens;
  }

  /** Whether a pixel position lies on the sensor. */
  public boolean sees(double x, double y) {
    return x >= 0 && y >= 0 && x < width && y < height;
  }

  /** Distance of a point from the camera's plane, mm; positive in front. */
  public double depthMm(double xMm, double yMm, double zMm) {
    double c = p[8] * xMm + p[9] * yMm + p[10] * zMm + p[11];
    double norm = Math.sqrt(p[8] * p[8] + p[9] * p[9] + p[10] * p[10]);
    return depthSign * c / norm;
  }

  /** Where the camera stands, mm; a copy. */
  public double[] centreInWorldMm() {
    return centre.clone();
  }

  /** Where the camera stands: one coordinate, mm; axis 0 = x, 1 = y, 2 = z. */
  public double centreInWorldMm(int axis) {
    return centre[axis];
  }

  /** -M⁻¹p₄ by Cramer's rule. */
  private static double[] centre(double[] p, double det) {
    double[] centre = new double[3];
    for (int i = 0; i < 3; i++) {
      double[] m = p.clone();
      for (int row = 0; row < 3; row++) {
        m[4 * row + i] = -p[4 * row + 3];
      }
      centre[i] = determinantOfLeft(m) / det;
    }
    return centre;
  }
}
