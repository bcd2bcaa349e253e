package evpose.simulation.render;

import evpose.camera.ProjectionCamera;
import evpose.simulation.chance.Dice;
import java.util.Arrays;

/**
 * Draws a body of capsules into the image of one camera, back to front, each as the flat outline of
 * its two projected spheres:
 *
 * <pre>
 *      ___________
 *    /a\_    t    \___     t   along the axis, pixels      tangent lines: k t + c |s| = ra
 *   |   +-----------b-|    s   across it                   k = (ra - rb) / length, c² + k² = 1
 *    \_/___________/       distance outside = k t + c |s| - ra, exact
 * </pre>
 *
 * The axis point a pixel belongs to lies at t - |s| k / c; from there follow the local radius, the
 * surface normal, the depth and the place on the cloth. Depth decides where capsules cut each
 * other; {@link Edge} softens outlines. Cost is that of the body's pixels, nothing is allocated.
 * Not thread-safe.
 */
public final class BodyRaster {
  private final int width;
  private final int height;
  private final Eye eye;
  private final Look look;
  private final Shading shading;
  private final float[] background;
  private final IntensityImage image;
  private final float[] depth;

  // the capsules of the picture being drawn, projected
  private float[] ua = new float[0];
  private float[] va = new float[0];
  private float[] ub = new float[0];
  private float[] vb = new float[0];
  private float[] da = new float[0];
  private float[] db = new float[0];
  private float[] facing = new float[0];
  private int[] order = new int[0];

  /**
   * @param scene look of the scene, the same for all cameras of a rig
   * @param seed of this camera's background
   */
  public BodyRaster(ProjectionCamera camera, Look scene, long seed) {
    width = camera.width();
    height = camera.height();
    eye = new Eye(camera);
    look = scene;
    shading = new Shading(scene, eye);
    background = Backdrop.paint(width, height, scene, Dice.of(seed, "background " + camera.id()));
    image = new IntensityImage(width, height);
    System.arraycopy(background, 0, image.value, 0, background.length);
    depth = new float[width * height];
    Arrays.fill(depth, Float.MAX_VALUE);
  }

  /** The image; {@link #draw} changes it in place. */
  public IntensityImage image() {
    return image;
  }

  /** Replaces the body in the image. */
  public void draw(Capsules capsules) {
    wipe();
    project(capsules);
    for (int i : order) {
      fill(capsules, i);
    }
  }

  private void wipe() {
    for (int y = 0; y < height; y++) {
      int from = y * width + image.begin[y];
      int to = y * width + image.end[y];
      if (from < to) {
        System.arraycopy(background, from, image.value, from, to - from);
        Arrays.fill(depth, from, to, Float.MAX_VALUE);
      }
    }
    image.clearSpans();
  }

  private void project(Capsules capsules) {
    int n = capsules.count();
    if (order.length != n) {
      ua = new float[n];
      va = new float[n];
      ub = new float[n];
      vb = new float[n];
      da = new float[n];
      db = new float[n];
      facing = new float[n];
      order = new int[n];
    }
    double[] a = capsules.a();
    double[] b = capsules.b();
    for (int i = 0; i < n; i++) {
      eye.look(a[3 * i], a[3 * i + 1], a[3 * i + 2]);
      ua[i] = (float) eye.u;
      va[i] = (float) eye.v;
      da[i] = (float) eye.depthMm;
      eye.look(b[3 * i], b[3 * i + 1], b[3 * i + 2]);
      ub[i] = (float) eye.u;
      vb[i] = (float) eye.v;
      db[i] = (float) eye.depthMm;
      facing[i] = facing(a, b, capsules.reference(), 3 * i);
      int at = i; // insertion sort, farthest first: the order hardly changes between pictures
      while (at > 0 && da[order[at - 1]] + db[order[at - 1]] < da[i] + db[i]) {
        order[at] = order[at - 1];
        at--;
      }
      order[at] = i;
    }
  }

  /** Angle around the axis, from the reference direction to the camera, radians. */
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

