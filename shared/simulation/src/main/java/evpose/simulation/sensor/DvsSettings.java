package evpose.simulation.sensor;

/**
 * How the pixels of an event camera behave.
 *
 * @param threshold change of log brightness that makes an event
 * @param mismatch deviation of the threshold from pixel to pixel, as a share of it
 * @param refractoryMicros how long a pixel is blind after an event, microseconds
 * @param noiseHz random events a pixel and second
 * @param leakHz ON events a pixel and second that a leaking pixel makes by itself
 * @param hotPixels how many pixels of the sensor never rest
 * @param hotPixelHz events a second of a hot pixel, on average
 * @param darkOffset brightness added before the logarithm, relative to the background
 */
public record DvsSettings(
    double threshold,
    double mismatch,
    long refractoryMicros,
    double noiseHz,
    double leakHz,
    int hotPixels,
    double hotPixelHz,
    double darkOffset) {
  public DvsSettings {
    if (!(threshold > 0)) { // negated so that NaN is refused too
      throw new IllegalArgumentException("threshold must be positive: threshold=" + threshold);
    }
    if (!(mismatch >= 0 && mismatch < 0.3)) {
      throw new IllegalArgumentException(
          "mismatch must be in [0, 0.3), beyond it thresholds reach zero: mismatch=" + mismatch);
    }
    if (refractoryMicros < 0) {
      throw new IllegalArgumentException(
          "refractoryMicros must not be negative: refractoryMicros=" + refractoryMicros);
    }
    if (!(noiseHz >= 0 && leakHz >= 0 && hotPixels >= 0 && hotPixelHz >= 0)) {
      throw new IllegalArgumentException(
          "rates of noise must not be negative: noiseHz="
              + noiseHz
              + ", leakHz="
              + leakHz
              + ", hotPixels="
              + hotPixels
              + ", hotPixelHz="
              + hotPixelHz);
    }
    if (!(darkOffset > 0)) {
      throw new IllegalArgumentException(
          "darkOffset must be positive, black has no logarithm: darkOffset=" + darkOffset);
    }
  }

  /** A DAVIS346 as in DHP19's hall. */
  public static DvsSettings davis346() {
    return new DvsSettings(0.25, 0.06, 1000, 0.09, 0.02, 4, 25, 0.02);
  }

  /** Without noise, mismatch or blindness: what is left is motion. */
  public DvsSettings ideal() {
    return new DvsSettings(threshold, 0, 0, 0, 0, 0, 0, darkOffset);
  }
}
