package evpose.temporal;

import evpose.pose.Skeleton;
import evpose.temporal.TemporalDescription.Answer;
import evpose.temporal.TemporalDescription.Side;
import evpose.weights.Tensors;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * The attention temporal network in use: one window in, one pose out, in plain Java. The same
 * arithmetic with gradients is hybrid-djl's {@code TemporalNetwork}, whose text says what each part
 * is; parts have the same names here.
 *
 * <p>The same window gives the same bits on every machine: sums are taken in one order, and no
 * function is left to the processor. Stateless, so threads may share one.
 *
 * @see "Liu et al. 2020; model-spec 6.4"
 */
public final class TemporalEngine {
  /** What decides the bytes of a result besides weights and window. */
  public static final String FINGERPRINT = "temporal-1";

  private static final double NORM_EPSILON = 1e-5;
  private static final int KERNELS = TemporalDescription.KERNELS;
  private static final int ROOM = 3 * Skeleton.JOINTS;

  /** Beyond it e^x is so large that Mish is x. */
  private static final float MISH_IS_X = 20;

  private final TemporalDescription d;
  private final Map<String, float[]> weights = new HashMap<>();
  private final Map<String, Norm> norms = new HashMap<>();

  /** Channels of a few frames, [channel][frame]. */
  private record Grid(int channels, int frames, float[] values) {
    Grid(int channels, int frames) {
      this(channels, frames, new float[channels * frames]);
    }

    /** Every so many frames, beginning with the given one. */
    Grid every(int first, int stride) {
      Grid out = new Grid(channels, (frames - first + stride - 1) / stride);
      for (int c = 0; c < channels; c++) {
        for (int t = 0; t < out.frames; t++) {
          out.values[c * out.frames + t] = values[c * frames + first + t * stride];
        }
      }
      return out;
    }

    Grid plus(Grid other) {
      Grid out = new Grid(channels, frames);
      for (int i = 0; i < values.length; i++) {
        out.values[i] = values[i] + other.values[i];
      }
      return out;
    }

    /** Each frame times its own number. */
    Grid times(float[] ofFrame) {
      Grid out = new Grid(channels, frames);
      for (int i = 0; i < values.length; i++) {
        out.values[i] = values[i] * ofFrame[i % frames];
      }
      return out;
    }
  }

  /** A normalisation by running statistics: x times scale plus shift, a number each channel. */
  private record Norm(float[] scale, float[] shift) {
    static Norm of(Tensors tensors, String name) {
      float[] weight = tensors.get(name + ".weight").data();
      float[] bias = tensors.get(name + ".bias").data();
      float[] mean = tensors.get(name + ".running_mean").data();
      float[] variance = tensors.get(name + ".running_var").data();
      Norm norm = new Norm(new float[weight.length], new float[weight.length]);
      for (int c = 0; c < weight.length; c++) {
        double scale = weight[c] / Math.sqrt(variance[c] + NORM_EPSILON);
        norm.scale[c] = (float) scale;
        norm.shift[c] = (float) (bias[c] - scale * mean[c]);
      }
      return norm;
    }
  }

  /**
   * @throws IllegalArgumentException when a tensor is missing or has another shape; names it
   */
  public TemporalEngine(TemporalDescription description, Tensors tensors) {
    d = description;
    description
        .shapes()
        .forEach(
            (name, shape) -> {
              if (TemporalDescription.isStatistic(name)) {
                String norm = name.substring(0, name.lastIndexOf('.'));
                norms.computeIfAbsent(norm, key -> Norm.of(tensors, key));
              } else {
                weights.put(name, tensors.get(name, shape));
              }
            });
  }

  /**
   * Where the joints are at a window's end.
   *
   * @param window [channels][frames], see {@link TemporalInput}
   * @return 39 numbers, in units of the window's room
   */
  public float[] run(float[] window) {
    if (window.length != d.channels() * d.frames()) {
      throw new IllegalArgumentException(
          "a window has channels x frames numbers: channels="
              + d.channels()
              + ", frames="
              + d.frames()
              + ", numbers="
              + window.length);
    }
    float[] head = head(window);
    return d.answer() == Answer.POSE ? head : blend(head, window);
  }

