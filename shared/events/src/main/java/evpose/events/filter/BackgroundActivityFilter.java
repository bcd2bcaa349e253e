package evpose.events.filter;

import evpose.events.SensorGeometry;
import java.util.Arrays;

/**
 * Drops lonely events: one is kept when one of its eight neighbours had an event, kept or not,
 * within a while before. Events at the sensor's border support nobody, as in the DHP19 release.
 *
 * @see "Delbruck 2008, Frame-free dynamic digital vision; DHP19 release, BackgroundFilter"
 */
public final class BackgroundActivityFilter implements EventFilter {
  /** What DHP19 waits for support. */
  public static final long DHP19_MICROS = 70_000;

  private final int width;
  private final int height;
  private final long supportMicros;
  private final long[] supportedAt;

  /**
   * @param supportMicros how long an event supports its neighbours, inclusive
   */
  public BackgroundActivityFilter(SensorGeometry sensor, long supportMicros) {
    if (supportMicros < 0) {
      throw new IllegalArgumentException(
          "support is no time before: supportMicros=" + supportMicros);
    }
    width = sensor.width();
    height = sensor.height();
    this.supportMicros = supportMicros;
    supportedAt = new long[width * height];
    Arrays.fill(supportedAt, Long.MIN_VALUE / 2);
  }

  @Override
  public boolean keeps(int x, int y, long micros, int polarity) {
    int q = y * width + x;
    boolean supported = micros - supportedAt[q] <= supportMicros;
    if (x > 0 && y > 0 && x < width - 1 && y < height - 1) {
      support(q, micros);
    }
    return supported;
  }

  private void support(int q, long micros) {
    long own = supportedAt[q];
    for (int row = q - width; row <= q + width; row += width) {
      supportedAt[row - 1] = micros;
      supportedAt[row] = micros;
      supportedAt[row + 1] = micros;
    }
    supportedAt[q] = own;
  }
}
