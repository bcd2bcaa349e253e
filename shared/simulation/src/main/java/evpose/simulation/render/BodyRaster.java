package evpose.simulation.render;

import evpose.camera.ProjectionCamera;
import evpose.simulation.chance.Dice;
import java.util.Arrays;

/**
 * Draws a body of capsules into the image of one camera, each as its {@link Outline}, nearest
 * first. A pixel belongs to the axis point at t - |s| k / c; from there follow the local radius,
 * the surface normal, the depth and the place on the cloth. {@link Edge} softens outlines: what a
 * capsule leaves uncovered of a pixel goes to those behind it. Where a pixel is all covered, depth
 * decides, so that capsules cut each other. Cost is that of the body's visible pixels, nothing is
 * allocated. Not thread-safe.
 */
public final class BodyRaster {
  /** Cloth's darkest spots, relative to its mean: nothing is darker than black. */
  private static final float DARKEST_CLOTH = 0.1f;

  /** Pixels that are worked out at once. */
  private static final int BATCH = 1024;

  private final int width;
  private final int height;
  private final Eye eye;
  private final Look look;
  private final float[] tile;
  private final float[] ball;
  private final float[] background;
  private final IntensityImage image;
  private final float[] value;

  /** How much of a pixel the body covers, 0 to 1. */
  private final float[] covered;

  /** Of the surface in a pixel that is all covered, mm; beyond all else in other pixels. */
  private final float[] depth;

