package evpose.kernels;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The same loops on the Vector API, which is still an incubator module: nothing outside this class
 * names it, so that a Java without it runs the plain twin.
 *
 * <p>Eight floats at a time where the machine has them, else four. Lanes are channels, they never
 * meet, so the width does not show in the result.
 */
final class VectorKernels extends Kernels {
  private static final VectorSpecies<Float> LANES =
      FloatVector.SPECIES_PREFERRED.length() >= FloatVector.SPECIES_256.length()
          ? FloatVector.SPECIES_256
          : FloatVector.SPECIES_128;
  private static final int WIDTH = LANES.length();

  /** Whether this machine has vectors worth using. */
  static boolean worthwhile() {
    return FloatVector.SPECIES_PREFERRED.length() >= WIDTH;
  }

  @Override
  void add(
      float[] v,
      int at,
      int stride,
      float[] w,
      int[] spikes,
      int n,
      int step,
      int rows,
      int length) {
    int s = 0;
    for (; s + 4 <= n; s += 4) {
      add4(
          v,
          at,
          stride,
          w,
          spikes[s],
          spikes[s + 1],
          spikes[s + 2],
          spikes[s + 3],
          step,
          rows,
          length);
    }
    if (s + 2 <= n) {
      add2(v, at, stride, w, spikes[s], spikes[s + 1], step, rows, length);
      s += 2;
    }
    if (s < n) {
      add1(v, at, stride, w, spikes[s], step, rows, length);
    }
  }

  private static void add4(
      float[] v,
      int at,
      int stride,
      float[] w,
      int a,
      int b,
      int c,
      int d,
      int step,
      int rows,
      int length) {
    for (int r = 0; r < rows; r++) {
      int o = at + r * stride;
      int t = r * step;
      for (int i = 0; i < length; i += WIDTH) {
        FloatVector.fromArray(LANES, v, o + i)
            .add(FloatVector.fromArray(LANES, w, a + t + i))
            .add(FloatVector.fromArray(LANES, w, b + t + i))
            .add(FloatVector.fromArray(LANES, w, c + t + i))
            .add(FloatVector.fromArray(LANES, w, d + t + i))
            .intoArray(v, o + i);
      }
    }
  }

  private static void add2(
      float[] v, int at, int stride, float[] w, int a, int b, int step, int rows, int length) {
    for (int r = 0; r < rows; r++) {
      int o = at + r * stride;
      int t = r * step;
      for (int i = 0; i < length; i += WIDTH) {
        FloatVector.fromArray(LANES, v, o + i)
            .add(FloatVector.fromArray(LANES, w, a + t + i))
            .add(FloatVector.fromArray(LANES, w, b + t + i))
            .intoArray(v, o + i);
      }
    }
  }

  private static void add1(
      float[] v, int at, int stride, float[] w, int a, int step, int rows, int length) {
    for (int r = 0; r < rows; r++) {
      int o = at + r * stride;
      int t = r * step;
      for (int i = 0; i < length; i += WIDTH) {
        FloatVector.fromArray(LANES, v, o + i)
            .add(FloatVector.fromArray(LANES, w, a + t + i))
            .intoArray(v, o + i);
      }
    }
  }

  @Override
  void addScaled(
      float[] v,
      int at,
      int stride,
      float[] w,
      int block,
      float value,
      int step,
      int rows,
      int length) {
    for (int r = 0; r < rows; r++) {
      int o = at + r * stride;
      int a = block + r * step;
      for (int i = 0; i < length; i += WIDTH) {
        FloatVector.fromArray(LANES, v, o + i)
            .add(FloatVector.fromArray(LANES, w, a + i).mul(value))
            .intoArray(v, o + i);
      }
    }
  }

  @Override
  void fire(float[] h, float[] bias, int channels, float keep, float threshold, SpikeList spikes) {
    int n = 0;
    int cells = spikes.begin.length - 1;
    for (int cell = 0, at = 0; cell < cells; cell++, at += channels) {
      spikes.begin[cell] = n;
      int[] fired = spikes.room(n, channels);
      for (int c = 0; c < channels; c += WIDTH) {
        FloatVector v = FloatVector.fromArray(LANES, h, at + c);
        if (v.compare(VectorOperators.GE, threshold).anyTrue()) {
          n = fireOneByOne(h, at + c, bias, c, keep, threshold, fired, n);
        } else {
          v.mul(keep).add(FloatVector.fromArray(LANES, bias, c)).intoArray(h, at + c);
        }
      }
    }
    spikes.begin[cells] = n;
  }

  /** The few groups in which someone fires; lanes that are taken apart cost more than a loop. */
  private static int fireOneByOne(
      float[] h,
      int at,
      float[] bias,
      int channel,
      float keep,
      float threshold,
      int[] fired,
      int n) {
    for (int i = 0; i < WIDTH; i++) {
      float v = h[at + i];
      if (v >= threshold) {
        v -= threshold;
        fired[n++] = channel + i;
      }
      h[at + i] = v * keep + bias[channel + i];
    }
    return n;
  }

  @Override
  String describe() {
    return "Vector API, " + WIDTH + " floats at a time";
  }
}
