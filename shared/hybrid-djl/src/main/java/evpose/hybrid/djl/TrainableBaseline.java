package evpose.hybrid.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import evpose.baseline.BaselineDescription;
import evpose.baseline.BaselineLayer;
import evpose.weights.Tensors;
import java.util.List;

/**
 * A baseline's network, trainable and in use; arrays in, numbers out. Threads may share one that is
 * not being trained.
 *
 * <p>Loss: mean squared difference to the target heatmaps, scaled, as the hybrid's ANN has it.
 */
public final class TrainableBaseline implements AutoCloseable {
  private static final double INPUT_EPSILON = 1e-5;

  private final BaselineDescription description;
  private final List<BaselineLayer> layers;
  private final double lossScale;
  private final NamedArrays arrays;
  private final Adam adam;

  /** One to look at inputs with, on one thread of the native library. */
  public TrainableBaseline(BaselineDescription description, Tensors weights) {
    this(description, weights, 1, 1, 0);
  }

  /**
   * @param threads that one operation may use
   * @param lossScale keeps the loss near one, away from Adam's epsilon
   * @param gradientNorm longer gradients are shortened to this length; 0 for never
   */
  public TrainableBaseline(
      BaselineDescription description,
      Tensors weights,
      int threads,
      double lossScale,
      double gradientNorm) {
    NativeRuntime.load(threads);
    this.description = description;
    this.lossScale = lossScale;
    layers = description.layers();
    arrays = NamedArrays.of(weights, description.shapes());
    adam = new Adam(arrays, gradientNorm);
  }

  /**
   * One iteration.
   *
   * @param inputs [batch][channels][N][N]
   * @param targets [batch][13][N][N]
   * @return the loss before the update; NaN when nothing was updated
   */
  public double train(float[] inputs, float[] targets, int batch, double rate) {
    JniUtils.setGradMode(true);
    adam.record(arrays, true);
    try (NDManager scope = arrays.newScope()) {
      NDArray o = forward(scope, inputs, batch, true);
      NDArray target = scope.create(targets, o.getShape());
      NDArray loss = o.sub(target).square().mean().mul(ArrayOps.scalar(o, lossScale)).sum();
      Adam.backward(loss);
      return adam.update(arrays, rate) ? loss.getFloat() : Double.NaN;
    } finally {
      adam.record(arrays, false);
      JniUtils.setGradMode(false);
    }
  }

  /**
   * Looks at inputs, normalising by running statistics.
   *
   * @param inputs [batch][channels][N][N]
   * @return heatmaps [batch][13][N][N]
   */
  public float[] heatmaps(float[] inputs, int batch) {
    NativeRuntime.enterInference();
    try (NDManager scope = arrays.newScope()) {
      return forward(scope, inputs, batch, false).toFloatArray();
    }
  }

  private NDArray forward(NDManager scope, float[] inputs, int batch, boolean batchStatistics) {
    int n = description.inputSize();
    int channels = description.baseline().channels();
    NDArray x = scope.create(inputs, new Shape(batch, channels, n, n));
    Shape each = new Shape(1, channels, 1, 1);
    NDArray variance = arrays.get(BaselineDescription.INPUT_VARIANCE).reshape(each);
    NDArray mean = arrays.get(BaselineDescription.INPUT_MEAN).reshape(each);
    NDArray deviation = variance.add(ArrayOps.scalar(x, INPUT_EPSILON)).sqrt();
    return BaselineNetwork.forward(arrays, layers, x.sub(mean).div(deviation), batchStatistics);
  }

  /** A copy of all weights. */
  public Tensors weights() {
    Tensors tensors = new Tensors();
    arrays.exportTo(tensors);
    return tensors;
  }

  /** Takes over weights of the same shapes. */
  public void restoreWeights(Tensors weights) {
    arrays.set(weights);
  }

  /** The optimiser's state, for a checkpoint beside {@link #weights}. */
  public Tensors optimiserState() {
    Tensors tensors = new Tensors();
    adam.exportTo(tensors);
    return tensors;
  }

  /** Updates so far. */
  public long updates() {
    return adam.updates();
  }

  /** Goes on with an optimiser's state. */
  public void restoreOptimiser(Tensors state, long updates) {
    adam.restore(state, updates);
  }

  @Override
  public void close() {
    arrays.close();
  }
}
