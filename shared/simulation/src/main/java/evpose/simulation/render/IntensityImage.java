package evpose.simulation.render;

import java.util.Arrays;

/**
 * Brightness on one sensor, 1 = an average piece of background, in tiles of {@value #TILE_WIDTH} x
 * {@value #TILE_HEIGHT} pixels: whoever draws says which tiles it has drawn anew and in which the
 * body is; all else is still background. Not thread-safe.
 */
public final class IntensityImage {
  /** Pixels from left to right of a tile; the last one of a row may be cut. */
  public static final int TILE_WIDTH = 16;

  /** Pixels from top to bottom. */
  public static final int TILE_HEIGHT = 8;

  private final int width;
  private final int height;
  private final int tilesAcross;
  private final int tilesDown;
  private final float[] value;

  /** [tilesDown][tilesAcross]. */
  final boolean[] body;

  final boolean[] fresh;

  /** A dark image without a body, all of it fresh. */
  public IntensityImage(int width, int height) {
    this.width = width;
    this.height = height;
    this.tilesAcross = (width + TILE_WIDTH - 1) / TILE_WIDTH;
    this.tilesDown = (height + TILE_HEIGHT - 1) / TILE_HEIGHT;
    this.value = new float[width * height];
    this.body = new boolean[tilesAcross * tilesDown];
    this.fresh = new boolean[tilesAcross * tilesDown];
    Arrays.fill(fresh, true);
  }

  public int width() {
    return width;
  }

  public int height() {
    return height;
  }

  public int tilesAcross() {
    return tilesAcross;
  }

  public int tilesDown() {
    return tilesDown;
  }

  /** Linear brightness, [height][width]; the live array. */
  public float[] values() {
    return value;
  }

  /** Whether the body is in a tile, counted row by row. */
  public boolean hasBody(int tile) {
    return body[tile];
  }

  /** Whether the last drawing drew this tile; the others still show what they showed. */
  public boolean isFresh(int tile) {
    return fresh[tile];
  }

  /** Says that the body covers a pixel of this row and column. */
  public void cover(int row, int column) {
    body[row / TILE_HEIGHT * tilesAcross + column / TILE_WIDTH] = true;
  }
}
