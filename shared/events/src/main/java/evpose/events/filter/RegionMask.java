package evpose.events.filter;

/**
 * Drops what happens in a rectangle, such as a lamp that is seen.
 *
 * @param left first column dropped
 * @param top first row dropped
 * @param right last column dropped
 * @param bottom last row dropped
 */
public record RegionMask(int left, int top, int right, int bottom) implements EventFilter {
  public RegionMask {
    if (left > right || top > bottom) {
      throw new IllegalArgumentException(
          "a region has its left and top first: left="
              + left
              + ", right="
              + right
              + ", top="
              + top
              + ", bottom="
              + bottom);
    }
  }

  @Override
  public boolean keeps(int x, int y, long micros, int polarity) {
    return x < left || x > right || y < top || y > bottom;
  }
}