  private final Outline outline = new Outline();
  private final Patch sides;
  private final Patch ends;

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
    background = Backdrop.paint(width, height, scene, Dice.of(seed, "background"));
    image = new IntensityImage(width, height);
    value = image.values();
    System.arraycopy(background, 0, value, 0, background.length);
    covered = new float[width * height];
    depth = new float[width * height];
    sides = new Patch(BATCH + width);
    ends = new Patch(BATCH + width);
    Arrays.fill(depth, Float.MAX_VALUE);
  }

  /** The image; drawing changes it in place. */
  public IntensityImage image() {
    return image;
  }

  /** Replaces the body in the whole image by one that stands somewhere else. */
  public void draw(Capsules capsules) {
    ProjectedCapsules projected = new ProjectedCapsules(capsules.count());
    projected.look(eye, capsules);
    drawAll(projected, capsules);
  }

  void drawAll(ProjectedCapsules projected, Capsules capsules) {
    Arrays.fill(image.fresh, true);
    drawFresh(projected, capsules);
  }

  /** Replaces the body in the image's fresh tiles, and touches no other. */
  void drawFresh(ProjectedCapsules projected, Capsules capsules) {
    wipe();
    for (int i : projected.order) {
      float radiusA = (float) capsules.radiusA[i];
      float radiusB = (float) capsules.radiusB[i];
      if (outline.of(projected, i, radiusA, radiusB, (float) eye.focalPixels)) {
        takeSurface(projected, capsules, i);
        fill();
        paint();
      }
    }
  }

  private void wipe() {
    int across = image.tilesAcross();
    for (int t = 0; t < image.body.length; t++) {
      if (image.body[t] && image.fresh[t]) {
        image.body[t] = false;
        int x = t % across * IntensityImage.TILE_WIDTH;
        int y = t / across * IntensityImage.TILE_HEIGHT;
        int columns = Math.min(IntensityImage.TILE_WIDTH, width - x);
        int bottom = Math.min(height, y + IntensityImage.TILE_HEIGHT);
        for (int q = y * width + x; y < bottom; y++, q += width) {
          System.arraycopy(background, q, value, q, columns);
          Arrays.fill(covered, q, q + columns, 0);
          Arrays.fill(depth, q, q + columns, Float.MAX_VALUE);
        }
      }
    }
  }

  private void takeSurface(ProjectedCapsules projected, Capsules capsules, int i) {
    Material material = capsules.material[i];
    albedo = look.albedo[material.ordinal()];
    cloth = look.cloth[material.ordinal()];
    facing = projected.facing[i];
    shiftAlongMm = capsules.shiftAlongMm[i];
    shiftAroundMm = capsules.shiftAroundMm[i];
    lengthMm = outline.length > 0 ? projected.lengthMm[i] : 0;
    strength = 1;
    if (material == Material.MARKER) { // a dot smaller than the blur keeps its light
      float square = outline.radiusA * outline.radiusA;
      strength = square / (square + (float) (Edge.BLUR_PIXELS * Edge.BLUR_PIXELS));
    }
  }

  private void fill() {
    int top = Math.max(0, (int) Math.floor(outline.top));
    int bottom = Math.min(height, (int) Math.ceil(outline.bottom) + 1);
    int left = Math.max(0, (int) Math.floor(outline.leftmost)) / IntensityImage.TILE_WIDTH;
    int right = Math.min(width, (int) Math.ceil(outline.rightmost) + 1) - 1;
    right = right < 0 ? -1 : right / IntensityImage.TILE_WIDTH;
    while (top < bottom) {
      int tileRow = top / IntensityImage.TILE_HEIGHT;
      int tiles = tileRow * image.tilesAcross();
      int until = Math.min(bottom, (tileRow + 1) * IntensityImage.TILE_HEIGHT);
      if (anyFresh(tiles + left, tiles + right)) {
        for (int y = top; y < until; y++) {
          fillRow(y, tiles);
        }
      }
      top = until;
    }
  }

  private boolean anyFresh(int first, int last) {
    for (int t = first; t <= last; t++) {
      if (image.fresh[t]) {
        return true;
      }
    }
    return false;
  }

  /** Fills a row's fresh tiles. */
  private void fillRow(int y, int tiles) {
    outline.row(y + 0.5f);
    int begin = Math.max(0, (int) Math.floor(outline.left));
    int end = Math.min(width, (int) Math.ceil(outline.right));
    if (begin >= end) {
      return;
    }
    int last = tiles + (end - 1) / IntensityImage.TILE_WIDTH;
    int t = tiles + begin / IntensityImage.TILE_WIDTH;
    while (t <= last) {
      if (!image.fresh[t]) {
        t++;
        continue;
      }
      int from = Math.max(begin, (t - tiles) * IntensityImage.TILE_WIDTH);
      while (t <= last && image.fresh[t]) {
        image.body[t++] = true;
      }
      int until = Math.min(end, (t - tiles) * IntensityImage.TILE_WIDTH);
      take(y, from, until);
      if (Math.max(sides.size, ends.size) >= BATCH) {
        paint();
      }
    }
  }

  /** Takes a row's pixels that are not all covered by something nearer. */
  private void take(int row, int begin, int end) {
    Outline o = outline;
    float ax = o.axisX;
    float ay = o.axisY;
    float k = o.k;
    float c = o.c;
    float length = o.length;
    float sideEnd = length * c;
    float nearest = o.nearestMm;
    float py = row + 0.5f - o.y0;
    for (int x = begin; x < end; x++) {
      int q = row * width + x;
      if (nearest >= depth[q]) {
        continue;
      }
      float px = x + 0.5f - o.x0;
      float s = py * ax - px * ay;
      float side = (px * ax + py * ay) * c - Math.abs(s) * k; // along the tangent line
      if (side > 0 && side < sideEnd) {
        sides.takeSide(q, s, side);
      } else if (side > 0) {
        ends.takeEnd(q, s, px - ax * length, py - ay * length, o.radiusB, 1);
      } else {
        ends.takeEnd(q, s, px, py, o.radiusA, 0);
      }
    }
  }

  /** Paints the pixels taken of the capsule being drawn. */
  private void paint() {
    sides.workOutSide(outline, lengthMm, shiftAlongMm);
    paint(sides);
    ends.workOutEnds(outline, lengthMm, shiftAlongMm);
    paint(ends);
  }

  private void paint(Patch p) {
    for (int i = 0; i < p.size; i++) {
      float outside = p.outside[i];
      int q = p.pixel[i];
      if (outside >= Edge.REACH_PIXELS || p.depthMm[i] >= depth[q]) {
        continue;
      }
      float around = (facing + Edge.ARC_SINE[p.arc[i]]) * p.radiusMm[i] + shiftAroundMm;
      float texture = 1 + cloth * tile[ClothTile.texel(around) * ClothTile.SIZE + p.texel[i]];
      float bright = albedo * ball[p.light[i]] * Math.max(texture, DARKEST_CLOTH);
      if (outside <= -Edge.REACH_PIXELS && strength == 1) {
        // in a pixel that is all covered, by something farther, nothing of that is left
        float free = depth[q] == Float.MAX_VALUE ? 1 - covered[q] : 1;
        value[q] = free == 1 ? bright : value[q] + free * (bright - background[q]);
        covered[q] = 1;
        depth[q] = p.depthMm[i];
        continue;
      }
      float way = outside > -Edge.REACH_PIXELS ? outside + Edge.REACH_PIXELS : 0;
      float cover = strength * Edge.COVERAGE[(int) (way * Edge.STEPS_PER_PIXEL)];
      if (depth[q] == Float.MAX_VALUE) {
        cover *= 1 - covered[q];
        value[q] += cover * (bright - background[q]);
        covered[q] += cover;
      } else {
        value[q] += cover * (bright - value[q]);
      }
    }
    p.size = 0;
  }
}
