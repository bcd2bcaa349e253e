package evpose.simulation.sensor;

import evpose.events.EventBuffer;
import evpose.simulation.render.IntensityImage;
import java.util.Arrays;

/**
 * One event camera, watching one image. Between two pictures of a tile every pixel's log brightness
 * runs straight from the old value to the new, its circuit follows as fast as the light allows, and
 * an event falls at the microsecond where the circuit has left the pixel's reference by a
 * threshold:
 *
 * <pre>
 *   x = ln(brightness + darkOffset)
 *   tau(brightness) dy/dt = x - y
 *   event ON  when y - reference >= onThreshold,   OFF when reference - y >= offThreshold
 *   then the pixel is blind for the refractory time and takes y at its end as new reference
 * </pre>
 *
 * Only tiles in which the body is or was are looked at, until their circuits have come to rest.
 * Noise is {@link SensorNoise}'s. Nothing is allocated once the liveliest take has been seen. Not
 * thread-safe.
 *
 * @see "Lichtsteiner, Posch and Delbruck 2008; Hu, Liu and Delbruck 2021, v2e"
 */
public final class DvsSensor {
  /**
   * So many time constants after the last change a pixel has come to rest: e^-12 = 6e-6 is left.
   */
  private static final double REST_TAUS = 12;

  private static final int LAGS = 64;

  private final IntensityImage image;
  private final int width;
  private final DvsSettings settings;
  private final SensorNoise noise;
  private final Circuits circuits;
  private final double[] tauMicros;
  private final Lag[] lags = new Lag[LAGS];

  /** By tile: time of its last picture, and until when it has to be looked at. */
  private final long[] lastMicros;

  private final long[] awakeUntilMicros;
  private long restMicros;

  private final EventSorter sorter = new EventSorter();
  private long[] events = new long[4096];
  private int count;
  private int handed;
  private long takeBegin;

  /**
   * @param image what it sees, now and whenever {@link #see} is called
   * @param seed of this camera's mismatch and noise
   */
  public DvsSensor(IntensityImage image, DvsSettings settings, long seed) {
    this.image = image;
    this.width = image.width();
    this.settings = settings;
    tauMicros = Lag.tauMicros(settings);
    circuits = new Circuits(image, settings, tauMicros, this, seed);
    noise = new SensorNoise(image, settings, seed);
    lastMicros = new long[image.tilesAcross() * image.tilesDown()];
    awakeUntilMicros = new long[lastMicros.length];
    settle(0);
  }

  /**
   * Has looked at its image for long: no pixel has anything to say, each is somewhere inside its
   * thresholds.
   */
  public void settle(long micros) {
    circuits.settle(noise.dice());
    Arrays.fill(lastMicros, micros);
    restMicros =
        (long) (REST_TAUS * tauMicros[darkestBackground()]) + 2 * settings.refractoryMicros();
    for (int t = 0; t < lastMicros.length; t++) {
      awakeUntilMicros[t] = image.hasBody(t) ? micros + restMicros : micros;
    }
  }

  private int darkestBackground() {
    int darkest = Lag.CLASSES;
    float[] value = image.values();
    for (int i = 0; i < value.length; i++) {
      int tile =
          i / width / IntensityImage.TILE_HEIGHT * image.tilesAcross()
              + i % width / IntensityImage.TILE_WIDTH;
      if (!image.hasBody(tile)) {
        darkest = Math.min(darkest, Lag.classOf(value[i]));
      }
    }
    return darkest == Lag.CLASSES ? 0 : darkest;
  }

  /** Opens a take; events are kept until the next. */
  public void open(long beginMicros) {
    takeBegin = beginMicros;
    count = 0;
    handed = 0;
  }

  /**
   * Sees brightness move in the image's fresh tiles from their last picture to this one.
   *
   * @param micros time of the picture; later than the tiles' last, and at most {@code 2^20}
   *     microseconds after the take's begin
   */
  public void see(long micros) {
    int tiles = lastMicros.length;
    for (int t = 0; t < tiles; t++) {
      if (!image.isFresh(t)) {
        continue;
      }
      if (image.hasBody(t)) {
        awakeUntilMicros[t] = micros + restMicros;
      }
      long last = lastMicros[t];
      lastMicros[t] = micros;
      if (awakeUntilMicros[t] > last) {
        circuits.see(t, lag(micros - last), last, takeBegin);
      }
    }
  }

  /**
   * Ends the take: adds what the sensor makes up by itself and orders all by time.
   *
   * @param endMicros end of the take, exclusive
   */
  public void close(long endMicros) {
    int duration = (int) (endMicros - takeBegin);
    noise.add(this, duration);
    sorter.sort(events, count, Integer.SIZE - Integer.numberOfLeadingZeros(duration));
  }

  /**
   * Hands over the events of a closed take that have not been handed over yet, up to a time.
   *
   * @param untilMicros exclusive
   * @param out (out) cleared, then filled
   */
  public void hand(long untilMicros, EventBuffer out) {
    out.clear();
    long until = (untilMicros - takeBegin) << EventSorter.TIME_SHIFT;
    while (handed < count && events[handed] < until) {
      long event = events[handed++];
      int q = (int) (event >>> 1) & 0x3FFFFFF;
      int y = q / width;
      out.add(q - y * width, y, takeBegin + (event >>> EventSorter.TIME_SHIFT), (int) event & 1);
    }
  }

  /** Keeps an event of the open take. */
  void emit(int q, long microsInTake, int polarity) {
    if (count == events.length) {
      events = Arrays.copyOf(events, 2 * count);
    }
    events[count++] = microsInTake << EventSorter.TIME_SHIFT | (long) q << 1 | polarity;
  }

  /** What an interval of this length does; worked out once for each of the few that occur. */
  private Lag lag(long micros) {
    int slot = (int) (micros % LAGS);
    for (int probe = 0; probe < LAGS; probe++) {
      Lag lag = lags[slot];
      if (lag == null) {
        break;
      }
      if (lag.micros == micros) {
        return lag;
      }
      slot = (slot + 1) % LAGS;
    }
    Lag lag = new Lag(micros, tauMicros);
    lags[slot] = lag;
    return lag;
  }
}
