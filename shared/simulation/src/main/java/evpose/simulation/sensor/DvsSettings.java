package evpose.simulation.sensor;

/**
 * How the pixels of an event camera behave. Brightness is relative to white, an average piece of
 * background; thresholds are in natural logarithms of brightness.
 *
 * @param onThresholdLn rise of log brightness that makes an ON event
 * @param offThresholdLn fall of log brightness that makes an OFF event
 * @param thresholdMismatch deviation of each threshold from pixel to pixel, as a share of it
 * @param refractoryMicros how long a pixel is blind after an event, microseconds
 * @param cutoffWhiteHz corner frequency of a white pixel's first-order low-pass; 0 = no limit
 * @param cutoffDarkShare corner frequency of a black pixel, as a share of white's; in between it
 *     rises with brightness
 * @param leakHz ON events a pixel and second that pixels make by themselves
 * @param leakMismatch deviation of the logarithm of that rate from pixel to pixel
 * @param shotNoiseDarkHz random events a second of a black pixel
 * @param shotNoiseWhiteShare rate of a white pixel, as a share of that; in between it falls with
 *     brightness
 * @param shotNoiseMismatch deviation of the logarithm of these rates from sensor to sensor
 * @param hotPixels how many pixels of the sensor never rest
 * @param hotPixelHz events a second of a hot pixel, on average
 * @param darkOffset brightness added before the logarithm
 * @see "Rebecq, Gehrig and Scaramuzza 2018, ESIM; Hu, Liu and Delbruck 2021, v2e; Lichtsteiner,
 *     Posch and Delbruck 2008; Brandli et al. 2014 and Taverni et al. 2018, the DAVIS and the
 *     DAVIS346"
 */
