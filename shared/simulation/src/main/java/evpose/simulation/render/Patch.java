package evpose.simulation.render;

/**
 * Pixels that see one capsule, and its surface there. A pixel belongs to the axis point at t - |s|
 * k / c (see {@link Outline}) or, where that is off the axis, to the ball at that end; from there
 * follow the local radius, the surface normal, the depth and the place on the cloth.
 *
 * <p>Pixels are collected first and worked out together, in short loops without a choice, which
 * compilers do many pixels at a time. Each number is what it would be for the pixel alone. Not
 * thread-safe.
 */
final class Patch {
  /** How many pixels it holds. */
  int size;

  /** By their index in the image. */
  final int[] pixel;

  /** Distance outside the outline, pixels; negative inside. */
  final float[] outside;

  /** Depth of the surface, mm. */
  final float[] depthMm;

  /** Index of the light on the surface in {@link Shading#ball}. */
  final int[] light;

  /** Index of the angle around the axis, from the line of sight, in {@link Edge#ARC_SINE}. */
  final int[] arc;

  final float[] radiusMm;

  /** Where on the cloth the surface is, along the axis. */
  final int[] texel;

  // what is known of a pixel when it is taken
  private final float[] across;
  private final float[] along;
  private final float[] x;
  private final float[] y;
  private final float[] share;

  // on the way
  private final float[] radius;
  private final float[] inverse;
  private final float[] nx;
  private final float[] ny;

  Patch(int capacity) {
    pixel = new int[capacity];
    outside = new float[capacity];
    depthMm = new float[capacity];
    light = new int[capacity];
    arc = new int[capacity];
    radiusMm = new float[capacity];
    texel = new int[capacity];
    across = new float[capacity];
    along = new float[capacity];
    x = new float[capacity];
    y = new float[capacity];
    share = new float[capacity];
    radius = new float[capacity];
    inverse = new float[capacity];
    nx = new float[capacity];
    ny = new float[capacity];
  }

  /**
   * Takes a pixel of the side.
   *
   * @param s distance across the axis, pixels, with its sign
   * @param t and along the tangent line
   */
  void takeSide(int q, float s, float t) {
    int n = size++;
    pixel[n] = q;
    across[n] = s;
    along[n] = t;
  }

  /**
   * Takes a pixel of the ball at an end.
   *
   * @param s distance across the axis, pixels, with its sign
   * @param fromX from the ball's centre, pixels
   */
  void takeEnd(int q, float s, float fromX, float fromY, float endRadius, float endShare) {
    int n = size++;
    pixel[n] = q;
    across[n] = s;
    x[n] = fromX;
    y[n] = fromY;
    radius[n] = endRadius;
    share[n] = endShare;
  }

  /** Works out the surface at pixels of the side. */
  void workOutSide(Outline o, float lengthMm, float shiftMm) {
    int n = size;
    float ax = o.axisX;
    float ay = o.axisY;
    float k = o.k;
    float radiusA = o.radiusA;
    float inverseC = 1 / o.c;
    float inverseEnd = 1 / (o.length * o.c);
    for (int i = 0; i < n; i++) {
      float t = along[i];
      float s = across[i];
      float off = Math.abs(s) * inverseC;
      float r = radiusA - k * t * inverseC;
      outside[i] = off - r;
      inverse[i] = 1 / Math.max(off, r);
    }
    for (int i = 0; i < n; i++) {
      float s = across[i];
      float one = inverse[i];
      float off = Math.abs(s) * inverseC;
      nx[i] = (ax * off * k - ay * s) * one;
      ny[i] = (ay * off * k + ax * s) * one;
    }
    for (int i = 0; i < n; i++) {
      share[i] = along[i] * inverseEnd;
    }
    workOut(o, lengthMm, shiftMm);
  }

  /** Works out the surface at pixels of the ends. */
  void workOutEnds(Outline o, float lengthMm, float shiftMm) {
    int n = size;
    for (int i = 0; i < n; i++) {
      float right = x[i];
      float down = y[i];
      float r = radius[i];
      float off = (float) Math.sqrt(right * right + down * down);
      outside[i] = off - r;
      inverse[i] = 1 / Math.max(off, r);
    }
    for (int i = 0; i < n; i++) {
      float right = x[i];
      float down = y[i];
      float one = inverse[i];
      nx[i] = right * one;
      ny[i] = down * one;
    }
    workOut(o, lengthMm, shiftMm);
  }

  private void workOut(Outline o, float lengthMm, float shiftMm) {
    int n = size;
    float radiusA = o.radiusAMm;
    float radiusStep = o.radiusBMm - o.radiusAMm;
    float depthA = o.depthA;
    float depthStep = o.depthB - o.depthA;
    for (int i = 0; i < n; i++) {
      float right = nx[i];
      float down = ny[i];
      float way = share[i];
      float mm = radiusA + way * radiusStep;
      float towards = (float) Math.sqrt(Math.max(1 - right * right - down * down, 0));
      radiusMm[i] = mm;
      depthMm[i] = depthA + way * depthStep - towards * mm;
    }
    for (int i = 0; i < n; i++) {
      float right = nx[i];
      float down = ny[i];
      light[i] = Shading.index(right, down);
    }
    for (int i = 0; i < n; i++) {
      arc[i] = (int) (Edge.ARC_STEPS * (across[i] * inverse[i]) + Edge.ARC_STEPS + 0.5f);
    }
    for (int i = 0; i < n; i++) {
      texel[i] = ClothTile.texel(share[i] * lengthMm + shiftMm);
    }
  }
}