  private void fill(Capsules capsules, int i) {
    float radiusAMm = (float) capsules.radiusA[i];
    float radiusBMm = (float) capsules.radiusB[i];
    float depthA = da[i];
    float depthB = db[i];
    if (!(depthA > 200 && depthB > 200)) { // behind or at the lens
      return;
    }
    float focal = (float) eye.focalPixels;
    float ra = radiusAMm * focal / depthA;
    float rb = radiusBMm * focal / depthB;
    float x0 = ua[i];
    float y0 = va[i];
    float dx = ub[i] - x0;
    float dy = vb[i] - y0;
    float length = (float) Math.sqrt(dx * dx + dy * dy);
    float k = 0;
    float ex = 1;
    float ey = 0;
    if (length > Math.abs(ra - rb) + 1e-3f) {
      k = (ra - rb) / length;
      ex = dx / length;
      ey = dy / length;
    } else { // one end hides the other: a ball
      if (rb > ra) {
        x0 = ub[i];
        y0 = vb[i];
        ra = rb;
        radiusAMm = radiusBMm;
        depthA = depthB;
      }
      rb = ra;
      radiusBMm = radiusAMm;
      depthB = depthA;
      length = 0;
    }
    float c = (float) Math.sqrt(1 - k * k);
    float invC = 1 / c;
    float sideEnd = length * c;
    float invSideEnd = length > 0 ? 1 / sideEnd : 0;
    int material = capsules.material[i].ordinal();
    float albedo = look.albedo[material];
    float cloth = look.cloth[material];
    float strength = 1;
    if (capsules.material[i] == Material.MARKER) { // a dot smaller than the blur keeps its light
      float blur = (float) (Edge.BLUR_PIXELS * Edge.BLUR_PIXELS);
      strength = ra * ra / (ra * ra + blur);
    }
    float lengthMm = length > 0 ? lengthMm(capsules, i) : 0;
    float[] value = image.value;
    float[] tile = look.tile.value;
    float[] ball = shading.ball;

    float reachA = ra + Edge.REACH_PIXELS;
    float reachB = rb + Edge.REACH_PIXELS;
    float x1 = x0 + ex * length;
    float y1 = y0 + ey * length;
    int top = Math.max(0, (int) Math.floor(Math.min(y0 - reachA, y1 - reachB)));
    int bottom = Math.min(height, (int) Math.ceil(Math.max(y0 + reachA, y1 + reachB)) + 1);
    for (int y = top; y < bottom; y++) {
      float yc = y + 0.5f;
      float left = Float.MAX_VALUE;
      float right = -Float.MAX_VALUE;
      float h = reachA * reachA - (yc - y0) * (yc - y0);
      if (h >= 0) {
        h = (float) Math.sqrt(h);
        left = x0 - h;
        right = x0 + h;
      }
      h = reachB * reachB - (yc - y1) * (yc - y1);
      if (h >= 0) {
        h = (float) Math.sqrt(h);
        left = Math.min(left, x1 - h);
        right = Math.max(right, x1 + h);
      }
      for (int side = -1; side <= 1; side += 2) { // where the row cuts the tangent lines
        float nx = ex * k - ey * c * side;
        float ny = ey * k + ex * c * side;
        float ty0 = y0 + ny * reachA;
        float ty1 = y1 + ny * reachB;
        if ((yc - ty0) * (yc - ty1) <= 0 && ty0 != ty1) {
          float share = (yc - ty0) / (ty1 - ty0);
          float tx0 = x0 + nx * reachA;
          float cut = tx0 + share * (x1 + nx * reachB - tx0);
          left = Math.min(left, cut);
          right = Math.max(right, cut);
        }
      }
      int begin = Math.max(0, (int) Math.floor(left));
      int end = Math.min(width, (int) Math.ceil(right));
      if (begin >= end) {
        continue;
      }
      image.begin[y] = Math.min(image.begin[y], begin);
      image.end[y] = Math.max(image.end[y], end);
      float py = yc - y0;
      int q = y * width + begin;
      for (int x = begin; x < end; x++, q++) {
        float px = x + 0.5f - x0;
        float t = px * ex + py * ey;
        float s = py * ex - px * ey;
        float flat = Math.abs(s);
        float along = t * c - flat * k;
        float share; // 0 at a, 1 at b
        float r; // local radius, pixels
        float off; // from the axis point, pixels
        float ox;
        float oy;
        if (along <= 0) {
          share = 0;
          r = ra;
          ox = px;
          oy = py;
          off = (float) Math.sqrt(px * px + py * py);
        } else if (along >= sideEnd) {
          share = 1;
          r = rb;
          ox = px - ex * length;
          oy = py - ey * length;
          off = (float) Math.sqrt(ox * ox + oy * oy);
        } else {
          share = along * invSideEnd;
          r = ra - k * along * invC;
          off = flat * invC;
          float lean = off * k;
          ox = ex * lean - ey * s;
          oy = ey * lean + ex * s;
        }
        float outside = off - r;
        if (outside >= Edge.REACH_PIXELS) {
          continue;
        }
        float inv = 1 / Math.max(r, off);
        float nx = ox * inv;
        float ny = oy * inv;
        float nz = (float) Math.sqrt(Math.max(0, 1 - nx * nx - ny * ny));
        float radiusMm = radiusAMm + share * (radiusBMm - radiusAMm);
        float z = depthA + share * (depthB - depthA) - nz * radiusMm;
        if (z >= depth[q]) {
          continue;
        }
        float light =
            ball[
                (int) (ny * Shading.RADIUS + (Shading.RADIUS + 0.5f)) * Shading.SIDE
                    + (int) (nx * Shading.RADIUS + (Shading.RADIUS + 0.5f))];
        float around =
            facing[i] + Edge.ARC_SINE[(int) (64.5f + 64 * Math.max(-1, Math.min(1, s * inv)))];
        int row = (int) ((around * radiusMm + capsules.shiftAroundMm[i]) * 0.25f + 4096);
        int column = (int) ((share * lengthMm + capsules.shiftAlongMm[i]) * 0.25f + 4096);
        float cell = tile[(row & 255) * ClothTile.SIZE + (column & 255)];
        float bright = albedo * light * (1 + cloth * cell);
        if (outside <= -Edge.REACH_PIXELS) {
          value[q] = bright;
          depth[q] = z;
          continue;
        }
        float coverage =
            strength * Edge.COVERAGE[(int) ((outside + Edge.REACH_PIXELS) * Edge.STEPS_PER_PIXEL)];
        value[q] += coverage * (bright - value[q]);
        if (outside < 0) {
          depth[q] = z;
        }
      }
    }
  }

  private static float lengthMm(Capsules capsules, int i) {
    double dx = capsules.b()[3 * i] - capsules.a()[3 * i];
    double dy = capsules.b()[3 * i + 1] - capsules.a()[3 * i + 1];
    double dz = capsules.b()[3 * i + 2] - capsules.a()[3 * i + 2];
    return (float) Math.sqrt(dx * dx + dy * dy + dz * dz);
  }
}
