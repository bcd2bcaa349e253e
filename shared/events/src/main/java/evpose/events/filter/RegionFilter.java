package evpose.events.filter;

/**
 * Keeps what happens in a rectangle; columns and rows stay what they are. The opposite of {@link
 * RegionMask}.
 *
 * @param left first column kept
 * @param top first row kept
 * @param right last column kept
 * @param bottom last row kept
 * @see "dv-processing, EventRegionFilter"
 */
public record RegionFilter(int left, int top, int right, int bottom) implements EventFilter {
  public RegionFilter {
    new RegionMask(left, top, right, bottom); // its rule holds here, too
  }

  @Override
  public boolean keeps(int x, int y, long micros, int polarity) {
    return x >= left && x <= right && y >= top && y <= bottom;
  }
}
