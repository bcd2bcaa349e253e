package evpose.temporal;

import evpose.pose.Skeleton;
import evpose.weights.Tensor;
import evpose.weights.Tensors;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * What an attention temporal network is: its sizes, its tensors by name, what a pose costs.
 *
 * @param channels numbers a frame
 * @param pointChannels the first so many channels are image points, [view][13][2]; attention
 *     compares frames by them
 * @param width C, channels inside; 1024 in the paper
 * @param blocks 4 in the paper; a window has 3 to the power of (blocks + 1) frames
 * @param answer what comes out
 * @see "Liu et al. 2020, attention mechanism exploits temporal contexts; model-spec 6.4"
 */
public record TemporalDescription(
    int channels, int pointChannels, int width, int blocks, Answer answer) {
  /** Pointwise convolutions of the kernels' branches are cut into so many groups. */
  public static final int GROUPS = 8;

  /** Branches of different reach in a block, and frames that each reads at once. */
  public static final int KERNELS = 3;

  private static final int SQUEEZE = 8;

  /** What a network says of the newest frame. */
  public enum Answer {
    /** Where each joint is, as in the paper. */
    POSE(3),
    /**
     * Where each joint is, and how far to trust geometry in place of it: the answer lies between
     * both. The input's last 39 channels are what geometry says.
     */
    BLEND(4);

    private final int perJoint;

    Answer(int perJoint) {
      this.perJoint = perJoint;
    }
  }

  /** A branch that jumps over blocks: where it begins, and at which block it arrives. */
  public enum Side {
    Y11(0, 2),
    Y12(0, 3),
    Y21(1, 3);

    public final int from;
    public final int to;

    Side(int from, int to) {
      this.from = from;
      this.to = to;
    }

    /** Under which its tensors are named. */
    public String key() {
      return "side." + name().toLowerCase(Locale.ROOT);
    }
  }

  public TemporalDescription {
    int pointsOfView = 2 * Skeleton.JOINTS;
    require(blocks >= 2 && blocks <= 4, "blocks must be in [2, 4]: blocks=" + blocks);
    require(
        width >= GROUPS && width <= 4096 && width % GROUPS == 0,
        "width must be a multiple of " + GROUPS + " up to 4096: width=" + width);
    require(
        pointChannels > 0 && pointChannels % pointsOfView == 0 && pointChannels <= channels,
        "points are 26 numbers a view and no more than all channels: pointChannels="
            + pointChannels
            + ", channels="
            + channels);
  }

  private static void require(boolean rule, String message) {
    if (!rule) {
      throw new IllegalArgumentException(message);
    }
  }

  /** The paper's: 52 numbers a frame, 243 frames, 1024 channels, 13 joints. */
  public static TemporalDescription paper() {
    return new TemporalDescription(52, 52, 1024, 4, Answer.POSE);
  }

  /** Numbers that come out of the head. */
  public int outputs() {
    return answer.perJoint * Skeleton.JOINTS;
  }

  /** Frames that a pose is made from, the last of them the newest. */
  public int frames() {
    return lengthOf(-1);
  }

  /** Frames that enter a block; of the window for -1. */
  public int lengthOf(int block) {
    int length = 1;
    for (int i = block; i < blocks; i++) {
      length *= KERNELS;
    }
    return length;
  }

  /** Whether the network is deep enough for a side branch to arrive. */
  public boolean has(Side side) {
    return side.to < blocks;
  }

  /** Shapes by name, in order: those of a PyTorch module written from the same text. */
  public Map<String, int[]> shapes() {
    Map<String, int[]> shapes = new LinkedHashMap<>();
    for (int i = 0; i < blocks; i++) {
      expansion("expand." + i, channels, shapes);
    }
    for (int i = 0; i < blocks; i++) {
      linear("attention." + i, frames(), lengthOf(i), shapes);
      norm("attention_norm." + i, lengthOf(i), shapes);
    }
    for (int i = 0; i < blocks; i++) {
      block("blocks." + i, shapes);
    }
    for (Side side : Side.values()) {
      if (has(side)) {
        expansion(side.key() + ".expand", width, shapes);
        shapes.put(side.key() + ".conv.weight", new int[] {width, width, 1});
        norm(side.key() + ".norm", width, shapes);
      }
    }
    shapes.put("head.weight", new int[] {outputs(), width, 1});
    shapes.put("head.bias", new int[] {outputs()});
    return shapes;
  }

  private void block(String name, Map<String, int[]> shapes) {
    for (int j = 0; j < KERNELS; j++) {
      String branch = name + ".kernels.branches." + j;
      depthwise(branch, width, shapes);
      shapes.put(branch + ".pointwise.weight", new int[] {width, width / GROUPS, 1});
      norm(branch + ".norm2", width, shapes);
    }
    linear(name + ".kernels.squeeze", width, width / SQUEEZE, shapes);
    for (int j = 0; j < KERNELS; j++) {
      linear(name + ".kernels.excite." + j, width / SQUEEZE, width, shapes);
    }
    shapes.put(name + ".conv.weight", new int[] {width, width, 1});
    norm(name + ".norm", width, shapes);
  }

  private void expansion(String name, int in, Map<String, int[]> shapes) {
    depthwise(name, in, shapes);
    shapes.put(name + ".pointwise.weight", new int[] {width, in, 1});
    norm(name + ".norm2", width, shapes);
  }

  private static void depthwise(String name, int in, Map<String, int[]> shapes) {
    shapes.put(name + ".depthwise.weight", new int[] {in, 1, KERNELS});
    norm(name + ".norm1", in, shapes);
  }

  private static void linear(String name, int in, int out, Map<String, int[]> shapes) {
    shapes.put(name + ".weight", new int[] {out, in});
    shapes.put(name + ".bias", new int[] {out});
  }

  private static void norm(String name, int size, Map<String, int[]> shapes) {
    for (String part : new String[] {"weight", "bias", "running_mean", "running_var"}) {
      shapes.put(name + "." + part, new int[] {size});
    }
  }

  /**
   * Multiply-accumulates of one pose: the whole window anew, normalisations folded away,
   * attention's cosines left out.
   */
  public long macs() {
    long c = width;
    long sum = outputs() * c;
    for (int i = 0; i < blocks; i++) {
      long length = lengthOf(i);
      long next = length / KERNELS;
      sum += length * (KERNELS * channels + c * channels); // expand
      sum += length * frames() + length * c; // attention, and what it multiplies
      sum += KERNELS * next * (KERNELS * c + c * c / GROUPS); // branches
      sum += 2 * KERNELS * next * c; // sum of branches, weighted sum
      sum += c * (c / SQUEEZE) * (1 + KERNELS);
      sum += next * c * c;
    }
    for (Side side : Side.values()) {
      if (has(side)) {
        sum += (long) lengthOf(side.to) * (KERNELS * c + 2 * c * c);
      }
    }
    return sum;
  }

  /** Numbers that are learned. */
  public long parameters() {
    return shapes().entrySet().stream()
        .filter(e -> !isStatistic(e.getKey()))
        .mapToLong(e -> size(e.getValue()))
        .sum();
  }

  /** Whether a tensor is a running statistic of a normalisation. */
  static boolean isStatistic(String name) {
    return name.endsWith(".running_mean") || name.endsWith(".running_var");
  }

  private static int size(int[] shape) {
    int size = 1;
    for (int side : shape) {
      size *= side;
    }
    return size;
  }

  /** Weights to start from: PyTorch's own way, uniform in ±1/sqrt(inputs); the head a tenth. */
  public Tensors random(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, int[]> shapes = shapes();
    Tensors tensors = new Tensors();
    shapes.forEach(
        (name, shape) -> {
          float[] values = new float[size(shape)];
          String layer = name.substring(0, name.lastIndexOf('.'));
          int[] weight = shapes.get(layer + ".weight");
          if (weight == null || weight.length == 1) {
            boolean one = name.endsWith(".weight") || name.endsWith(".running_var");
            Arrays.fill(values, one ? 1 : 0);
          } else {
            double bound = (layer.equals("head") ? 0.1 : 1) / Math.sqrt(size(weight) / weight[0]);
            for (int i = 0; i < values.length; i++) {
              values[i] = (float) (bound * (2 * random.nextDouble() - 1));
            }
          }
          tensors.put(name, new Tensor(shape, values));
        });
    return tensors;
  }
}
