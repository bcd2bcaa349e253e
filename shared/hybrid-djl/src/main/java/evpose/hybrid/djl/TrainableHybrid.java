package evpose.hybrid.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import evpose.hybrid.ModelDescription;
import evpose.hybrid.Operations;
import evpose.hybrid.Region;
import evpose.hybrid.Variant;
import evpose.weights.Tensors;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The whole hybrid, trainable: first the ANN alone, then with the ANN frozen its state
 * initialisation and the SNN through the steps of a window. Arrays in, losses out; nothing of DJL
 * shows. Not thread-safe, and one training a JVM thread.
 *
 * <p>Loss: mean squared difference to the target heatmaps, scaled; over a window, the mean of its
 * steps that have a target. On top, where it is asked for, what the spikes cost: of the spiking
 * layers' dense work, the share that fires, mean over all steps.
 *
 * @see "Aydin et al. 2024, section 3.4, Eq. 9"
 */
public final class TrainableHybrid implements AutoCloseable {
  private static final double USUAL_LOSS_SCALE = 100;

  private final ModelDescription description;
  private final double lossScale;
  private final double spikeWork;
  private final NamedArrays ann;
  private final NamedArrays hybrid;
  private final Adam annAdam;
  private final Adam hybridAdam;

  /** What an evaluation hears of a window. */
  public interface WindowVisitor {
    /** The ANN's heatmaps o₀, [batch][joints][N][N]. */
    void keyFrame(float[] heatmaps);

    /**
     * The state after a step.
     *
     * @param t step of the window, from 0
     * @param heatmaps o, [batch][joints][N][N]
     * @param rates spikes per neuron of each of the nine layers in this step
     */
    void step(int t, float[] heatmaps, double[] rates);
  }

  /**
   * @param weights of ANN and SNN, and those of the state initialisation where the variant has one;
   *     the ANN's also where it has none, since it is measured against
   * @param threads that one operation may use
   */
  public TrainableHybrid(ModelDescription description, Tensors weights, int threads) {
    this(description, weights, threads, USUAL_LOSS_SCALE, 0, 0);
  }

  /**
   * The same, with a say in how gradients are made.
   *
   * @param lossScale keeps the loss near one, away from Adam's epsilon
   * @param gradientNorm longer gradients are shortened to this length; 0 for never
   * @param spikeWork weight of what spikes cost in the loss; 0 for none
   */
  public TrainableHybrid(
      ModelDescription description,
      Tensors weights,
      int threads,
      double lossScale,
      double gradientNorm,
      double spikeWork) {
    NativeRuntime.load(threads);
    this.description = description;
    this.lossScale = lossScale;
    this.spikeWork = spikeWork;
    ann = NamedArrays.of(weights, WeightNames.ann(description));
    hybrid = NamedArrays.of(weights, WeightNames.hybridPart(description));
    annAdam = new Adam(ann, gradientNorm);
    hybridAdam = new Adam(hybrid, gradientNorm);
  }

  /**
   * One iteration of the ANN.
   *
   * @param inputs [batch][channels of the ANN's input][N][N]
   * @param targets [batch][joints][N][N]
   * @param regions that the ANN looks at, one a sample; none for all of every input
   * @return the loss before the update; NaN or infinite when nothing was updated
   */
  public double trainAnn(
      float[] inputs, float[] targets, int batch, List<Region> regions, double rate) {
    JniUtils.setGradMode(true);
    annAdam.record(ann, true);
    try (NDManager scope = ann.newScope()) {
      NDArray o = key(scope, inputs, batch, regions, false, false).heatmaps();
      NDArray loss = loss(o, targets, batch);
      Adam.backward(loss);
      return annAdam.update(ann, rate) ? loss.getFloat() : Double.NaN;
    } finally {
      JniUtils.setGradMode(false);
    }
  }

