package evpose.kernels;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The same loops on the Vector API, which is still an incubator module: nothing outside this class
 * names it, so that a Java without it runs the plain twin.
 *
 * <p>Eight floats at a time where the machine has them, else four; {@link WideKernels} are for
 * more. Lanes are channels, they never meet, so the width does not show in the result.
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
    for (; s + 8 <= n; s += 8) {
      add8(v, at, stride, w, spikes, s, step, rows, length);
    }
    if (s + 4 <= n) {
      add4(v, at, stride, w, spikes, s, step, rows, length);
      s += 4;
    }
    if (s + 2 <= n) {
      add2(v, at, stride, w, spikes, s, step, rows, length);
      s += 2;
    }
    if (s < n) {
      add1(v, at, stride, w, spikes[s], step, rows, length);
    }
  }

  private static void add8(
      float[] v,
      int at,
      int stride,
      float[] w,
      int[] spikes,
      int s,
      int step,
      int rows,
      int length) {
    int a = spikes[s];
    int b = spikes[s + 1];
    int c = spikes[s + 2];
    int d = spikes[s + 3];
    int e = spikes[s + 4];
    int f = spikes[s + 5];
    int g = spikes[s + 6];
    int h = spikes[s + 7];
    for (int r = 0; r < rows; r++) {
      int o = at + r * stride;
      int t = r * step;
      for (int i = 0; i < length; i += WIDTH) {
        FloatVector.fromArray(LANES, v, o + i)
            .add(FloatVector.fromArray(LANES, w, a + t + i))
            .add(FloatVector.fromArray(LANES, w, b + t + i))
            .add(FloatVector.fromArray(LANES, w, c + t + i))
            .add(FloatVector.fromArray(LANES, w, d + t + i))
            .add(FloatVector.fromArray(LANES, w, e + t + i))
            .add(FloatVector.fromArray(LANES, w, f + t + i))
            .add(FloatVector.fromArray(LANES, w, g + t + i))
            .add(FloatVector.fromArray(LANES, w, h + t + i))
            .intoArray(v, o + i);
      }
    }
  }

  private static void add4(
      float[] v,
      int at,
      int stride,
      float[] w,
      int[] spikes,
      int s,
      int step,
      int rows,
      int length) {
    int a = spikes[s];
    int b = spikes[s + 1];
    int c = spikes[s + 2];
    int d = spikes[s + 3];
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
      float[] v,
      int at,
      int stride,
      float[] w,
      int[] spikes,
      int s,
      int step,
      int rows,
      int length) {
    int a = spikes[s];
    int b = spikes[s + 1];
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
  void add(
      float[] v,
      int at,
      int stride,
      short[] w,
      int[] spikes,
      int n,
      int step,
      int rows,
      int length) {
    WholeLanes.add(v, at, stride, w, spikes, n, step, rows, length);
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
  void fire(
      float[] h,
      float[] bias,
      float[] threshold,
      int channels,
      float keep,
      int from,
      int to,
      SpikeList spikes) {
    int n = 0;
    int at = SparseConvolution.ORIGIN + from * channels;
    for (int cell = from; cell < to; cell++, at += channels) {
      spikes.begin[cell] = n;
      int[] fired = spikes.room(n, channels);
      for (int c = 0; c < channels; c += WIDTH) {
        FloatVector v = FloatVector.fromArray(LANES, h, at + c);
        FloatVector limit = FloatVector.fromArray(LANES, threshold, c);
        if (v.compare(VectorOperators.GE, limit).anyTrue()) {
          n = fireOneByOne(h, at + c, bias, c, keep, threshold, fired, n);
        } else {
          v.mul(keep).add(FloatVector.fromArray(LANES, bias, c)).intoArray(h, at + c);
        }
      }
    }
    spikes.begin[to] = n;
  }

  /** The few groups in which someone fires; lanes that are taken apart cost more than a loop. */
  private static int fireOneByOne(
      float[] h,
      int at,
      float[] bias,
      int channel,
      float keep,
      float[] threshold,
      int[] fired,
      int n) {
    for (int i = 0; i < WIDTH; i++) {
      float v = h[at + i];
      if (v >= threshold[channel + i]) {
        v -= threshold[channel + i];
        fired[n++] = channel + i;
      }
      h[at + i] = v * keep + bias[channel + i];
    }
    return n;
  }

  @Override
  float read(float[] w, int from) {
    FloatVector a = FloatVector.zero(LANES);
    FloatVector b = a;
    FloatVector c = a;
    FloatVector d = a;
    for (int i = from; i + 4 * WIDTH <= w.length; i += 4 * WIDTH) {
      a = a.add(FloatVector.fromArray(LANES, w, i));
      b = b.add(FloatVector.fromArray(LANES, w, i + WIDTH));
      c = c.add(FloatVector.fromArray(LANES, w, i + 2 * WIDTH));
      d = d.add(FloatVector.fromArray(LANES, w, i + 3 * WIDTH));
    }
    return a.add(b).add(c).add(d).lane(0);
  }

  @Override
  String describe() {
    return "Vector API, " + WIDTH + " floats at a time";
  }
}
