package evpose.kernels;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Weights that are whole numbers, summed as 16-bit lanes: half the bytes of floats, and twice the
 * numbers an instruction. Up to eight sum without overflow, then they join the potential as floats.
 *
 * <p>As wide as the machine where that pays, rows' ends in eights.
 */
final class WholeLanes {
  private static final VectorSpecies<Short> LANES =
      WideKernels.worthwhile()
          ? ShortVector.SPECIES_512
          : FloatVector.SPECIES_PREFERRED.length() >= FloatVector.SPECIES_256.length()
              ? ShortVector.SPECIES_256
              : ShortVector.SPECIES_128;
  private static final VectorSpecies<Float> FLOATS =
      LANES.length() == 32
          ? FloatVector.SPECIES_512
          : LANES.length() == 16 ? FloatVector.SPECIES_256 : FloatVector.SPECIES_128;
  private static final int WIDTH = LANES.length();
  private static final int HALF = WIDTH / 2;

  private static final VectorSpecies<Short> EIGHT = ShortVector.SPECIES_128;
  private static final VectorSpecies<Float> FOUR = FloatVector.SPECIES_128;

  private WholeLanes() {}

  /** See {@link Kernels}. */
  static void add(
      float[] v,
      int at,
      int stride,
      short[] w,
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
      short[] w,
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
      int i = 0;
      for (; i + WIDTH <= length; i += WIDTH) {
        ShortVector sum =
            ShortVector.fromArray(LANES, w, a + t + i)
                .add(ShortVector.fromArray(LANES, w, b + t + i))
                .add(ShortVector.fromArray(LANES, w, c + t + i))
                .add(ShortVector.fromArray(LANES, w, d + t + i))
                .add(ShortVector.fromArray(LANES, w, e + t + i))
                .add(ShortVector.fromArray(LANES, w, f + t + i))
                .add(ShortVector.fromArray(LANES, w, g + t + i))
                .add(ShortVector.fromArray(LANES, w, h + t + i));
        join(v, o + i, sum);
      }
      for (; i < length; i += EIGHT.length()) {
        ShortVector sum =
            ShortVector.fromArray(EIGHT, w, a + t + i)
                .add(ShortVector.fromArray(EIGHT, w, b + t + i))
                .add(ShortVector.fromArray(EIGHT, w, c + t + i))
                .add(ShortVector.fromArray(EIGHT, w, d + t + i))
                .add(ShortVector.fromArray(EIGHT, w, e + t + i))
                .add(ShortVector.fromArray(EIGHT, w, f + t + i))
                .add(ShortVector.fromArray(EIGHT, w, g + t + i))
                .add(ShortVector.fromArray(EIGHT, w, h + t + i));
        joinEight(v, o + i, sum);
      }
    }
  }

  private static void add4(
      float[] v,
      int at,
      int stride,
      short[] w,
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
      int i = 0;
      for (; i + WIDTH <= length; i += WIDTH) {
        ShortVector sum =
            ShortVector.fromArray(LANES, w, a + t + i)
                .add(ShortVector.fromArray(LANES, w, b + t + i))
                .add(ShortVector.fromArray(LANES, w, c + t + i))
                .add(ShortVector.fromArray(LANES, w, d + t + i));
        join(v, o + i, sum);
      }
      for (; i < length; i += EIGHT.length()) {
        ShortVector sum =
            ShortVector.fromArray(EIGHT, w, a + t + i)
                .add(ShortVector.fromArray(EIGHT, w, b + t + i))
                .add(ShortVector.fromArray(EIGHT, w, c + t + i))
                .add(ShortVector.fromArray(EIGHT, w, d + t + i));
        joinEight(v, o + i, sum);
      }
    }
  }

  private static void add2(
      float[] v,
      int at,
      int stride,
      short[] w,
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
      int i = 0;
      for (; i + WIDTH <= length; i += WIDTH) {
        ShortVector sum =
            ShortVector.fromArray(LANES, w, a + t + i)
                .add(ShortVector.fromArray(LANES, w, b + t + i));
        join(v, o + i, sum);
      }
      for (; i < length; i += EIGHT.length()) {
        ShortVector sum =
            ShortVector.fromArray(EIGHT, w, a + t + i)
                .add(ShortVector.fromArray(EIGHT, w, b + t + i));
        joinEight(v, o + i, sum);
      }
    }
  }

  private static void add1(
      float[] v, int at, int stride, short[] w, int a, int step, int rows, int length) {
    for (int r = 0; r < rows; r++) {
      int o = at + r * stride;
      int t = r * step;
      int i = 0;
      for (; i + WIDTH <= length; i += WIDTH) {
        join(v, o + i, ShortVector.fromArray(LANES, w, a + t + i));
      }
      for (; i < length; i += EIGHT.length()) {
        joinEight(v, o + i, ShortVector.fromArray(EIGHT, w, a + t + i));
      }
    }
  }

  private static void join(float[] v, int at, ShortVector sum) {
    FloatVector low = (FloatVector) sum.convertShape(VectorOperators.S2F, FLOATS, 0);
    FloatVector high = (FloatVector) sum.convertShape(VectorOperators.S2F, FLOATS, 1);
    FloatVector.fromArray(FLOATS, v, at).add(low).intoArray(v, at);
    FloatVector.fromArray(FLOATS, v, at + HALF).add(high).intoArray(v, at + HALF);
  }

  private static void joinEight(float[] v, int at, ShortVector sum) {
    FloatVector low = (FloatVector) sum.convertShape(VectorOperators.S2F, FOUR, 0);
    FloatVector high = (FloatVector) sum.convertShape(VectorOperators.S2F, FOUR, 1);
    FloatVector.fromArray(FOUR, v, at).add(low).intoArray(v, at);
    FloatVector.fromArray(FOUR, v, at + 4).add(high).intoArray(v, at + 4);
  }
}
