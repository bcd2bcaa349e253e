package evpose.training;

import java.util.SplittableRandom;

/**
 * What a worse sensor would do to a sample: events lost, events from nowhere. The same event of a
 * sample is lost for the ANN and for the SNN.
 *
 * @param seed of this sample
 * @param dropOut share of events that are lost, [0, 1)
 * @param noiseHz events a second and pixel that are added
 */
public record Disturbance(long seed, double dropOut, double noiseHz) {
  static final Disturbance NONE = new Disturbance(0, 0, 0);

  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  /** Hears where an event from nowhere falls. */
  interface Sink {
    /**
     * @param cell of the input, [0, cells)
     * @param share of the time that is covered, [0, 1)
     */
    void accept(int cell, int polarity, double share);
  }

  /** A sample's own, up to what the settings allow. */
  static Disturbance random(TrainingSettings.Augmentation by, SplittableRandom random) {
    if (by.dropOut() == 0 && by.noiseHz() == 0) {
      return NONE;
    }
    return new Disturbance(
        random.nextLong(), by.dropOut() * random.nextDouble(), by.noiseHz() * random.nextDouble());
  }

  /** Whether an event of the take is lost. */
  boolean loses(int event) {
    return dropOut > 0 && new SplittableRandom(seed + GOLDEN * event).nextDouble() < dropOut;
  }

  /**
   * Tells the events from nowhere of a stretch of time.
   *
   * @param begin names the stretch: the same gives the same events
   * @param pixels of the sensor that the input covers
   */
  void addTo(long begin, double seconds, long pixels, int cells, Sink sink) {
    if (noiseHz == 0) {
      return;
    }
    SplittableRandom random = new SplittableRandom(seed ^ GOLDEN * (begin + 1));
    long count = (long) (noiseHz * seconds * pixels + random.nextDouble());
    for (long i = 0; i < count; i++) {
      sink.accept(random.nextInt(cells), random.nextInt(2), random.nextDouble());
    }
  }
}
