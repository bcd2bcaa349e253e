package evpose.events.filter;

import evpose.events.SensorGeometry;
import java.util.Arrays;

/**
 * Drops what a pixel tells too soon after the last event that was kept of it: bursts, and the rings
 * of a flash. Polarity is not asked.
 *
 * @see "jAER, RefractoryFilter; dv-processing, RefractoryPeriodFilter"
 */
public final class RefractoryFilter implements EventFilter {
  private final int width;
  private final long refractoryMicros;
  private final long[] keptAt; // [height][width]

  /**
   * @param refractoryMicros a pixel's next event is kept when it comes this much later, or more
   */
  public RefractoryFilter(SensorGeometry sensor, long refractoryMicros) {
    if (refractoryMicros < 1) {
      throw new IllegalArgumentException(
          "a refractory time must be positive: refractoryMicros=" + refractoryMicros);
    }
    width = sensor.width();
    this.refractoryMicros = refractoryMicros;
    keptAt = new long[width * sensor.height()];
    Arrays.fill(keptAt, Long.MIN_VALUE / 2);
  }

  @Override
  public boolean keeps(int x, int y, long micros, int polarity) {
    int q = y * width + x;
    boolean rested = micros - keptAt[q] >= refractoryMicros;
    keptAt[q] = rested ? micros : keptAt[q];
    return rested;
  }
}