  /** The network's own numbers. */
  private float[] head(float[] window) {
    Grid x = new Grid(d.channels(), d.frames(), window);
    float[] likeness = TemporalLikeness.of(d, window, 1);
    Map<Side, Grid> sides = new EnumMap<>(Side.class);
    Grid running = expanded(x, 0);
    for (int i = 0; i < d.blocks(); i++) {
      Grid newest = running.every(KERNELS - 1, KERNELS);
      float[] attention = attention(i, likeness);
      if (i == 1) {
        running = running.times(attention);
        branch(Side.Y21, running, newest, sides);
        running = running.plus(expanded(x, 1).times(attention));
      } else {
        running = arriving(i, i == 0 ? running : running.plus(expanded(x, i)), sides);
        running = running.times(attention);
      }
      if (i == 0) {
        branch(Side.Y11, running, newest, sides);
        branch(Side.Y12, running, newest, sides);
      }
      String name = "blocks." + i;
      Grid told = conv(name + ".conv", kernels(name + ".kernels", running), 1);
      running = newest.plus(mish(norm(name + ".norm", told)));
    }
    return linear("head", running.values);
  }

  private static Grid arriving(int block, Grid x, Map<Side, Grid> sides) {
    Grid sum = x;
    for (Map.Entry<Side, Grid> side : sides.entrySet()) {
      if (side.getKey().to == block) {
        sum = sum.plus(side.getValue());
      }
    }
    return sum;
  }

  private Grid expanded(Grid x, int i) {
    int stride = 1;
    for (int k = 0; k < i; k++) {
      stride *= KERNELS;
    }
    return mish(expansion("expand." + i, i == 0 ? x : x.every((stride - 1) / 2, stride)));
  }

  private Grid expansion(String name, Grid x) {
    Grid thirds = norm(name + ".norm1", depthwise(name, x, 0));
    return norm(name + ".norm2", conv(name + ".pointwise", thirds, 1));
  }

  private void branch(Side side, Grid x, Grid newest, Map<Side, Grid> sides) {
    if (!d.has(side)) {
      return;
    }
    int first = side == Side.Y12 ? 4 : 1;
    int stride = side == Side.Y12 ? 9 : 3;
    Grid y = mish(expansion(side.key() + ".expand", x.every(first, stride)));
    y = mish(norm(side.key() + ".norm", conv(side.key() + ".conv", y, 1)));
    sides.put(side, newest.every(first, stride).plus(y));
  }

  private float[] attention(int i, float[] likeness) {
    float[] told = linear("attention." + i, likeness);
    Norm norm = norm("attention_norm." + i);
    for (int t = 0; t < told.length; t++) {
      told[t] = sigmoid(told[t] * norm.scale[t] + norm.shift[t]);
    }
    return told;
  }

  /** Three reaches, each to a third of the frames; their mean decides how much each counts. */
  private Grid kernels(String name, Grid x) {
    Grid[] branches = new Grid[KERNELS];
    for (int j = 0; j < KERNELS; j++) {
      String branch = name + ".branches." + j;
      Grid y = norm(branch + ".norm1", depthwise(branch, x, j));
      y = conv(branch + ".pointwise", y, TemporalDescription.GROUPS);
      branches[j] = mish(norm(branch + ".norm2", y));
    }
    float[][] shares = shares(name, branches[0].plus(branches[1]).plus(branches[2]));
    Grid out = new Grid(x.channels, branches[0].frames);
    for (int i = 0; i < out.values.length; i++) {
      int c = i / out.frames;
      float sum = 0;
      for (int j = 0; j < KERNELS; j++) {
        sum += branches[j].values[i] * shares[j][c];
      }
      out.values[i] = sum;
    }
    return out;
  }

  /** [reach][channel], over the reaches one together. */
  private float[][] shares(String name, Grid sum) {
    float[] squeezed = linear(name + ".squeeze", means(sum));
    float[][] shares = new float[KERNELS][];
    for (int j = 0; j < KERNELS; j++) {
      shares[j] = linear(name + ".excite." + j, squeezed);
    }
    for (int c = 0; c < sum.channels; c++) {
      float largest = Math.max(shares[0][c], Math.max(shares[1][c], shares[2][c]));
      double all = 0;
      for (float[] share : shares) {
        share[c] = (float) StrictMath.exp(share[c] - largest);
        all += share[c];
      }
      for (float[] share : shares) {
        share[c] = (float) (share[c] / all);
      }
    }
    return shares;
  }

