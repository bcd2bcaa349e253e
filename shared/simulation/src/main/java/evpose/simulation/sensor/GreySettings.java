package evpose.simulation.sensor;

/**
 * Grey frames beside the events: a DAVIS' pixels give both.
 *
 * @param framesHz frames a second, beginning at time 0; 0 = none, at no cost
 * @param exposureMicros how long the shutter, global as the DAVIS346's, is open, microseconds
 * @param samples pictures an exposure is the mean of: what moves is blurred
 * @param saturation brightness at which a pixel is full, 1 = an average piece of background
 * @param gamma grey level = 255 (brightness / saturation)^(1 / gamma); 1 is what the sensor gives
 * @see "Brandli et al. 2014, a 240x180 130 dB 3 us latency global shutter sensor"
 */
public record GreySettings(
    double framesHz, long exposureMicros, int samples, double saturation, double gamma) {
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
  }

  /** Events only. */
  public static GreySettings none() {
    return new GreySettings(0, 1, 1, 1, 1);
  }

  /** A DAVIS346's frames: 8 ms of light, linear, full at 1.6 times the background. */
  public static GreySettings davis346(double framesHz) {
    return new GreySettings(framesHz, 8_000, 4, 1.6, 1);
  }

  public boolean on() {
    return framesHz > 0;
  }

  /** When a frame's exposure begins, microseconds. */
  public long beginMicros(long frame) {
    return (long) Math.rint(frame * 1e6 / framesHz);
  }

  /** The moment at which a frame takes one of its samples, microseconds. */
  double sampleMicros(long frame, int sample) {
    return beginMicros(frame) + (sample + 0.5) * exposureMicros / samples;
  }
}
