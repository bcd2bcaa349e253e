package evpose.simulation.sensor;

/**
 * Grey frames beside the events: a DAVIS' pixels give both.
 *
 * @param framesHz frames a second; 0 = none, at no cost
 * @param exposureMicros how long the shutter, global as the DAVIS346's, is open, microseconds
 * @param samples pictures an exposure is the mean of: what moves is blurred
 * @param saturation brightness at which a pixel is full, 1 = an average piece of background
 * @param gamma grey level = 255 (brightness / saturation)^(1 / gamma); 1 is what the sensor gives
 * @param firstMicros when the first frame's shutter opens, microseconds
 * @param readNoise standard deviation of a pixel's noise, grey levels; 0 = none, at no cost
 * @see "Brandli et al. 2014, a 240x180 130 dB 3 us latency global shutter sensor"
 */
public record GreySettings(
    double framesHz,
    long exposureMicros,
    int samples,
    double saturation,
    double gamma,
    long firstMicros,
    double readNoise) {
  /** How long a DAVIS346 lets light in by default, microseconds. */
  private static final long USUAL_EXPOSURE_MICROS = 8_000;

  /** 51 dB between the noise and a full pixel: 0.28 % of 255 levels. */
  private static final double DAVIS_READ_NOISE = 0.72;

  public GreySettings {
    if (!(framesHz >= 0 && framesHz <= 1000)) { // negated so that NaN is refused too
      throw new IllegalArgumentException("framesHz must be in [0, 1000]: framesHz=" + framesHz);
    }
    if (exposureMicros < 1 || exposureMicros * framesHz > 1e6) {
      throw new IllegalArgumentException(
          "exposureMicros must be positive and end before the next frame begins: exposureMicros="
              + exposureMicros
              + ", framesHz="
              + framesHz);
    }
    if (samples < 1 || samples > 1000) {
      throw new IllegalArgumentException("samples must be in [1, 1000]: samples=" + samples);
    }
    if (!(saturation > 0 && gamma > 0)) {
      throw new IllegalArgumentException(
          "saturation and gamma must be positive: saturation=" + saturation + ", gamma=" + gamma);
    }
    if (firstMicros < 0) {
      throw new IllegalArgumentException(
          "the first frame begins at 0 or later: firstMicros=" + firstMicros);
    }
    if (!(readNoise >= 0 && readNoise <= 64)) {
      throw new IllegalArgumentException("readNoise must be in [0, 64]: readNoise=" + readNoise);
    }
  }

  /** From time 0 on, without noise. */
  public GreySettings(
      double framesHz, long exposureMicros, int samples, double saturation, double gamma) {
    this(framesHz, exposureMicros, samples, saturation, gamma, 0, 0);
  }

  /** Events only. */
  public static GreySettings none() {
    return new GreySettings(0, 1, 1, 1, 1);
  }

  /** A DAVIS346's frames: 8 ms of light, linear, full at 1.6 times the background. */
  public static GreySettings davis346(double framesHz) {
    return new GreySettings(framesHz, USUAL_EXPOSURE_MICROS, 4, 1.6, 1);
  }

  /**
   * The same with the sensor's read noise, each exposure ending at a multiple of a period from the
   * first on: what a key frame there can know. At time 0 there is none.
   *
   * @param periodMicros longer than the exposure of 8 ms
   */
  public static GreySettings beforeKeyFrames(long periodMicros) {
    return new GreySettings(
        1e6 / periodMicros,
        USUAL_EXPOSURE_MICROS,
        4,
        1.6,
        1,
        periodMicros - USUAL_EXPOSURE_MICROS,
        DAVIS_READ_NOISE);
  }

  public boolean on() {
    return framesHz > 0;
  }

  /** When a frame's exposure begins, microseconds. */
  public long beginMicros(long frame) {
    return firstMicros + (long) Math.rint(frame * 1e6 / framesHz);
  }

  /** The moment at which a frame takes one of its samples, microseconds. */
  double sampleMicros(long frame, int sample) {
    return beginMicros(frame) + (sample + 0.5) * exposureMicros / samples;
  }
}
