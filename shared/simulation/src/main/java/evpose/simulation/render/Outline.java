package evpose.simulation.render;

/**
 * One capsule in one image: the flat hull of its two projected spheres.
 *
 * <pre>
 *      ___________
 *    /a\_    t    \___     t   along the axis, pixels      tangent lines: k t + c |s| = ra
 *   |   +-----------b-|    s   across it                   k = (ra - rb) / length, c² + k² = 1
 *    \_/___________/       distance outside = k t + c |s| - ra, exact
 * </pre>
 *
 * Set by {@link #of}, then asked for the span of each row; fields are read by the raster's inner
 * loop. Not thread-safe.
 */
final class Outline {
  float x0;
  float y0;
  float radiusA;
  float radiusB;
  float radiusAMm;
  float radiusBMm;
  float depthA;
  float depthB;

  /** From a to b in the image, pixels; 0 when one end hides the other. */
  float length;

  float axisX;
  float axisY;
  float k;
  float c;

  /** Rows and columns that the outline with its soft edge reaches. */
  float top;

  float bottom;
  float leftmost;
  float rightmost;

  /** No point of the surface is nearer to the camera than this, mm. */
  float nearestMm;

  // the span of the row asked for last
  float left;
  float right;

  /**
   * Takes a projected capsule.
   *
   * @return whether it is wholly in front of the camera
   */
  boolean of(ProjectedCapsules p, int i, float radiusAMm, float radiusBMm, float focalPixels) {
    depthA = p.depthA[i];
    depthB = p.depthB[i];
    if (!p.inFront(i)) {
      return false;
    }
    this.radiusAMm = radiusAMm;
    this.radiusBMm = radiusBMm;
    radiusA = radiusAMm * focalPixels / depthA;
    radiusB = radiusBMm * focalPixels / depthB;
    x0 = p.xA[i];
    y0 = p.yA[i];
    float dx = p.xB[i] - x0;
    float dy = p.yB[i] - y0;
    length = (float) Math.sqrt(dx * dx + dy * dy);
    if (length > Math.abs(radiusA - radiusB) + 1e-3f) {
      k = (radiusA - radiusB) / length;
      axisX = dx / length;
      axisY = dy / length;
    } else {
      ball(p, i);
    }
    c = (float) Math.sqrt(1 - k * k);
    float y1 = y0 + axisY * length;
    top = Math.min(y0 - radiusA, y1 - radiusB) - Edge.REACH_PIXELS;
    bottom = Math.max(y0 + radiusA, y1 + radiusB) + Edge.REACH_PIXELS;
    float x1 = x0 + axisX * length;
    leftmost = Math.min(x0 - radiusA, x1 - radiusB) - Edge.REACH_PIXELS;
    rightmost = Math.max(x0 + radiusA, x1 + radiusB) + Edge.REACH_PIXELS;
    nearestMm = Math.min(depthA - this.radiusAMm, depthB - this.radiusBMm);
    return true;
  }

  /** One end hides the other: what is seen is the larger ball. */
  private void ball(ProjectedCapsules p, int i) {
    if (radiusB > radiusA) {
      x0 = p.xB[i];
      y0 = p.yB[i];
      radiusA = radiusB;
      radiusAMm = radiusBMm;
      depthA = depthB;
    }
    radiusB = radiusA;
    radiusBMm = radiusAMm;
    depthB = depthA;
    length = 0;
    k = 0;
    axisX = 1;
    axisY = 0;
  }

  /** Works out {@link #left} and {@link #right} of the row whose middle is {@code y}. */
  void row(float y) {
    left = Float.MAX_VALUE;
    right = -Float.MAX_VALUE;
    float reachA = radiusA + Edge.REACH_PIXELS;
    float reachB = radiusB + Edge.REACH_PIXELS;
    float x1 = x0 + axisX * length;
    float y1 = y0 + axisY * length;
    disc(x0, y - y0, reachA);
    disc(x1, y - y1, reachB);
    for (int side = -1; side <= 1; side += 2) { // where the row cuts the tangent lines
      float nx = axisX * k - axisY * c * side;
      float ny = axisY * k + axisX * c * side;
      float from = y0 + ny * reachA;
      float to = y1 + ny * reachB;
      if ((y - from) * (y - to) <= 0 && from != to) {
        float start = x0 + nx * reachA;
        float cut = start + (y - from) / (to - from) * (x1 + nx * reachB - start);
        left = Math.min(left, cut);
        right = Math.max(right, cut);
      }
    }
  }

  private void disc(float x, float dy, float radius) {
    float square = radius * radius - dy * dy;
    if (square >= 0) {
      float half = (float) Math.sqrt(square);
      left = Math.min(left, x - half);
      right = Math.max(right, x + half);
    }
  }
}
