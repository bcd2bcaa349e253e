package evpose.simulation.render;

import evpose.camera.ProjectionCamera;
import evpose.simulation.chance.Dice;
import java.util.Arrays;

/**
 * Draws a body of capsules into the image of one camera, each as its {@link Outline}, farthest
 * first. A pixel belongs to the axis point at t - |s| k / c; from there follow the local radius,
 * the surface normal, the depth and the place on the cloth. Depth decides where capsules cut each
 * other; {@link Edge} softens outlines. Cost is that of the body's pixels, nothing is allocated.
 * Not thread-safe.
 */
public final class BodyRaster {
  private final int width;
  private final int height;
  private final Eye eye;
  private final Look look;
  private final float[] tile;
  private final float[] ball;
  private final float[] background;
  private final IntensityImage image;
  private final float[] value;
  private final float[] depth;
  private final ProjectedCapsules projected;
  private final Outline outline = new Outline();

  // the surface of the capsule being drawn
  private float albedo;
  private float cloth;
  private float strength;
  private float lengthMm;
  private float facing;
  private float shiftAlongMm;
  private float shiftAroundMm;

  /**
   * @param scene look of the scene, the same for all cameras of a rig
   * @param seed of this camera's background
   */
  public BodyRaster(ProjectionCamera camera, Look scene, long seed) {
    width = camera.width();
    height = camera.height();
    eye = new Eye(camera);
    look = scene;
    tile = scene.tile.value;
    ball = new Shading(scene, eye).ball;
    projected = new ProjectedCapsules(eye);
    background = Backdrop.paint(width, height, scene, Dice.of(seed, "background"));
    image = new IntensityImage(width, height);
    value = image.values();
    System.arraycopy(background, 0, value, 0, background.length);
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
    projected.look(capsules);
    for (int i : projected.order) {
      float radiusA = (float) capsules.radiusA[i];
      float radiusB = (float) capsules.radiusB[i];
      if (outline.of(projected, i, radiusA, radiusB, (float) eye.focalPixels)) {
        takeSurface(capsules, i);
        fill();
      }
    }
  }

  private void wipe() {
    for (int y = 0; y < height; y++) {
      int from = y * width + image.bodyBegin(y);
      int to = y * width + image.bodyEnd(y);
      if (from < to) {
        System.arraycopy(background, from, value, from, to - from);
        Arrays.fill(depth, from, to, Float.MAX_VALUE);
      }
    }
    image.uncover();
  }

  private void takeSurface(Capsules capsules, int i) {
    Material material = capsules.material[i];
    albedo = look.albedo[material.ordinal()];
    cloth = look.cloth[material.ordinal()];
    facing = projected.facing[i];
    shiftAlongMm = capsules.shiftAlongMm[i];
    shiftAroundMm = capsules.shiftAroundMm[i];
    lengthMm = outline.length > 0 ? capsules.lengthMm(i) : 0;
    strength = 1;
    if (material == Material.MARKER) { // a dot smaller than the blur keeps its light
      float square = outline.radiusA * outline.radiusA;
      strength = square / (square + (float) (Edge.BLUR_PIXELS * Edge.BLUR_PIXELS));
    }
  }

  private void fill() {
    int top = Math.max(0, (int) Math.floor(outline.top));
    int bottom = Math.min(height, (int) Math.ceil(outline.bottom) + 1);
    for (int y = top; y < bottom; y++) {
      outline.row(y + 0.5f);
      int begin = Math.max(0, (int) Math.floor(outline.left));
      int end = Math.min(width, (int) Math.ceil(outline.right));
      if (begin < end) {
        image.cover(y, begin, end);
        fill(y, begin, end);
      }
    }
  }

  private void fill(int y, int begin, int end) {
    Outline o = outline;
    float ax = o.axisX;
    float ay = o.axisY;
    float k = o.k;
    float c = o.c;
    float inverseC = 1 / c;
    float length = o.length;
    float sideEnd = length * c;
    float inverseSideEnd = length > 0 ? 1 / sideEnd : 0;
    float py = y + 0.5f - o.y0;
    for (int x = begin; x < end; x++) {
      float px = x + 0.5f - o.x0;
      float s = py * ax - px * ay;
      float across = Math.abs(s);
      float side = (px * ax + py * ay) * c - across * k; // along the tangent line
      float share; // of the way from a to b
      float radius; // there, pixels
      float off; // from the axis, pixels
      float ox;
      float oy;
      if (side > 0 && side < sideEnd) {
        share = side * inverseSideEnd;
        radius = o.radiusA - k * side * inverseC;
        off = across * inverseC;
        ox = ax * off * k - ay * s;
        oy = ay * off * k + ax * s;
      } else {
        boolean atB = side > 0;
        share = atB ? 1 : 0;
        radius = atB ? o.radiusB : o.radiusA;
        ox = atB ? px - ax * length : px;
        oy = atB ? py - ay * length : py;
        off = (float) Math.sqrt(ox * ox + oy * oy);
      }
      float outside = off - radius;
      if (outside >= Edge.REACH_PIXELS) {
        continue;
      }
      float inverse = 1 / Math.max(radius, off);
      float nx = ox * inverse;
      float ny = oy * inverse;
      float nz = (float) Math.sqrt(Math.max(0, 1 - nx * nx - ny * ny));
      float radiusMm = o.radiusAMm + share * (o.radiusBMm - o.radiusAMm);
      float z = o.depthA + share * (o.depthB - o.depthA) - nz * radiusMm;
      int q = y * width + x;
      if (z >= depth[q]) {
        continue;
      }
      float bright = albedo * light(nx, ny) * texture(s * inverse, share, radiusMm);
      if (outside <= -Edge.REACH_PIXELS && strength == 1) {
        value[q] = bright;
        depth[q] = z;
        continue;
      }
      int step =
          (int)
              ((Math.max(-Edge.REACH_PIXELS, outside) + Edge.REACH_PIXELS) * Edge.STEPS_PER_PIXEL);
      value[q] += strength * Edge.COVERAGE[step] * (bright - value[q]);
      if (outside < 0) {
        depth[q] = z;
      }
    }
  }

  /** Light on a surface that faces this way in the image. */
  private float light(float nx, float ny) {
    int row = (int) (ny * Shading.RADIUS + (Shading.RADIUS + 0.5f));
    int column = (int) (nx * Shading.RADIUS + (Shading.RADIUS + 0.5f));
    return ball[row * Shading.SIDE + column];
  }

  /**
   * The cloth's brightness.
   *
   * @param sine of the angle around the axis, from the line of sight
   */
  private float texture(float sine, float share, float radiusMm) {
    float clamped = Math.max(-1, Math.min(1, sine));
    float around = facing + Edge.ARC_SINE[(int) (Edge.ARC_STEPS * clamped + Edge.ARC_STEPS + 0.5f)];
    int row = ClothTile.texel(around * radiusMm + shiftAroundMm);
    int column = ClothTile.texel(share * lengthMm + shiftAlongMm);
    return 1 + cloth * tile[row * ClothTile.SIZE + column];
  }
}
