package evpose.hybrid.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv1d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.Dropout;
import evpose.temporal.TemporalDescription;
import evpose.temporal.TemporalDescription.Side;
import evpose.temporal.TemporalLikeness;
import java.util.EnumMap;
import java.util.Map;

/**
 * The attention temporal network, one pass; arrays are [batch, channel, frame].
 *
 * <pre>
 *   expand i    every 3ⁱ-th frame, thirds of it: depthwise 3, norm, 1x1, norm, Mish       X, Z1, Z2, Z3
 *   attention i cosine of each frame with the middle one -> linear -> norm -> sigmoid
 *   block i     what comes in, times attention; kernels of three reaches, weighed by their mean (to a third);
 *               1x1, norm, Mish; plus the newest frame of each three
 *   sides       jump from block 0 to 2 and 3, from block 1 to 3
 * </pre>
 *
 * @see "Liu et al. 2020; model-spec 6.4"
 */
final class TemporalNetwork {
  private final TemporalDescription d;
  private final NamedArrays w;
  private final boolean training;
  private final float dropout;

  /**
   * @param training normalise by the batch and leave values out
   * @param dropout share that is left out
   */
  TemporalNetwork(TemporalDescription d, NamedArrays w, boolean training, double dropout) {
    this.d = d;
    this.w = w;
    this.training = training;
    this.dropout = (float) dropout;
  }

  /**
   * @param x [batch, channels, frames]
   * @param likeness [batch, frames] of each frame to the middle one, see {@link TemporalLikeness}
   * @return [batch, outputs]
   */
  NDArray forward(NDArray x, NDArray likeness) {
    Map<Side, NDArray> sides = new EnumMap<>(Side.class);
    NDArray running = expanded(x, 0);
    for (int i = 0; i < d.blocks(); i++) {
      NDArray newest = running.get(":, :, 2::3");
      NDArray attention = attention(i, likeness);
      if (i == 1) {
        running = running.mul(attention);
        branch(Side.Y21, running, newest, sides);
        running = running.add(expanded(x, 1).mul(attention));
      } else {
        running = arriving(i, i == 0 ? running : running.add(expanded(x, i)), sides);
        running = running.mul(attention);
      }
      if (i == 0) {
        branch(Side.Y11, running, newest, sides);
        branch(Side.Y12, running, newest, sides);
      }
      String name = "blocks." + i;
      NDArray y = drop(kernels(name + ".kernels", running));
      running = newest.add(drop(mish(norm(name + ".norm", conv(name + ".conv", y, 1)))));
    }
    NDArray head =
        Conv1d.conv1d(running, w.get("head.weight"), w.get("head.bias")).singletonOrThrow();
    return head.squeeze(2);
  }

  private static NDArray arriving(int block, NDArray x, Map<Side, NDArray> sides) {
    NDArray sum = x;
    for (Map.Entry<Side, NDArray> side : sides.entrySet()) {
      if (side.getKey().to == block) {
        sum = sum.add(side.getValue());
      }
    }
    return sum;
  }

  private NDArray expanded(NDArray x, int i) {
    int stride = 1;
    for (int k = 0; k < i; k++) {
      stride *= TemporalDescription.KERNELS;
    }
    NDArray frames = i == 0 ? x : x.get(":, :, " + (stride - 1) / 2 + "::" + stride);
    return drop(mish(expansion("expand." + i, frames)));
  }

  private NDArray expansion(String name, NDArray x) {
    NDArray y = norm(name + ".norm1", depthwise(name, x, 1));
    return norm(name + ".norm2", conv(name + ".pointwise", y, 1));
  }

  /** Three frames to one, channel by channel; as sums of slices, on which gradients are cheap. */
  private NDArray depthwise(String name, NDArray x, int dilation) {
    NDArray weight = w.get(name + ".depthwise.weight");
    NDArray oldest = third(x, weight, 0, dilation);
    return oldest.add(third(x, weight, 1, dilation)).add(third(x, weight, 2, dilation));
  }

  private static NDArray third(NDArray x, NDArray weight, int k, int dilation) {
    long reach = (TemporalDescription.KERNELS - 1L) * dilation;
    long begin = (long) k * dilation;
    long end = x.getShape().get(2) - reach + begin;
    return x.get(":, :, " + begin + ":" + end + ":3").mul(weight.get(":, :, " + k));
  }

  private NDArray conv(String name, NDArray x, int groups) {
    return Conv1d.conv1d(
            x, w.get(name + ".weight"), null, new Shape(1), new Shape(0), new Shape(1), groups)
        .singletonOrThrow();
  }

  private NDArray attention(int i, NDArray likeness) {
    NDArray a = norm("attention_norm." + i, linear("attention." + i, likeness));
    return Activation.sigmoid(a).expandDims(1);
  }

  private NDArray linear(String name, NDArray x) {
    return Linear.linear(x, w.get(name + ".weight"), w.get(name + ".bias")).singletonOrThrow();
  }

  private void branch(Side side, NDArray x, NDArray newest, Map<Side, NDArray> sides) {
    if (!d.has(side)) {
      return;
    }
    String every = side == Side.Y12 ? ":, :, 4::9" : ":, :, 1::3";
    NDArray y = drop(mish(expansion(side.key() + ".expand", x.get(every))));
    y = drop(mish(norm(side.key() + ".norm", conv(side.key() + ".conv", y, 1))));
    sides.put(side, newest.get(every).add(y));
  }

  /** Three reaches beside one another, each to a third of the frames; the mean decides how much. */
  private NDArray kernels(String name, NDArray x) {
    NDList branches = new NDList();
    for (int j = 0; j < TemporalDescription.KERNELS; j++) {
      String branch = name + ".branches." + j;
      NDArray y = norm(branch + ".norm1", depthwise(branch, replicated(x, j), j + 1));
      y = conv(branch + ".pointwise", y, TemporalDescription.GROUPS);
      branches.add(mish(norm(branch + ".norm2", y)));
    }
    NDArray sum = branches.get(0).add(branches.get(1)).add(branches.get(2));
    NDArray squeezed = linear(name + ".squeeze", sum.mean(new int[] {2}));
    NDList excited = new NDList();
    for (int j = 0; j < TemporalDescription.KERNELS; j++) {
      excited.add(linear(name + ".excite." + j, squeezed));
    }
    NDArray shares = NDArrays.stack(excited, 0).softmax(0);
    NDArray out = branches.get(0).mul(shares.get(0).expandDims(2));
    for (int j = 1; j < TemporalDescription.KERNELS; j++) {
      out = out.add(branches.get(j).mul(shares.get(j).expandDims(2)));
    }
    return out;
  }

  /** The first and the last frame again, so many times. */
  private static NDArray replicated(NDArray x, int times) {
    NDList parts = new NDList();
    for (int k = 0; k < times; k++) {
      parts.add(x.get(":, :, 0:1"));
    }
    parts.add(x);
    for (int k = 0; k < times; k++) {
      parts.add(x.get(":, :, -1:"));
    }
    return times == 0 ? x : NDArrays.concat(parts, 2);
  }

  private NDArray norm(String name, NDArray x) {
    return ArrayOps.norm(w, name, x, training);
  }

  /** x · tanh(softplus(x)). */
  private static NDArray mish(NDArray x) {
    return x.mul(Activation.softPlus(x).tanh());
  }

  private NDArray drop(NDArray x) {
    return training && dropout > 0 ? Dropout.dropout(x, dropout, true).singletonOrThrow() : x;
  }
}
