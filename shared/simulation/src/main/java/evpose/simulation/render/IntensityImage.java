package evpose.simulation.render;

import java.util.Arrays;

/**
 * Brightness on one sensor, 1 = an average piece of background, and the span of each row that the
 * body covers: outside it the image is the still background. Not thread-safe.
 */
public final class IntensityImage {
  private final int width;
  private final int height;
  private final float[] value;
  private final int[] begin;
  private final int[] end;

  /** A dark image without a body. */
  public IntensityImage(int width, int height) {
    this.width = width;
    this.height = height;
    this.value = new float[width * height];
    this.begin = new int[height];
    this.end = new int[height];
    uncover();
  }

  public int width() {
    return width;
  }

  public int height() {
    return height;
  }

  /** Linear brightness, [height][width]; the live array. */
  public float[] values() {
    return value;
  }

  /** First column of the body in a row; {@code width} where there is none. */
  public int bodyBegin(int row) {
    return begin[row];
  }

  /** One past the body's last column in a row; 0 where there is none. */
  public int bodyEnd(int row) {
    return end[row];
  }

  /** Says that the body covers these columns of a row too. */
  public void cover(int row, int from, int to) {
    begin[row] = Math.min(begin[row], from);
    end[row] = Math.max(end[row], to);
  }

  /** Says that no row shows the body. */
  void uncover() {
    Arrays.fill(begin, width);
    Arrays.fill(end, 0);
  }
}
