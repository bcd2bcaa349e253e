package evpose.events.filter;

import evpose.events.EventBuffer;
import evpose.events.SensorGeometry;

/**
 * Drops all events of pixels that are always busy. Count a recording first, then filter it.
 *
 * @see "DHP19 release, HotPixelFilter: 10 000 events in a recording"
 */
public final class HotPixelFilter implements EventFilter {
  /** From this many events in a recording on, DHP19 takes a pixel for a hot one. */
  public static final int DHP19_EVENTS = 10_000;

  private final int width;
  private final int hotFrom;
  private final int[] events;

  /**
   * @param hotFrom a pixel with this many events or more is hot
   */
  public HotPixelFilter(SensorGeometry sensor, int hotFrom) {
    width = sensor.width();
    this.hotFrom = hotFrom;
    events = new int[width * sensor.height()];
  }

  /** Counts events, before the filter is asked. */
  public void count(EventBuffer buffer) {
    for (int i = 0; i < buffer.size(); i++) {
      int q = buffer.y(i) * width + buffer.x(i);
      events[q] = Math.min(hotFrom, events[q] + 1);
    }
  }

  /** How many pixels are hot. */
  public int hotPixels() {
    int hot = 0;
    for (int count : events) {
      hot += count >= hotFrom ? 1 : 0;
    }
    return hot;
  }

  @Override
  public boolean keeps(int x, int y, long micros, int polarity) {
    return events[y * width + x] < hotFrom;
  }
}
