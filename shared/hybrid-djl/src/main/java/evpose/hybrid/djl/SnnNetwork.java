package evpose.hybrid.djl;

import static evpose.hybrid.djl.ArrayOps.concat;
import static evpose.hybrid.djl.ArrayOps.conv;
import static evpose.hybrid.djl.ArrayOps.norm;
import static evpose.hybrid.djl.ArrayOps.upsample;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import evpose.hybrid.LayerWatch;
import evpose.hybrid.ModelDescription;
import org.jspecify.annotations.Nullable;

/**
 * One run of the spiking network over the steps of a window, for a batch of cameras at once.
 *
 * <pre>
 *   e0 = static(x)  e1 = down1(e0)  e2 = down2(e1)  e3 = down3(e2)
 *   r1 = lif(norm(conv(e3)))        r  = lif(norm(conv(r1)) + e3)
 *   d1 = up1([r,e3])  d2 = up2([d1,e2])  d3 = up3([d2,e1])
 *   o  = lambda · o + pred([d3,e0])          or, where the output is a membrane,
 *   o  = o + (norm(pred([d3,e0])) - o) / tau
 * </pre>
 *
 * Differentiable through time; where nothing requires a gradient it is plain inference.
 *
 * @see "Aydin et al. 2024, section 3, Eq. 6 and 8"
 */
public final class SnnNetwork {
  private static final int[] STRIDE = {1, 2, 2, 2, 1, 1, 1, 1, 1};

  private final NamedArrays weights;
  private final Lif[] layers = new Lif[ModelDescription.SPIKING_LAYERS];
  private final NDArray[] inputs = new NDArray[ModelDescription.SPIKING_LAYERS];
  private final boolean membraneHead;
  private final NDArray lambda;
  private final NDArray inverseTau;
  private final boolean batchStatistics;
  private LayerWatch watch = LayerWatch.NONE;
  private NDArray output;
  private @Nullable NDList given;
  private @Nullable NDArray headMask; // null: it looks everywhere

  /**
   * @param potentials initial potentials of the nine layers
   * @param output o₀, [batch, joints, N, N]; enters as a constant
   * @param batchStatistics whether normalisations use the batch or the running statistics
   */
  public SnnNetwork(
      NamedArrays weights,
      ModelDescription description,
      NDList potentials,
      NDArray output,
      boolean batchStatistics) {
    this(weights, description, potentials, output, batchStatistics, false);
  }

  /**
   * @param softly whether neurons fire shares of a spike, see {@link Lif}
   */
  SnnNetwork(
      NamedArrays weights,
      ModelDescription description,
      NDList potentials,
      NDArray output,
      boolean batchStatistics,
      boolean softly) {
    this.weights = weights;
    this.output = output.stopGradient();
    this.batchStatistics = batchStatistics;
    this.membraneHead = description.variant().membraneHead();
    this.lambda = ArrayOps.scalar(output, description.lambda());
    this.inverseTau = ArrayOps.scalar(output, 1 / description.tau());
    for (int k = 0; k < layers.length; k++) {
      layers[k] = new Lif(description, potentials.get(k), softly);
    }
  }

  /**
   * One step.
   *
   * @param x counts, [batch, 2, N, N]
   * @return o, [batch, joints, N, N]
   */
  public NDArray step(NDArray x) {
    watch.begins();
    NDArray e0 = layer(0, x);
    NDArray e1 = layer(1, e0);
    NDArray e2 = layer(2, e1);
    NDArray e3 = layer(3, e2);
    NDArray r1 = layer(4, e3);
    NDArray r = fire(5, current(5, r1).add(e3));
    NDArray d1 = layer(6, upsample(concat(r, e3)));
    NDArray d2 = layer(7, upsample(concat(d1, e2)));
    NDArray d3 = layer(8, upsample(concat(d2, e1)));
    NDArray correction = seenByHead(conv(weights, WeightNames.SNN_HEAD, concat(d3, e0), 1));
    output = membraneHead ? integrate(correction) : output.mul(lambda).add(correction);
    watch.ends(layers.length);
    return output;
  }

  /**
   * The head sees a part of the input from now on.
   *
   * @param mask [1, 1, N, N], 1 where it looks and 0 elsewhere
   */
  void headLooksAt(NDArray mask) {
    headMask = mask;
  }

  private NDArray seenByHead(NDArray values) {
    return headMask == null ? values : values.mul(headMask);
  }

  /** Spikes that arrived at the head in the last step. */
  long spikesAtHead() {
    NDArray first = seenByHead(spikes(0)).sum();
    return (long) (first.getFloat() + seenByHead(spikes(layers.length - 1)).sum().getFloat());
  }

  /** Whoever is to be told in each step how far it has come. */
  void watchedBy(LayerWatch watch) {
    this.watch = watch;
  }

  private NDArray integrate(NDArray current) {
    NDArray x = norm(weights, WeightNames.SNN_HEAD_NORM, current, batchStatistics);
    return output.add(x.sub(output).mul(inverseTau));
  }

  /**
   * One step in which others decide who fires, see {@link Lif#step(NDArray, NDArray)}.
   *
   * @param given spikes of the nine layers, [batch, channels, size, size]
   */
  NDArray step(NDArray x, NDList given) {
    this.given = given;
    NDArray o = step(x);
    this.given = null;
    return o;
  }

  private NDArray layer(int k, NDArray x) {
    return fire(k, current(k, x));
  }

  private NDArray fire(int k, NDArray current) {
    watch.charged(k);
    NDList spikes = given;
    NDArray fired =
        spikes == null ? layers[k].step(current) : layers[k].step(current, spikes.get(k));
    watch.ends(k);
    return fired;
  }

  private NDArray current(int k, NDArray x) {
    inputs[k] = x;
    NDArray y = conv(weights, WeightNames.SPIKING_CONVS.get(k), x, STRIDE[k]);
    return norm(weights, WeightNames.SPIKING_NORMS.get(k), y, batchStatistics);
  }

  /** What the convolution of layer k read in the last step, [batch, channels, rows, columns]. */
  NDArray input(int k) {
    return inputs[k];
  }

  /** Potentials of layer k after the last step, [batch, channels, size, size]. */
  public NDArray potentials(int k) {
    return layers[k].potentials();
  }

  /** Spikes of layer k in the last step, 0 or 1, same shape. */
  public NDArray spikes(int k) {
    return layers[k].spikes();
  }
}
