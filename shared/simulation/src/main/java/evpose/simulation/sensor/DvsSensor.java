package evpose.simulation.sensor;

import evpose.events.EventBuffer;
import evpose.simulation.chance.Dice;
import evpose.simulation.render.IntensityImage;
import java.util.Arrays;

/**
 * One event camera. Between two images every pixel's log brightness runs straight from the old
 * value to the new, and an event falls where it has left the pixel's reference by a threshold:
 *
 * <pre>
 *   L = ln(brightness + darkOffset)
 *   event ON  when L - reference >= thresholdOn,   OFF when reference - L >= thresholdOff
 *   then the pixel is blind for the refractory time and takes L at its end as new reference
 * </pre>
 *
 * Only pixels the body covers now or covered before are looked at. Noise, leak and hot pixels are
 * drawn for the sensor as a whole, not pixel by pixel. Not thread-safe.
 *
 * @see "Lichtsteiner, Posch and Delbruck 2008; Hu, Liu and Delbruck 2021, v2e"
 */
public final class DvsSensor {
  private final int width;
  private final int height;
  private final DvsSettings settings;
  private final Dice noise;
  private final float[] thresholdOn;
  private final float[] thresholdOff;
  private final int[] hot;
  private final double[] hotHz;

  private final float[] log;
  private final float[] reference;

  /** End of blindness in microseconds modulo 2^32; 0 = the pixel sees. */
  private final int[] blindUntil;

  private final int[] begin;
  private final int[] end;

  /** Events of the open step: offset from its begin, row, column, polarity, so that they sort. */
  private long[] events = new long[4096];

  private int count;
  private long stepBegin;

  /**
   * @param seed of this camera's mismatch and noise
   */
  public DvsSensor(int width, int height, DvsSettings settings, long seed) {
    this.width = width;
    this.height = height;
    this.settings = settings;
    int pixels = width * height;
    thresholdOn = new float[pixels];
    thresholdOff = new float[pixels];
    Dice mismatch = Dice.of(seed, "mismatch");
    for (int i = 0; i < pixels; i++) {
      thresholdOn[i] = (float) (settings.threshold() * mismatch.around(1, settings.mismatch(), 3));
      thresholdOff[i] = (float) (settings.threshold() * mismatch.around(1, settings.mismatch(), 3));
    }
    noise = Dice.of(seed, "noise");
    hot = new int[settings.hotPixels()];
    hotHz = new double[hot.length];
    for (int i = 0; i < hot.length; i++) {
      hot[i] = noise.below(pixels);
      hotHz[i] = settings.hotPixelHz() * -StrictMath.log(1 - noise.uniform());
    }
    log = new float[pixels];
    reference = new float[pixels];
    blindUntil = new int[pixels];
    begin = new int[height];
    end = new int[height];
  }

  /** Has looked at this image for long: no pixel has anything to say, each is somewhere inside. */
  public void settle(IntensityImage image) {
    float[] value = image.values();
    float offset = (float) settings.darkOffset();
    for (int i = 0; i < log.length; i++) {
      log[i] = FastLog.of(value[i] + offset);
      double phase = noise.uniform(-0.5, 0.5);
      reference[i] = log[i] + (float) phase * Math.min(thresholdOn[i], thresholdOff[i]);
    }
    rememberSpans(image);
    Arrays.fill(blindUntil, 0);
  }

  /** Opens a step; events are kept until {@link #closeStep}. */
  public void openStep(long beginMicros) {
    stepBegin = beginMicros;
    count = 0;
  }

