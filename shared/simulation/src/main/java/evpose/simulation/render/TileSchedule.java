package evpose.simulation.render;

import java.util.Arrays;

/**
 * How often each tile of an image is drawn while the body moves through one take of four strides:
 * so often that nothing in it goes farther than {@link #LONGEST_JUMP_PIXELS} between two pictures.
 * Tiles in which all is slow are drawn once, at the take's end. Not thread-safe.
 *
 * <pre>
 *   stride   |     0     |     1     |     2     |     3     |
 *   fast     | | | | | | | | | | |   |     |     |           |    up to 24 pictures a stride,
 *   slow     .           .           |           .           |    a divisor of 24
 *   slower   .           .           .           .           |
 * </pre>
 */
final class TileSchedule {
  static final int STRIDES = 4;

  /** Ticks of a stride: the most pictures it can have. */
  static final int TICKS = 24;

  /** How far an outline may go from one picture to the next, pixels. */
  static final double LONGEST_JUMP_PIXELS = 1;

  private static final int[] DIVISORS = {1, 2, 3, 4, 6, 8, 12, 24};

  /** Pixels between the discs by which a capsule's place is marked. */
  private static final float DISC_STEP_PIXELS = 6;

  private final IntensityImage image;

  /** Pictures by stride and tile: 0 or a divisor of TICKS. */
  private final byte[][] pictures;

  /** Whether any tile is due at a tick of a stride. */
  private final boolean[][] busy = new boolean[STRIDES][TICKS + 1];

  /** Of the capsule being planned: way of its two ends by stride, pixels. */
  private final double[] wayA = new double[STRIDES];

  private final double[] wayB = new double[STRIDES];
  private double longestJumpPixels;

  TileSchedule(IntensityImage image) {
    this.image = image;
    this.pictures = new byte[STRIDES][image.body.length];
  }

  /**
   * Plans a take.
   *
   * @param nodes the body at begin, middle and end of each stride, [2 STRIDES + 1]
   */
  void plan(ProjectedCapsules[] nodes, Capsules capsules, double focalPixels) {
    for (int s = 0; s < STRIDES; s++) {
      Arrays.fill(pictures[s], (byte) (s == STRIDES - 1 ? 1 : 0));
      Arrays.fill(busy[s], false);
    }
    busy[STRIDES - 1][TICKS] = true;
    longestJumpPixels = 0;
    for (int i = 0; i < capsules.count(); i++) {
      if (takeWays(nodes, i)) {
        float radius = (float) (Math.max(capsules.radiusA[i], capsules.radiusB[i]) * focalPixels);
        plan(nodes, i, radius);
      }
    }
  }

  /**
   * Marks as fresh the tiles to draw at a tick, 1 to TICKS, and no others; whether there are any.
   */
  boolean due(int stride, int tick) {
    if (!busy[stride][tick]) {
      return false;
    }
    byte[] times = pictures[stride];
    for (int i = 0; i < times.length; i++) {
      image.fresh[i] = times[i] > 0 && tick * times[i] % TICKS == 0;
    }
    return true;
  }

  /** The longest way of an outline between two pictures of the take, pixels. */
  double longestJumpPixels() {
    return longestJumpPixels;
  }

  /** Finds how far a capsule's ends go; false where it is not in front all the time. */
  private boolean takeWays(ProjectedCapsules[] nodes, int i) {
    boolean inFront = nodes[0].inFront(i);
    for (int s = 0; s < STRIDES; s++) {
      wayA[s] = 0;
      wayB[s] = 0;
      for (int half = 1; half <= 2; half++) {
        ProjectedCapsules p = nodes[2 * s + half - 1];
        ProjectedCapsules q = nodes[2 * s + half];
        wayA[s] += distance(p.xA[i], p.yA[i], q.xA[i], q.yA[i]);
        wayB[s] += distance(p.xB[i], p.yB[i], q.xB[i], q.yB[i]);
        inFront &= q.inFront(i);
      }
    }
    return inFront;
  }

  /** Plans the tiles along a capsule's axis, each place by its own way. */
  private void plan(ProjectedCapsules[] nodes, int i, float radiusPixelMm) {
    ProjectedCapsules p = nodes[0];
    float radius = radiusPixelMm / Math.min(p.depthA[i], p.depthB[i]);
    double length = distance(p.xA[i], p.yA[i], p.xB[i], p.yB[i]);
    int discs = (int) Math.min(100, length / DISC_STEP_PIXELS) + 1;
    for (int k = 0; k <= discs; k++) {
      float share = k / (float) discs;
      double first = way(share, 0) + way(share, 1);
      double second = way(share, 2) + way(share, 3);
      if (first + second <= LONGEST_JUMP_PIXELS) {
        longestJumpPixels = Math.max(longestJumpPixels, first + second);
      } else if (first <= LONGEST_JUMP_PIXELS && second <= LONGEST_JUMP_PIXELS) {
        longestJumpPixels = Math.max(longestJumpPixels, Math.max(first, second));
        float reach = radius + Edge.REACH_PIXELS + 1;
        mark(nodes[0], i, share, reach, 1, 1);
        mark(nodes[4], i, share, reach, 1, 1);
      } else {
        for (int s = 0; s < STRIDES; s++) {
          double way = way(share, s);
          int times = times(way);
          longestJumpPixels = Math.max(longestJumpPixels, way / times);
          float reach = radius + Edge.REACH_PIXELS + 1 + (float) way / 4;
          mark(nodes[2 * s], i, share, reach, s, times);
          mark(nodes[2 * s + 1], i, share, reach, s, times);
          mark(nodes[2 * s + 2], i, share, reach, s, times);
        }
      }
    }
  }

  private double way(double share, int stride) {
    return wayA[stride] + share * (wayB[stride] - wayA[stride]);
  }

  private static double distance(float x0, float y0, float x1, float y1) {
    double dx = x1 - x0;
    double dy = y1 - y0;
    return Math.sqrt(dx * dx + dy * dy);
  }

  private static int times(double way) {
    for (int times : DIVISORS) {
      if (way <= times * LONGEST_JUMP_PIXELS) {
        return times;
      }
    }
    return TICKS;
  }

  /** Asks for so many pictures of the tiles that a disc around a place on the axis touches. */
  private void mark(ProjectedCapsules p, int i, float share, float reach, int stride, int times) {
    float x = p.xA[i] + share * (p.xB[i] - p.xA[i]);
    float y = p.yA[i] + share * (p.yB[i] - p.yA[i]);
    float right = Math.min(image.width() - 1, x + reach);
    float bottom = Math.min(image.height() - 1, y + reach);
    if (right < 0 || bottom < 0) {
      return;
    }
    int left = (int) Math.max(0, x - reach) / IntensityImage.TILE_WIDTH;
    int top = (int) Math.max(0, y - reach) / IntensityImage.TILE_HEIGHT;
    int lastColumn = (int) right / IntensityImage.TILE_WIDTH;
    int lastRow = (int) bottom / IntensityImage.TILE_HEIGHT;
    byte[] asked = pictures[stride];
    for (int row = top; row <= lastRow; row++) {
      for (int column = left; column <= lastColumn; column++) {
        int tile = row * image.tilesAcross() + column;
        if (asked[tile] < times) {
          asked[tile] = (byte) times;
          makeBusy(stride, times);
        }
      }
    }
  }

  private void makeBusy(int stride, int times) {
    if (!busy[stride][TICKS] || !busy[stride][TICKS / times]) {
      for (int tick = TICKS / times; tick <= TICKS; tick += TICKS / times) {
        busy[stride][tick] = true;
      }
    }
  }
}
