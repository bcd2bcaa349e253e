package evpose.simulation.sensor;

import evpose.events.EventBuffer;
import evpose.simulation.chance.Dice;
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
  private final float[] onThreshold;
  private final float[] offThreshold;
  private final double[] tauMicros;

  /** 1 / tauMicros; 0 where that is 0. */
  private final double[] perMicro = new double[Lag.CLASSES];

  private final Lag[] lags = new Lag[LAGS];
  private final Course course = new Course();

  /** Brightness of every pixel at its tile's last picture. */
  private final float[] seen;

  /** x then. */
  private final float[] log;

  /** y then. */
  private final float[] slow;

  /** Where y makes an event; minus infinity for ON while the pixel is blind. */
  private final float[] onLevel;

  private final float[] offLevel;

  /** End of blindness in microseconds modulo 2^32; 0 = the pixel sees. */
  private final int[] blindUntil;

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
    int pixels = width * image.height();
    onThreshold = new float[pixels];
    offThreshold = new float[pixels];
    Dice dice = Dice.of(seed, "mismatch");
    double mismatch = settings.thresholdMismatch();
    for (int i = 0; i < pixels; i++) {
      onThreshold[i] = (float) (settings.onThresholdLn() * dice.around(1, mismatch, 3));
      offThreshold[i] = (float) (settings.offThresholdLn() * dice.around(1, mismatch, 3));
    }
    noise = new SensorNoise(image, settings, seed);
    tauMicros = Lag.tauMicros(settings);
    for (int i = 0; i < Lag.CLASSES; i++) {
      perMicro[i] = tauMicros[i] > 0 ? 1 / tauMicros[i] : 0;
    }
    seen = new float[pixels];
    log = new float[pixels];
    slow = new float[pixels];
    onLevel = new float[pixels];
    offLevel = new float[pixels];
    blindUntil = new int[pixels];
    lastMicros = new long[image.tilesAcross() * image.tilesDown()];
    awakeUntilMicros = new long[lastMicros.length];
    settle(0);
  }

  /**
   * Has looked at its image for long: no pixel has anything to say, each is somewhere inside its
   * thresholds.
   */
  public void settle(long micros) {
    float[] value = image.values();
    float offset = (float) settings.darkOffset();
    for (int i = 0; i < log.length; i++) {
      seen[i] = value[i];
      log[i] = FastLog.of(value[i] + offset);
      slow[i] = log[i];
      double phase = noise.dice().uniform(-0.5, 0.5);
      centre(i, log[i] + phase * Math.min(onThreshold[i], offThreshold[i]));
    }
    Arrays.fill(blindUntil, 0);
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
    int across = image.tilesAcross();
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
        int x = t % across * IntensityImage.TILE_WIDTH;
        int y = t / across * IntensityImage.TILE_HEIGHT;
        int columns = Math.min(IntensityImage.TILE_WIDTH, width - x);
        int bottom = Math.min(image.height(), y + IntensityImage.TILE_HEIGHT);
        Lag lag = lag(micros - last);
        for (; y < bottom; y++) {
          seeRow(y * width + x, y * width + x + columns, lag, last);
        }
      }
    }
  }

  private void seeRow(int from, int to, Lag lag, long lastMicros) {
    float[] value = image.values();
    float offset = (float) settings.darkOffset();
    for (int q = from; q < to; q++) {
      float light = value[q];
      float x0 = log[q];
      float y0 = slow[q];
      float on = onLevel[q];
      if (light == seen[q] && x0 == y0 && on > Float.NEGATIVE_INFINITY) {
        continue; // at rest
      }
      seen[q] = light;
      int lightClass = Lag.classOf(light);
      float x1 = FastLog.of(light + offset);
      float y1 = x1 - (x1 - x0) * lag.slack[lightClass] + (y0 - x0) * lag.rest[lightClass];
      log[q] = x1;
      slow[q] = y1;
      float off = offLevel[q];
      // y that ends inside its thresholds may have turned around outside, but never beyond x
      boolean turned = (x0 - y0) * (x1 - y1) < 0;
      if (y1 >= on
          || y1 <= off
          || (turned && (Math.max(x0, x1) >= on || Math.min(x0, x1) <= off))) {
        course.set(x0, x1, y0, tauMicros[lightClass], perMicro[lightClass], lag);
        cross(q, lastMicros, lag.micros, y0, y1, lag.rest[lightClass]);
      }
    }
  }

  private void cross(int q, long fromMicros, double duration, float y0, float y1, float rest) {
    double t = 0; // microseconds after fromMicros up to which all is said
    double y = y0;
    if (blindUntil[q] != 0) {
      int wait = blindUntil[q] - (int) fromMicros;
      if (wait >= duration) {
        return;
      }
      t = Math.max(0, wait);
      blindUntil[q] = 0;
      y = course.at(t);
      centre(q, y);
    }
    double turn = course.turn(rest);
    while (t < duration) {
      double end = t < turn ? Math.min(turn, duration) : duration;
      double at = t;
      if (y > offLevel[q] && y < onLevel[q]) {
        double yEnd = end == duration ? y1 : course.at(end);
        if (yEnd > offLevel[q] && yEnd < onLevel[q]) {
          t = end;
          y = yEnd;
          continue;
        }
        at = course.reach(yEnd >= onLevel[q] ? onLevel[q] : offLevel[q], t, y, end, yEnd);
        y = yEnd;
      }
      if (!(at < duration)) {
        return; // the next interval's
      }
      boolean on = y >= onLevel[q];
      emit(q, fromMicros + (long) at - takeBegin, on ? 1 : 0);
      t = at + settings.refractoryMicros();
      if (settings.refractoryMicros() == 0) {
        y = on ? onLevel[q] : offLevel[q];
      } else if (t < duration) {
        y = course.at(t);
      } else {
        goBlind(q, (int) (fromMicros + (long) t));
        return;
      }
      centre(q, y);
    }
  }

  private void centre(int q, double reference) {
    onLevel[q] = (float) (reference + onThreshold[q]);
    offLevel[q] = (float) (reference - offThreshold[q]);
  }

  private void goBlind(int q, int until) {
    blindUntil[q] = until == 0 ? 1 : until;
    onLevel[q] = Float.NEGATIVE_INFINITY; // so that it is asked at every picture
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