  /**
   * One iteration of the state initialisation and the SNN over one window; the ANN is frozen.
   *
   * @param annInputs [batch][channels of the ANN's input][N][N]
   * @param events for each step [batch][2][N][N]
   * @param targets for each step [batch][joints][N][N]; empty for a step without one, such as every
   *     second at 200 Hz
   * @param regions that the ANN looks at, one a sample; none for all of every input
   * @param batchStatistics whether normalisations use the batch, or stay with their running
   *     statistics; not with regions, whose batch has an empty input in it
   * @return the loss before the update; NaN when nothing was updated
   */
  public double trainHybrid(
      float[] annInputs,
      float[][] events,
      float[][] targets,
      int batch,
      List<Region> regions,
      boolean batchStatistics,
      double rate) {
    if (batchStatistics && !regions.isEmpty()) {
      throw new IllegalArgumentException("regions want normalisations that keep their statistics");
    }
    JniUtils.setGradMode(true);
    annAdam.record(ann, false);
    hybridAdam.record(hybrid, true);
    try (NDManager scope = hybrid.newScope()) {
      KeyState key =
          description.variant().usesAnn()
              ? key(
                  scope,
                  annInputs,
                  batch,
                  regions,
                  description.variant().stateFromAnn(),
                  batchStatistics)
              : null;
      SnnNetwork snn = start(scope, key, batch, batchStatistics);
      NDArray sum = scope.zeros(new Shape());
      NDArray work = scope.zeros(new Shape());
      int scored = 0;
      for (int t = 0; t < events.length; t++) {
        NDArray o = snn.step(snnInput(scope, events[t], batch));
        if (targets[t].length > 0) {
          sum = sum.add(loss(o, targets[t], batch));
          scored++;
        }
        if (spikeWork > 0) {
          work = work.add(work(snn));
        }
      }
      if (scored == 0) {
        throw new IllegalArgumentException("no step of the window has a target");
      }
      NDArray loss =
          sum.mul(ArrayOps.scalar(sum, 1.0 / scored))
              .add(work.mul(ArrayOps.scalar(work, spikeWork / events.length)))
              .sum();
      Adam.backward(loss);
      return hybridAdam.update(hybrid, rate) ? loss.getFloat() : Double.NaN;
    } finally {
      JniUtils.setGradMode(false);
    }
  }

  /** Of the spiking layers' dense work in a step, the share that fires: the paper's accumulates. */
  private NDArray work(SnnNetwork snn) {
    double dense = 0;
    for (int k = 0; k < ModelDescription.SPIKING_LAYERS; k++) {
      dense += Operations.snnDenseMacs(description, k);
    }
    NDArray sum = snn.spikes(0).getManager().zeros(new Shape());
    for (int k = 0; k < ModelDescription.SPIKING_LAYERS; k++) {
      NDArray rate = snn.spikes(k).mean();
      double share = Operations.snnDenseMacs(description, k) / dense;
      sum = sum.add(rate.mul(ArrayOps.scalar(rate, share)));
    }
    return sum;
  }

  /** The same on all of every input. */
  public double trainAnn(float[] inputs, float[] targets, int batch, double rate) {
    return trainAnn(inputs, targets, batch, List.of(), rate);
  }

  /** The same on all of every input. */
  public double trainHybrid(
      float[] annInputs,
      float[][] events,
      float[][] targets,
      int batch,
      boolean batchStatistics,
      double rate) {
    return trainHybrid(annInputs, events, targets, batch, List.of(), batchStatistics, rate);
  }

  /** The ANN's heatmaps, [batch][joints][N][N], without gradients. */
  public float[] ann(float[] inputs, int batch) {
    JniUtils.setGradMode(false);
    try (NDManager scope = ann.newScope()) {
      return AnnNetwork.forward(ann, annInput(scope, inputs, batch)).heatmaps().toFloatArray();
    }
  }

  /** A window in evaluation mode: running statistics, no gradients. */
  public void window(float[] annInputs, float[][] events, int batch, WindowVisitor visitor) {
    JniUtils.setGradMode(false);
    try (NDManager scope = hybrid.newScope()) {
      KeyState key =
          key(scope, annInputs, batch, List.of(), description.variant().stateFromAnn(), false);
      visitor.keyFrame(key.heatmaps().toFloatArray());
      SnnNetwork snn = start(scope, key, batch, false);
      for (int t = 0; t < events.length; t++) {
        NDArray o = snn.step(snnInput(scope, events[t], batch));
        double[] rates = new double[ModelDescription.SPIKING_LAYERS];
        for (int k = 0; k < rates.length; k++) {
          rates[k] = snn.spikes(k).mean().getFloat();
        }
        visitor.step(t, o.toFloatArray(), rates);
      }
    }
  }

