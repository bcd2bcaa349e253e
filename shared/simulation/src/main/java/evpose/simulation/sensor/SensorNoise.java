package evpose.simulation.sensor;

import evpose.simulation.chance.Dice;
import evpose.simulation.render.IntensityImage;

/**
 * What a sensor makes up by itself: shot noise, which rises in the dark, leak events, hot pixels.
 * The first two are drawn for the sensor as a whole at the highest rate a pixel can have, then each
 * is kept with the probability that its pixel's own rate asks for: one number a step and a few an
 * event, instead of one a pixel. Pixels' references stay as they are. Not thread-safe.
 */
final class SensorNoise {
  /** A pixel leaks at most so many times the usual. */
  private static final double MOST_LEAK = 3;

  private static final double PIECE = 400;

  private final DvsSettings settings;
  private final Dice dice;
  private final float[] brightness;

  /** A pixel's leak, as a share of the most. */
  private final float[] leakShare;

  /** Shot noise of a black pixel of this sensor. */
  private final double shotHz;

  private final int[] hot;
  private final double[] hotHz;

  SensorNoise(IntensityImage image, DvsSettings settings, long seed) {
    this.settings = settings;
    this.dice = Dice.of(seed, "noise");
    this.brightness = image.values();
    leakShare = new float[brightness.length];
    Dice mismatch = Dice.of(seed, "leak");
    double usual = StrictMath.exp(-0.5 * settings.leakMismatch() * settings.leakMismatch());
    for (int i = 0; i < leakShare.length; i++) {
      double factor = usual * StrictMath.exp(settings.leakMismatch() * mismatch.gaussian());
      leakShare[i] = (float) (Math.min(MOST_LEAK, factor) / MOST_LEAK);
    }
    double sensor = settings.shotNoiseMismatch() * Dice.of(seed, "shot").gaussian();
    shotHz = settings.shotNoiseDarkHz() * StrictMath.exp(sensor);
    hot = new int[settings.hotPixels()];
    hotHz = new double[hot.length];
    for (int i = 0; i < hot.length; i++) {
      hot[i] = dice.below(brightness.length);
      hotHz[i] = settings.hotPixelHz() * -StrictMath.log(1 - dice.uniform());
    }
  }

  Dice dice() {
    return dice;
  }

  /** Adds a step's noise to a sensor; the order of the draws is part of the promised bytes. */
  void add(DvsSensor sensor, int durationMicros) {
    double seconds = durationMicros * 1e-6;
    int pixels = brightness.length;
    double fall = 1 - settings.shotNoiseWhiteShare();
    int shots = times(shotHz * pixels * seconds);
    for (int i = 0; i < shots; i++) {
      int q = dice.below(pixels);
      double keep = 1 - fall * Math.min(1, brightness[q]);
      if (dice.uniform() < keep) {
        sensor.emit(q, dice.below(durationMicros), dice.below(2));
      }
    }
    int leaks = times(MOST_LEAK * settings.leakHz() * pixels * seconds);
    for (int i = 0; i < leaks; i++) {
      int q = dice.below(pixels);
      if (dice.uniform() < leakShare[q]) {
        sensor.emit(q, dice.below(durationMicros), 1);
      }
    }
    for (int i = 0; i < hot.length; i++) {
      int times = times(hotHz[i] * seconds);
      for (int k = 0; k < times; k++) {
        sensor.emit(hot[i], dice.below(durationMicros), 1);
      }
    }
  }

  /**
   * A Poisson number, in pieces so small that no normal deviate stands in for it: a cosine of JDK
   * 25 allocates.
   */
  private int times(double mean) {
    int times = 0;
    double left = mean;
    while (left > PIECE) {
      times += dice.poisson(PIECE);
      left -= PIECE;
    }
    return times + dice.poisson(left);
  }
}
