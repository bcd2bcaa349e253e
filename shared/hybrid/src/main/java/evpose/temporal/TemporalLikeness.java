package evpose.temporal;

import evpose.pose.Skeleton;

/**
 * How alike each frame of a window is to its middle one: the cosine between all image points, each
 * view's seen from its first joint. Nothing here is learned, so it is plain arithmetic.
 *
 * @see "model-spec 6.4, attention vector"
 */
public final class TemporalLikeness {
  private static final double TINY = 1e-8;

  private TemporalLikeness() {}

  /**
   * @param windows [batch][channels][frames]
   * @return [batch][frames]
   */
  public static float[] of(TemporalDescription d, float[] windows, int batch) {
    int frames = d.frames();
    double[][] points = new double[frames][d.pointChannels()];
    float[] likeness = new float[batch * frames];
    for (int b = 0; b < batch; b++) {
      for (int c = 0; c < d.pointChannels(); c++) {
        int first = c - c % (2 * Skeleton.JOINTS) + c % 2; // the view's first joint, same axis
        int at = (b * d.channels() + c) * frames;
        int origin = (b * d.channels() + first) * frames;
        for (int t = 0; t < frames; t++) {
          points[t][c] = windows[at + t] - windows[origin + t];
        }
      }
      for (int t = 0; t < frames; t++) {
        likeness[b * frames + t] = (float) cosine(points[t], points[frames / 2]);
      }
    }
    return likeness;
  }

  private static double cosine(double[] a, double[] b) {
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < a.length; i++) {
      ab += a[i] * b[i];
      aa += a[i] * a[i];
      bb += b[i] * b[i];
    }
    return ab / (Math.max(Math.sqrt(aa), TINY) * Math.max(Math.sqrt(bb), TINY));
  }
}
