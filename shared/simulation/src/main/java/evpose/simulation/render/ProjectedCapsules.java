package evpose.simulation.render;

/**
 * The capsules of a body as one camera sees them at one moment, and the order in which to paint
 * them. Not thread-safe.
 */
final class ProjectedCapsules {
  private static final float TURN = (float) (2 * Math.PI);

  // both ends: pixels and mm
  final float[] xA;
  final float[] yA;
  final float[] depthA;
  final float[] xB;
  final float[] yB;
  final float[] depthB;

  /** Angle around the axis from the reference direction to the camera, radians; not wrapped. */
  final float[] facing;

  /** Distance between the two centres, mm. */
  final float[] lengthMm;

  /** Indices, nearest first. */
  final int[] order;

  ProjectedCapsules(int count) {
    xA = new float[count];
    yA = new float[count];
    depthA = new float[count];
    xB = new float[count];
    yB = new float[count];
    depthB = new float[count];
    facing = new float[count];
    lengthMm = new float[count];
    order = new int[count];
    for (int i = 0; i < count; i++) {
      order[i] = i;
    }
  }

  int count() {
    return order.length;
  }

  /** Whether both ends are far enough before the camera to be drawn. */
  boolean inFront(int i) {
    return depthA[i] > Eye.NEAREST_MM && depthB[i] > Eye.NEAREST_MM;
  }

  /** Sees the capsules where they are. */
  void look(Eye eye, Capsules capsules) {
    double[] a = capsules.a();
    double[] b = capsules.b();
    for (int i = 0; i < order.length; i++) {
      eye.look(a[3 * i], a[3 * i + 1], a[3 * i + 2]);
      xA[i] = (float) eye.u;
      yA[i] = (float) eye.v;
      depthA[i] = (float) eye.depthMm;
      eye.look(b[3 * i], b[3 * i + 1], b[3 * i + 2]);
      xB[i] = (float) eye.u;
      yB[i] = (float) eye.v;
      depthB[i] = (float) eye.depthMm;
      lengthMm[i] = capsules.lengthMm(i);
      facing[i] = eye.facing(a, b, capsules.reference(), 3 * i);
    }
    sort();
  }

  /** Adds whole turns to every {@link #facing}, so that it is nearest to what it was. */
  void turnOnFrom(ProjectedCapsules before) {
    for (int i = 0; i < order.length; i++) {
      facing[i] += TURN * Math.round((before.facing[i] - facing[i]) / TURN);
    }
  }

  /**
   * Becomes what is seen between three moments, each quantity on the parabola through the three.
   *
   * @param share 0 at the first, 0.5 at the second, 1 at the third
   */
  void between(ProjectedCapsules p, ProjectedCapsules q, ProjectedCapsules r, double share) {
    float u = (float) ((1 - 2 * share) * (1 - share));
    float v = (float) (4 * share * (1 - share));
    float w = (float) (share * (2 * share - 1));
    blend(p.xA, q.xA, r.xA, u, v, w, xA);
    blend(p.yA, q.yA, r.yA, u, v, w, yA);
    blend(p.depthA, q.depthA, r.depthA, u, v, w, depthA);
    blend(p.xB, q.xB, r.xB, u, v, w, xB);
    blend(p.yB, q.yB, r.yB, u, v, w, yB);
    blend(p.depthB, q.depthB, r.depthB, u, v, w, depthB);
    blend(p.facing, q.facing, r.facing, u, v, w, facing);
    blend(p.lengthMm, q.lengthMm, r.lengthMm, u, v, w, lengthMm);
    for (int i = 0; i < order.length; i++) {
      if (!(p.inFront(i) && q.inFront(i) && r.inFront(i))) {
        depthA[i] = 0; // a parabola through the camera's plane means nothing
      }
    }
    sort();
  }

  private static void blend(
      float[] p, float[] q, float[] r, float u, float v, float w, float[] out) {
    for (int i = 0; i < out.length; i++) {
      out[i] = p[i] * u + q[i] * v + r[i] * w;
    }
  }

  /** By insertion, from the order before: bodies hardly change between two pictures. */
  private void sort() {
    for (int k = 1; k < order.length; k++) {
      int i = order[k];
      float far = depthA[i] + depthB[i];
      int at = k;
      while (at > 0 && depthA[order[at - 1]] + depthB[order[at - 1]] > far) {
        order[at] = order[at - 1];
        at--;
      }
      order[at] = i;
    }
  }
}