public record DvsSettings(
    double onThresholdLn,
    double offThresholdLn,
    double thresholdMismatch,
    long refractoryMicros,
    double cutoffWhiteHz,
    double cutoffDarkShare,
    double leakHz,
    double leakMismatch,
    double shotNoiseDarkHz,
    double shotNoiseWhiteShare,
    double shotNoiseMismatch,
    int hotPixels,
    double hotPixelHz,
    double darkOffset) {
  public DvsSettings {
    // all negated so that NaN is refused too
    require(onThresholdLn > 0, "must be positive", "onThresholdLn", onThresholdLn);
    require(offThresholdLn > 0, "must be positive", "offThresholdLn", offThresholdLn);
    require(
        thresholdMismatch >= 0 && thresholdMismatch < 0.3,
        "must be in [0, 0.3), beyond it thresholds reach zero",
        "thresholdMismatch",
        thresholdMismatch);
    require(
        refractoryMicros >= 0 && refractoryMicros <= 1_000_000,
        "must be in [0, 1000000]",
        "refractoryMicros",
        refractoryMicros);
    require(
        cutoffWhiteHz >= 0 && cutoffWhiteHz <= 1e6,
        "must be in [0, 1e6], 0 is no limit",
        "cutoffWhiteHz",
        cutoffWhiteHz);
    require(
        cutoffDarkShare >= 0.001 && cutoffDarkShare <= 1,
        "must be in [0.001, 1], at 0 black pixels stand still",
        "cutoffDarkShare",
        cutoffDarkShare);
    requireRate("leakHz", leakHz);
    require(
        leakMismatch >= 0 && leakMismatch <= 1, "must be in [0, 1]", "leakMismatch", leakMismatch);
    requireRate("shotNoiseDarkHz", shotNoiseDarkHz);
    require(
        shotNoiseWhiteShare >= 0 && shotNoiseWhiteShare <= 1,
        "must be in [0, 1]",
        "shotNoiseWhiteShare",
        shotNoiseWhiteShare);
    require(
        shotNoiseMismatch >= 0 && shotNoiseMismatch <= 2,
        "must be in [0, 2]",
        "shotNoiseMismatch",
        shotNoiseMismatch);
    require(hotPixels >= 0, "must not be negative", "hotPixels", hotPixels);
    requireRate("hotPixelHz", hotPixelHz);
    require(darkOffset > 0, "must be positive, black has no logarithm", "darkOffset", darkOffset);
  }

  private static void requireRate(String name, double hz) {
    require(hz >= 0 && hz <= 1000, "must be in [0, 1000]", name, hz);
  }

  private static void require(boolean held, String rule, String name, Number value) {
    if (!held) {
      throw new IllegalArgumentException(name + " " + rule + ": " + name + "=" + value);
    }
  }

  /**
   * A DAVIS346 as in DHP19's hall. Threshold, mismatch, blindness and noise are those with which
   * frames of DHP19's kind come out as its real ones (as many active and lonely pixels, the same
   * greys); the rest is the usual of the published models.
   */
  public static DvsSettings davis346() {
    return new DvsSettings(
        0.22, 0.22, 0.06, 100, 200, 0.07, 0.02, 0.23, 0.35, 0.3, 0.3, 4, 25, 0.02);
  }

  /** Without noise, mismatch, blindness or slowness: what is left is motion. */
  public DvsSettings ideal() {
    return new DvsSettings(
        onThresholdLn, offThresholdLn, 0, 0, 0, cutoffDarkShare, 0, 0, 0, 1, 0, 0, 0, darkOffset);
  }

  public DvsSettings withThresholds(double onLn, double offLn, double mismatch) {
    return new DvsSettings(
        onLn,
        offLn,
        mismatch,
        refractoryMicros,
        cutoffWhiteHz,
        cutoffDarkShare,
        leakHz,
        leakMismatch,
        shotNoiseDarkHz,
        shotNoiseWhiteShare,
        shotNoiseMismatch,
        hotPixels,
        hotPixelHz,
        darkOffset);
  }

  public DvsSettings withRefractoryMicros(long micros) {
    return new DvsSettings(
        onThresholdLn,
        offThresholdLn,
        thresholdMismatch,
        micros,
        cutoffWhiteHz,
        cutoffDarkShare,
        leakHz,
        leakMismatch,
        shotNoiseDarkHz,
        shotNoiseWhiteShare,
        shotNoiseMismatch,
        hotPixels,
        hotPixelHz,
        darkOffset);
  }

  public DvsSettings withCutoff(double whiteHz, double darkShare) {
    return new DvsSettings(
        onThresholdLn,
        offThresholdLn,
        thresholdMismatch,
        refractoryMicros,
        whiteHz,
        darkShare,
        leakHz,
        leakMismatch,
        shotNoiseDarkHz,
        shotNoiseWhiteShare,
        shotNoiseMismatch,
        hotPixels,
        hotPixelHz,
        darkOffset);
  }

  public DvsSettings withLeak(double hz, double mismatch) {
    return new DvsSettings(
        onThresholdLn,
        offThresholdLn,
        thresholdMismatch,
        refractoryMicros,
        cutoffWhiteHz,
        cutoffDarkShare,
        hz,
        mismatch,
        shotNoiseDarkHz,
        shotNoiseWhiteShare,
        shotNoiseMismatch,
        hotPixels,
        hotPixelHz,
        darkOffset);
  }

  public DvsSettings withShotNoise(double darkHz, double whiteShare, double mismatch) {
    return new DvsSettings(
        onThresholdLn,
        offThresholdLn,
        thresholdMismatch,
        refractoryMicros,
        cutoffWhiteHz,
        cutoffDarkShare,
        leakHz,
        leakMismatch,
        darkHz,
        whiteShare,
        mismatch,
        hotPixels,
        hotPixelHz,
        darkOffset);
  }

  public DvsSettings withHotPixels(int count, double hz) {
    return new DvsSettings(
        onThresholdLn,
        offThresholdLn,
        thresholdMismatch,
        refractoryMicros,
        cutoffWhiteHz,
        cutoffDarkShare,
        leakHz,
        leakMismatch,
        shotNoiseDarkHz,
        shotNoiseWhiteShare,
        shotNoiseMismatch,
        count,
        hz,
        darkOffset);
  }
}
