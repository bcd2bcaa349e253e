package evpose.events.filter;

import evpose.events.SensorGeometry;
import java.util.Arrays;

/**
 * Drops what pixels tell that flicker, under a lamp for example: the times between a pixel's
 * changes from OFF to ON lie in a band of frequencies and are alike, several times in a row.
 *
 * @see "Prophesee, anti-flicker of the sensor's digital filters and of Metavision's
 *     AntiFlickerAlgorithm: filter length 7, periods that differ by 1.5 ms at most"
 */
public final class AntiFlicker implements EventFilter {
  private static final int ALIKE_PERIODS = 7;
  private static final long ALIKE_MICROS = 1_500;
  private static final double MICROS_PER_SECOND = 1e6;

  private final int width;
  private final long shortestMicros;
  private final long longestMicros;
  private final long[] risenAt; // [height][width] time of the last change from OFF to ON
  private final long[] periodMicros; // between the last two
  private final byte[] alike; // periods in a row, up to ALIKE_PERIODS
  private final byte[] before; // polarity of the last event

  /**
   * @param lowestHz of the flicker; mains lamps flicker with 100 or 120 Hz
   * @param highestHz of the flicker
   */
  public AntiFlicker(SensorGeometry sensor, double lowestHz, double highestHz) {
    if (!(lowestHz > 0 && lowestHz <= highestHz && highestHz <= MICROS_PER_SECOND)) {
      throw new IllegalArgumentException(
          "a band of frequencies must have 0 < lowest <= highest <= 1000000 Hz: lowest="
              + lowestHz
              + ", highest="
              + highestHz);
    }
    width = sensor.width();
    shortestMicros = Math.round(MICROS_PER_SECOND / highestHz);
    longestMicros = Math.round(MICROS_PER_SECOND / lowestHz);
    int pixels = width * sensor.height();
    risenAt = new long[pixels];
    Arrays.fill(risenAt, Long.MIN_VALUE / 2);
    periodMicros = new long[pixels];
    alike = new byte[pixels];
    before = new byte[pixels];
  }

  @Override
  public boolean keeps(int x, int y, long micros, int polarity) {
    int q = y * width + x;
    if (polarity == 1 && before[q] == 0) {
      rise(q, micros);
    } else if (micros - risenAt[q] > longestMicros + ALIKE_MICROS) {
      alike[q] = 0; // too long ago: whatever flickered has ended
    }
    before[q] = (byte) polarity;
    return alike[q] < ALIKE_PERIODS;
  }

  private void rise(int q, long micros) {
    long period = micros - risenAt[q];
    boolean inBand = period >= shortestMicros && period <= longestMicros;
    boolean goesOn = inBand && Math.abs(period - periodMicros[q]) <= ALIKE_MICROS;
    alike[q] = (byte) (goesOn ? Math.min(ALIKE_PERIODS, alike[q] + 1) : inBand ? 1 : 0);
    periodMicros[q] = period;
    risenAt[q] = micros;
  }
}