  /**
   * Sees brightness move from the last image to this one.
   *
   * @param fromMicros time of the last image
   * @param toMicros time of this one; at most {@code 2^20} microseconds after the step's begin
   */
  public void see(IntensityImage image, long fromMicros, long toMicros) {
    float[] value = image.values();
    float offset = (float) settings.darkOffset();
    for (int y = 0; y < height; y++) {
      int from = y * width + Math.min(begin[y], image.bodyBegin(y));
      int to = y * width + Math.max(end[y], image.bodyEnd(y));
      for (int q = from; q < to; q++) {
        float before = log[q];
        float now = FastLog.of(value[q] + offset);
        log[q] = now;
        float change = now - reference[q];
        if (change >= thresholdOn[q] || -change >= thresholdOff[q] || blindUntil[q] != 0) {
          cross(q, before, now, fromMicros, toMicros);
        }
      }
    }
    rememberSpans(image);
  }

  private void cross(int q, float before, float now, long fromMicros, long toMicros) {
    double duration = toMicros - fromMicros;
    double slope = (now - before) / duration;
    double t = 0; // microseconds after fromMicros up to which all is said
    double r = reference[q];
    if (blindUntil[q] != 0) {
      int wait = blindUntil[q] - (int) fromMicros;
      if (wait >= duration) {
        return;
      }
      t = Math.max(0, wait);
      r = before + slope * t;
      blindUntil[q] = 0;
    }
    while (slope != 0) {
      boolean on = slope > 0;
      double level = on ? r + thresholdOn[q] : r - thresholdOff[q];
      double at = Math.max(t, (level - before) / slope);
      if (!(at < duration)) {
        break;
      }
      emit(q, fromMicros + (long) at, on ? 1 : 0);
      t = at + settings.refractoryMicros();
      if (t >= duration) {
        int until = (int) (fromMicros + (long) t);
        blindUntil[q] = settings.refractoryMicros() == 0 ? 0 : until == 0 ? 1 : until;
        r = level;
        break;
      }
      r = settings.refractoryMicros() == 0 ? level : before + slope * t;
    }
    reference[q] = (float) r;
  }

  /**
   * Adds what the sensor makes up by itself, and hands over the step's events by time.
   *
   * @param endMicros end of the step, exclusive
   * @param out (out) cleared, then filled
   */
  public void closeStep(long endMicros, EventBuffer out) {
    double seconds = (endMicros - stepBegin) * 1e-6;
    int pixels = width * height;
    int random = noise.poisson(settings.noiseHz() * pixels * seconds);
    for (int i = 0; i < random; i++) {
      // drawn in this order: where, when, which way
      int q = noise.below(pixels);
      emit(q, momentBefore(endMicros), noise.below(2));
    }
    int leaked = noise.poisson(settings.leakHz() * pixels * seconds);
    for (int i = 0; i < leaked; i++) {
      int q = noise.below(pixels);
      emit(q, momentBefore(endMicros), 1);
    }
    for (int i = 0; i < hot.length; i++) {
      int times = noise.poisson(hotHz[i] * seconds);
      for (int k = 0; k < times; k++) {
        emit(hot[i], momentBefore(endMicros), 1);
      }
    }
    Arrays.sort(events, 0, count);
    out.clear();
    for (int i = 0; i < count; i++) {
      long event = events[i];
      int q = (int) (event >>> 1) & 0x3FFFFFF;
      out.add(q % width, q / width, stepBegin + (event >>> 27), (int) (event & 1));
    }
    count = 0;
  }

  private long momentBefore(long endMicros) {
    return stepBegin + noise.below((int) (endMicros - stepBegin));
  }

  /**
   *
   *
   * <pre>
   *  63        27 26             1 0
   * +------------+----------------+-+
   * | µs of step | pixel          |p|
   * +------------+----------------+-+
   * </pre>
   */
  private void emit(int q, long micros, int polarity) {
    if (count == events.length) {
      events = Arrays.copyOf(events, 2 * count);
    }
    events[count++] = (micros - stepBegin) << 27 | (long) q << 1 | polarity;
  }

  private void rememberSpans(IntensityImage image) {
    for (int y = 0; y < height; y++) {
      begin[y] = image.bodyBegin(y);
      end[y] = image.bodyEnd(y);
    }
  }
}
