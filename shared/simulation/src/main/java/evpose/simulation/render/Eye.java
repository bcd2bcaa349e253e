package evpose.simulation.render;

import evpose.camera.ProjectionCamera;

/**
 * A camera as the raster needs it: where a point falls, how far it is, how many pixels a millimetre
 * has there, and which directions in the world are right, down and towards the camera in its image.
 *
 * <p>Pixels are taken as square; the error on the real matrices of DHP19 is below 2 %.
 */
final class Eye {
  /** What is nearer than this, or behind, is not drawn. */
  static final float NEAREST_MM = 200;

  private final double[] p;
  private final double depthScale;

  /** Pixels = focal · mm / depth. */
  final double focalPixels;

  /** Unit vectors in the world, seen at the middle of the image. */
  final double[] right;

  final double[] down;
  final double[] towards;
  final double[] centre;

  // what the last look found
  double u;
  double v;
  double depthMm;

  Eye(ProjectionCamera camera) {
    this.p = camera.worldToImage();
    double norm = Math.sqrt(p[8] * p[8] + p[9] * p[9] + p[10] * p[10]);
    this.centre = camera.centreInWorldMm();
    // a step along the third row is a step in depth, forwards or backwards
    double[] middle = {0, 0, 1000};
    double here = camera.depthMm(middle[0], middle[1], middle[2]);
    double there =
        camera.depthMm(middle[0] + p[8] / norm, middle[1] + p[9] / norm, middle[2] + p[10] / norm);
    double sign = Math.signum(there - here);
    this.depthScale = sign / norm;
    if (Math.abs(here) < NEAREST_MM) { // a camera beside the stage: take what is before it
      for (int i = 0; i < 3; i++) {
        middle[i] = centre[i] + 1000 * sign * p[8 + i] / norm;
      }
    }

    towards = new double[3];
    for (int i = 0; i < 3; i++) {
      towards[i] = centre[i] - middle[i];
    }
    normalise(towards);
    double[] e1 = cross(new double[] {0, 0, 1}, towards);
    if (Math.abs(towards[2]) > 0.999) {
      e1 = new double[] {1, 0, 0}; // looks straight down: any level direction will do
    }
    normalise(e1);
    double[] e2 = cross(towards, e1);
    // Jacobian of the image in e1, e2 by steps of one millimetre
    look(middle[0], middle[1], middle[2]);
    double u0 = u;
    double v0 = v;
    double depth0 = depthMm;
    look(middle[0] + e1[0], middle[1] + e1[1], middle[2] + e1[2]);
    double a = u - u0;
    double b = v - v0;
    look(middle[0] + e2[0], middle[1] + e2[1], middle[2] + e2[2]);
    double d = u - u0;
    double e = v - v0;
    double det = a * e - b * d;
    focalPixels = Math.sqrt(Math.abs(det)) * depth0;
    right = combine(e / det, e1, -b / det, e2);
    down = combine(-d / det, e1, a / det, e2);
  }

  /** Projects a point into {@link #u}, {@link #v} and {@link #depthMm}. */
  void look(double x, double y, double z) {
    double c = p[8] * x + p[9] * y + p[10] * z + p[11];
    u = (p[0] * x + p[1] * y + p[2] * z + p[3]) / c;
    v = (p[4] * x + p[5] * y + p[6] * z + p[7]) / c;
    depthMm = c * depthScale;
  }

  /**
   * Angle around a capsule's axis from its reference direction to the camera, radians; 0 for a
   * ball.
   *
   * @param offset of the capsule in the three arrays
   */
  float facing(double[] a, double[] b, double[] reference, int offset) {
    int o = offset;
    double ax = b[o] - a[o];
    double ay = b[o + 1] - a[o + 1];
    double az = b[o + 2] - a[o + 2];
    double length = Math.sqrt(ax * ax + ay * ay + az * az);
    if (length == 0) {
      return 0;
    }
    double rx = reference[o];
    double ry = reference[o + 1];
    double rz = reference[o + 2];
    double vx = centre[0] - a[o];
    double vy = centre[1] - a[o + 1];
    double vz = centre[2] - a[o + 2];
    double along = vx * rx + vy * ry + vz * rz;
    double across =
        (vx * (ay * rz - az * ry) + vy * (az * rx - ax * rz) + vz * (ax * ry - ay * rx)) / length;
    return (float) StrictMath.atan2(across, along);
  }

  private static double[] combine(double s, double[] a, double t, double[] b) {
    double[] sum = {s * a[0] + t * b[0], s * a[1] + t * b[1], s * a[2] + t * b[2]};
    normalise(sum);
    return sum;
  }

  static double[] cross(double[] a, double[] b) {
    return new double[] {
      a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]
    };
  }

  private static void normalise(double[] v) {
    double n = Math.sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2]);
    for (int i = 0; i < 3; i++) {
      v[i] /= n;
    }
  }
}
