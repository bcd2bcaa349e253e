package evpose.simulation.render;

/** The capsules of a body as one camera sees them, and the order in which to paint them. */
final class ProjectedCapsules {
  private final Eye eye;

  // both ends: pixels and mm
  float[] xA = new float[0];
  float[] yA = new float[0];
  float[] depthA = new float[0];
  float[] xB = new float[0];
  float[] yB = new float[0];
  float[] depthB = new float[0];

  /** Angle around the axis from the reference direction to the camera, radians. */
  float[] facing = new float[0];

  /** Indices, farthest first. */
  int[] order = new int[0];

  ProjectedCapsules(Eye eye) {
    this.eye = eye;
  }

  void look(Capsules capsules) {
    int n = capsules.count();
    if (order.length != n) {
      makeRoom(n);
    }
    double[] a = capsules.a();
    double[] b = capsules.b();
    for (int i = 0; i < n; i++) {
      eye.look(a[3 * i], a[3 * i + 1], a[3 * i + 2]);
      xA[i] = (float) eye.u;
      yA[i] = (float) eye.v;
      depthA[i] = (float) eye.depthMm;
      eye.look(b[3 * i], b[3 * i + 1], b[3 * i + 2]);
      xB[i] = (float) eye.u;
      yB[i] = (float) eye.v;
      depthB[i] = (float) eye.depthMm;
      facing[i] = facing(a, b, capsules.reference(), 3 * i);
      int at = i; // insertion sort
      while (at > 0 && sum(order[at - 1]) < sum(i)) {
        order[at] = order[at - 1];
        at--;
      }
      order[at] = i;
    }
  }

  private float sum(int i) {
    return depthA[i] + depthB[i];
  }

  private void makeRoom(int n) {
    xA = new float[n];
    yA = new float[n];
    depthA = new float[n];
    xB = new float[n];
    yB = new float[n];
    depthB = new float[n];
    facing = new float[n];
    order = new int[n];
  }

  private float facing(double[] a, double[] b, double[] reference, int o) {
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
    double vx = eye.centre[0] - a[o];
    double vy = eye.centre[1] - a[o + 1];
    double vz = eye.centre[2] - a[o + 2];
    double along = vx * rx + vy * ry + vz * rz;
    double across =
        (vx * (ay * rz - az * ry) + vy * (az * rx - ax * rz) + vz * (ax * ry - ay * rx)) / length;
    return (float) StrictMath.atan2(across, along);
  }
}
