package evpose.kernels;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The vector twin for machines with vectors of sixteen floats: where rows are long enough it adds
 * sixteen at a time, everything else it leaves to {@link VectorKernels}. Same sums in the same
 * order, same bits.
 */
final class WideKernels extends Kernels {
  private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_512;
  private static final int WIDTH = LANES.length();
  private static final int FIRST_JAVA = 25; // the first measured that gains

  private final VectorKernels narrow = new VectorKernels();

  /** Whether this machine has vectors so wide, and this Java compiles masks well: 17 does not. */
  static boolean worthwhile() {
    return FloatVector.SPECIES_PREFERRED.length() >= WIDTH
        && Runtime.version().feature() >= FIRST_JAVA;
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
    if (length % WIDTH != 0) {
      narrow.add(v, at, stride, w, spikes, n, step, rows, length);
      return;
    }
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
    if (length % WIDTH != 0) {
      narrow.addScaled(v, at, stride, w, block, value, step, rows, length);
      return;
    }
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
    if (channels % WIDTH != 0) {
      narrow.fire(h, bias, threshold, channels, keep, from, to, spikes);
      return;
    }
    int n = 0;
    int at = SparseConvolution.ORIGIN + from * channels;
    for (int cell = from; cell < to; cell++, at += channels) {
      spikes.begin[cell] = n;
      int[] fired = spikes.room(n, channels);
      for (int c = 0; c < channels; c += WIDTH) {
        FloatVector v = FloatVector.fromArray(LANES, h, at + c);
        FloatVector limit = FloatVector.fromArray(LANES, threshold, c);
        VectorMask<Float> fires = v.compare(VectorOperators.GE, limit);
        v.sub(limit, fires)
            .mul(keep)
            .add(FloatVector.fromArray(LANES, bias, c))
            .intoArray(h, at + c);
        for (long who = fires.toLong(); who != 0; who &= who - 1) {
          fired[n++] = c + Long.numberOfTrailingZeros(who);
        }
      }
    }
    spikes.begin[to] = n;
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
