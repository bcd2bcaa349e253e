package evpose.simulation.sensor;

import evpose.simulation.render.BodyFilm;
import evpose.simulation.render.BodyRaster;
import evpose.simulation.render.IntensityImage;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The frame side of one DAVIS: sums up light while the shutter is open, in pictures of its own that
 * lie evenly in the exposure. Keeps finished frames until they are asked for. Nothing is allocated
 * after construction. Not thread-safe.
 */
public final class GreyShutter {
  /** Steps of the table from dark to saturated. */
  private static final int LEVELS = 4096;

  private final GreySettings settings;
  private final BodyRaster raster;
  private final GreyNoise noise;
  private final float[] sum;
  private final double[] grey = new double[LEVELS + 1];

  /** Finished frames by number, modulo length. */
  private final GreyFrame[] frames;

  private long frame;
  private int sample;
  private long handed;

  /**
   * @param raster draws for this camera and for nobody else
   * @param waiting how many finished frames may wait at most
   * @param seed of the noise
   */
  public GreyShutter(GreySettings settings, BodyRaster raster, int waiting, long seed) {
    this.settings = settings;
    this.raster = raster;
    noise = new GreyNoise(settings.readNoise(), seed);
    IntensityImage image = raster.image();
    sum = new float[image.width() * image.height()];
    for (int i = 0; i <= LEVELS; i++) {
      grey[i] = 255 * StrictMath.pow(i / (double) LEVELS, 1 / settings.gamma());
    }
    frames = new GreyFrame[waiting + 1];
    for (int i = 0; i < frames.length; i++) {
      frames[i] = new GreyFrame(image.width(), image.height());
    }
  }

  /** Takes the samples that lie in a take whose body the film has looked at. */
  public void expose(BodyFilm film, long beginMicros, long endMicros) {
    double strideMicros = (endMicros - beginMicros) / (double) BodyFilm.STRIDES;
    double at = settings.sampleMicros(frame, sample);
    while (at < endMicros) {
      double strides = (at - beginMicros) / strideMicros;
      int stride = Math.min(BodyFilm.STRIDES - 1, (int) strides);
      film.drawInto(raster, stride, strides - stride);
      add();
      at = settings.sampleMicros(frame, sample);
    }
  }

  /**
   * The oldest frame not handed out yet whose shutter closed by a time.
   *
   * @return valid until the next take; null where there is none
   */
  public @Nullable GreyFrame next(long untilMicros) {
    if (handed == frame || settings.beginMicros(handed) + settings.exposureMicros() > untilMicros) {
      return null;
    }
    return frames[(int) (handed++ % frames.length)];
  }

  private void add() {
    float[] value = raster.image().values();
    if (sample == 0) {
      Arrays.fill(sum, 0);
    }
    for (int i = 0; i < sum.length; i++) {
      sum[i] += value[i];
    }
    sample++;
    if (sample == settings.samples()) {
      develop(frames[(int) (frame % frames.length)]);
      sample = 0;
      frame++;
    }
  }

  private void develop(GreyFrame out) {
    if (frame - handed >= frames.length) {
      throw new IllegalStateException(
          "more frames wait than there is room for: waiting=" + (frame - handed));
    }
    long begin = settings.beginMicros(frame);
    out.stamp(begin, begin + settings.exposureMicros());
    float scale = (float) (LEVELS / (settings.samples() * settings.saturation()));
    byte[] pixels = out.pixels();
    for (int i = 0; i < pixels.length; i++) {
      double level = grey[Math.min(LEVELS, (int) (sum[i] * scale + 0.5f))] + noise.next();
      pixels[i] = (byte) Math.rint(Math.max(0, Math.min(255, level)));
    }
  }
}