  private static float[] means(Grid x) {
    float[] means = new float[x.channels];
    for (int c = 0; c < x.channels; c++) {
      float sum = 0;
      for (int t = 0; t < x.frames; t++) {
        sum += x.values[c * x.frames + t];
      }
      means[c] = sum / x.frames;
    }
    return means;
  }

  /**
   * Three frames to one, channel by channel.
   *
   * @param padding how often the first and the last frame count again; the three frames lie so far
   *     apart and one more
   */
  private Grid depthwise(String name, Grid x, int padding) {
    float[] weight = weight(name + ".depthwise");
    int dilation = padding + 1;
    Grid out = new Grid(x.channels, x.frames / KERNELS);
    for (int c = 0; c < x.channels; c++) {
      for (int t = 0; t < out.frames; t++) {
        float sum = 0;
        for (int k = 0; k < KERNELS; k++) {
          int frame = KERNELS * t + k * dilation - padding;
          frame = Math.max(0, Math.min(frame, x.frames - 1));
          sum += x.values[c * x.frames + frame] * weight[c * KERNELS + k];
        }
        out.values[c * out.frames + t] = sum;
      }
    }
    return out;
  }

  /** Channels mixed frame by frame, in so many groups that do not know each other. */
  private Grid conv(String name, Grid x, int groups) {
    float[] weight = weight(name);
    int in = x.channels / groups;
    int channels = weight.length / in;
    int frames = x.frames;
    Grid out = new Grid(channels, frames);
    for (int o = 0; o < channels; o++) {
      int first = o / (channels / groups) * in;
      for (int c = 0; c < in; c++) {
        float w = weight[o * in + c];
        for (int t = 0; t < frames; t++) {
          out.values[o * frames + t] += w * x.values[(first + c) * frames + t];
        }
      }
    }
    return out;
  }

  private float[] linear(String name, float[] x) {
    float[] weight = weight(name);
    float[] out = held(weights, name + ".bias").clone();
    for (int o = 0; o < out.length; o++) {
      float sum = out[o];
      for (int i = 0; i < x.length; i++) {
        sum += weight[o * x.length + i] * x[i];
      }
      out[o] = sum;
    }
    return out;
  }

  private Grid norm(String name, Grid x) {
    Norm norm = norm(name);
    Grid out = new Grid(x.channels, x.frames);
    for (int i = 0; i < x.values.length; i++) {
      int c = i / x.frames;
      out.values[i] = x.values[i] * norm.scale[c] + norm.shift[c];
    }
    return out;
  }

  /** x · tanh(log(1 + eˣ)), with one power. */
  private static Grid mish(Grid x) {
    Grid out = new Grid(x.channels, x.frames);
    for (int i = 0; i < x.values.length; i++) {
      float value = x.values[i];
      double e = StrictMath.exp(Math.min(value, MISH_IS_X));
      double n = e * (e + 2);
      out.values[i] = value > MISH_IS_X ? value : (float) (value * (n / (n + 2)));
    }
    return out;
  }

  /** What geometry says now and what the network would say, mixed joint by joint. */
  private float[] blend(float[] told, float[] window) {
    float[] out = new float[ROOM];
    int frames = d.frames();
    int room = d.channels() - ROOM;
    for (int i = 0; i < ROOM; i++) {
      float now = window[(room + i) * frames + frames - 1];
      out[i] = told[i] + (now - told[i]) * sigmoid(told[ROOM + i / 3]);
    }
    return out;
  }

  private static float sigmoid(float x) {
    return (float) (1 / (1 + StrictMath.exp(-x)));
  }

  private float[] weight(String layer) {
    return held(weights, layer + ".weight");
  }

  private Norm norm(String name) {
    return held(norms, name);
  }

  private static <T> T held(Map<String, T> byName, String name) {
    T value = byName.get(name);
    if (value == null) {
      throw new IllegalStateException("the description has no such part: name=" + name);
    }
    return value;
  }
}
