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

  private static final int TILE_PIXELS = IntensityImage.TILE_WIDTH * IntensityImage.TILE_HEIGHT;

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

  // the pixels of one tile that have something to do, and how they were at its last picture
  private final int[] pixel = new int[TILE_PIXELS + 1];
  private final float[] logBefore = new float[TILE_PIXELS + 1];
  private final float[] slowBefore = new float[TILE_PIXELS + 1];

  // the courses of those that may make events: where they are, and when they turn around
  private final Courses courses = new Courses(TILE_PIXELS);
  private final double[] moment = new double[TILE_PIXELS];
  private final double[] level = new double[TILE_PIXELS];
  private final double[] turn = new double[TILE_PIXELS];

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
        seeTile(t % across, t / across, lag(micros - last), last);
      }
    }
  }

  private void seeTile(int column, int row, Lag lag, long lastMicros) {
    int x = column * IntensityImage.TILE_WIDTH;
    int y = row * IntensityImage.TILE_HEIGHT;
    int columns = Math.min(IntensityImage.TILE_WIDTH, width - x);
    int bottom = Math.min(image.height(), y + IntensityImage.TILE_HEIGHT);
    int restless = 0;
    for (; y < bottom; y++) {
      restless = findRestless(y * width + x, y * width + x + columns, restless);
    }
    int crossing = advance(restless, lag);
    for (int i = 0; i < crossing; i++) {
      begin(i, lastMicros, lag);
    }
    courses.find();
    for (int i = 0; i < crossing; i++) {
      cross(i, lastMicros, lag.micros);
    }
  }

  /** Adds the pixels of a row that have something to do to those found before. */
  private int findRestless(int from, int to, int found) {
    float[] value = image.values();
    int n = found;
    for (int q = from; q < to; q++) {
      int moves =
          (Float.floatToRawIntBits(value[q]) ^ Float.floatToRawIntBits(seen[q]))
              | (Float.floatToRawIntBits(log[q]) ^ Float.floatToRawIntBits(slow[q]))
              | blindUntil[q];
      pixel[n] = q;
      n += (moves | -moves) >>> 31;
    }
    return n;
  }

  /**
   * Lets restless pixels' circuits follow the light.
   *
   * @return how many of them may make events; those come first from now on
   */
  private int advance(int restless, Lag lag) {
    float[] value = image.values();
    float offset = (float) settings.darkOffset();
    int crossing = 0;
    for (int i = 0; i < restless; i++) {
      int q = pixel[i];
      float light = value[q];
      float x0 = log[q];
      float y0 = slow[q];
      int lightClass = Lag.classOf(light);
      float x1 = FastLog.of(light + offset);
      float y1 = x1 - (x1 - x0) * lag.slack[lightClass] + (y0 - x0) * lag.rest[lightClass];
      seen[q] = light;
      log[q] = x1;
      slow[q] = y1;
      float on = onLevel[q];
      float off = offLevel[q];
      pixel[crossing] = q;
      logBefore[crossing] = x0;
      slowBefore[crossing] = y0;
      // y that ends inside its thresholds may have turned around outside, but never beyond x
      boolean turned = (x0 - y0) * (x1 - y1) < 0;
      if (y1 >= on
          || y1 <= off
          || (turned && (Math.max(x0, x1) >= on || Math.min(x0, x1) <= off))) {
        crossing++;
      }
    }
    return crossing;
  }

  /** Follows a pixel's course up to where it leaves its thresholds, and asks when that is. */
  private void begin(int i, long fromMicros, Lag lag) {
    int q = pixel[i];
    int lightClass = Lag.classOf(seen[q]);
    float y0 = slowBefore[i];
    courses.set(i, logBefore[i], log[q], y0, tauMicros[lightClass], perMicro[lightClass], lag);
    moment[i] = 0;
    level[i] = y0;
    turn[i] = courses.turn(i, lag.rest[lightClass]);
    if (blindUntil[q] != 0) {
      int wait = blindUntil[q] - (int) fromMicros;
      if (wait >= lag.micros) {
        courses.at[i] = Double.POSITIVE_INFINITY;
        return;
      }
      moment[i] = Math.max(0, wait);
      blindUntil[q] = 0;
      level[i] = courses.y(i, moment[i]);
      centre(q, level[i]);
    }
    leave(i, lag.micros);
  }

  private void leave(int i, double duration) {
    int q = pixel[i];
    double t = moment[i];
    double y = level[i];
    while (t < duration) {
      double end = t < turn[i] ? Math.min(turn[i], duration) : duration;
      if (!(y > offLevel[q] && y < onLevel[q])) {
        courses.at[i] = t;
        level[i] = y;
        return;
      }
      double yEnd = end == duration ? slow[q] : courses.y(i, end);
      if (!(yEnd > offLevel[q] && yEnd < onLevel[q])) {
        courses.seek(i, yEnd >= onLevel[q] ? onLevel[q] : offLevel[q], t, y, end, yEnd);
        level[i] = yEnd;
        return;
      }
      t = end;
      y = yEnd;
    }
    courses.at[i] = Double.POSITIVE_INFINITY;
  }

  /** Makes the events of a course whose first leaving has been found. */
  private void cross(int i, long fromMicros, double duration) {
    int q = pixel[i];
    double at = courses.at[i];
    while (at < duration) { // what comes later is the next interval's
      boolean on = level[i] >= onLevel[q];
      emit(q, fromMicros + (long) at - takeBegin, on ? 1 : 0);
      double t = at + settings.refractoryMicros();
      double y;
      if (settings.refractoryMicros() == 0) {
        y = on ? onLevel[q] : offLevel[q];
      } else if (t < duration) {
        y = courses.y(i, t);
      } else {
        goBlind(q, (int) (fromMicros + (long) t));
        return;
      }
      centre(q, y);
      moment[i] = t;
      level[i] = y;
      leave(i, duration);
      courses.find();
      at = courses.at[i];
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