  /**
   * What a key frame gives.
   *
   * @param potentials of the nine layers; none unless asked for
   */
  private record KeyState(NDArray heatmaps, NDList potentials) {}

  private KeyState key(
      NDManager scope,
      float[] inputs,
      int batch,
      List<Region> regions,
      boolean states,
      boolean batchStatistics) {
    if (regions.isEmpty()) {
      AnnNetwork.Output whole = AnnNetwork.forward(ann, annInput(scope, inputs, batch));
      NDList potentials =
          states
              ? StateInitNetwork.forward(
                  hybrid, description.stateInit(), whole.features(), batchStatistics)
              : new NDList();
      return new KeyState(whole.heatmaps(), potentials);
    }
    float[] withEmpty = new float[inputs.length / batch * (1 + batch)];
    System.arraycopy(inputs, 0, withEmpty, inputs.length / batch, inputs.length);
    RegionMasks masks = new RegionMasks(scope, regions, description.inputSize());
    AnnNetwork.Output all =
        AnnNetwork.forward(ann, annInput(scope, withEmpty, 1 + batch), masks::apply);
    NDList potentials = new NDList();
    if (states) {
      NDList whole =
          StateInitNetwork.forward(hybrid, description.stateInit(), all.features(), false);
      for (NDArray each : whole) {
        potentials.add(RegionMasks.samples(masks.apply(each)));
      }
    }
    return new KeyState(RegionMasks.samples(all.heatmaps()), potentials);
  }

  private SnnNetwork start(
      NDManager scope, @Nullable KeyState key, int batch, boolean batchStatistics) {
    Variant variant = description.variant();
    NDList potentials =
        key != null && variant.stateFromAnn() ? key.potentials() : rest(scope, batch);
    int n = description.inputSize();
    NDArray output =
        key != null && variant.outputFromAnn()
            ? key.heatmaps()
            : scope.zeros(new Shape(batch, description.joints(), n, n));
    return new SnnNetwork(hybrid, description, potentials, output, batchStatistics);
  }

  private NDList rest(NDManager scope, int batch) {
    NDList potentials = new NDList();
    for (int k = 0; k < ModelDescription.SPIKING_LAYERS; k++) {
      int size = description.stateSize(k);
      potentials.add(scope.zeros(new Shape(batch, description.stateChannels(k), size, size)));
    }
    return potentials;
  }

  private NDArray annInput(NDManager scope, float[] inputs, int batch) {
    int n = description.inputSize();
    NDArray x = scope.create(inputs, new Shape(batch, description.annChannels(), n, n));
    return ArrayOps.channelsLast(x);
  }

  private NDArray snnInput(NDManager scope, float[] events, int batch) {
    int n = description.inputSize();
    return scope.create(events, new Shape(batch, 2, n, n));
  }

  private NDArray loss(NDArray o, float[] targets, int batch) {
    int n = description.inputSize();
    NDArray target = o.getManager().create(targets, new Shape(batch, description.joints(), n, n));
    return o.sub(target).square().mean().mul(ArrayOps.scalar(o, lossScale)).sum();
  }

  /** A copy of all weights. */
  public Tensors weights() {
    Tensors tensors = new Tensors();
    ann.exportTo(tensors);
    hybrid.exportTo(tensors);
    return tensors;
  }

  /** Takes over weights of the same shapes. */
  public void restoreWeights(Tensors weights) {
    ann.set(weights);
    hybrid.set(weights);
  }

  /** A copy of the optimisers' moments; with {@link #updates()} enough to go on exactly. */
  public Tensors optimiserState() {
    Tensors tensors = new Tensors();
    annAdam.exportTo(tensors);
    hybridAdam.exportTo(tensors);
    return tensors;
  }

  /** Updates made so far: of the ANN, of the rest. */
  public long[] updates() {
    return new long[] {annAdam.updates(), hybridAdam.updates()};
  }

  /** Puts the optimisers back to where they were. */
  public void restoreOptimiser(Tensors state, long[] updates) {
    annAdam.restore(state, updates[0]);
    hybridAdam.restore(state, updates[1]);
  }

  @Override
  public void close() {
    ann.close();
    hybrid.close();
  }
}
