package evpose.hybrid;

/**
 * A part of the network's input that the ANN looks at, in cells. Corner and sides are multiples of
 * {@link #GRAIN}, so that it is whole on the maps of the first three poolings, too.
 *
 * @param x of its left column
 * @param y of its upper row
 */
public record Region(int x, int y, int width, int height) {
  /** Three poolings by two. */
  public static final int GRAIN = 8;

  public Region {
    if (x < 0
        || y < 0
        || width < GRAIN
        || height < GRAIN
        || (x | y | width | height) % GRAIN != 0) {
      throw new IllegalArgumentException(
          "corner and sides of a region are multiples of "
              + GRAIN
              + " cells: x="
              + x
              + ", y="
              + y
              + ", width="
              + width
              + ", height="
              + height);
    }
  }

  /** All of an input of n x n cells. */
  public static Region whole(int n) {
    return new Region(0, 0, n, n);
  }

  /** Whether it is all of an input of n x n cells. */
  public boolean isWhole(int n) {
    return width == n && height == n;
  }

  /**
   * The same part on a smaller map.
   *
   * @param times that the map is smaller by: 1, 2, 4 or 8
   */
  public Part on(int times) {
    if (times < 1 || GRAIN % times != 0) {
      throw new IllegalArgumentException("a region is whole on maps of 1/1 to 1/8: 1/" + times);
    }
    return new Part(x / times, y / times, width / times, height / times);
  }

  /** A rectangle on one of the maps. */
  public record Part(int x, int y, int width, int height) {}
}
