package evpose.hybrid.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.pytorch.jni.JniUtils;
import evpose.pose.Skeleton;
import evpose.temporal.TemporalDescription;
import evpose.temporal.TemporalLikeness;
import evpose.weights.Tensors;

/**
 * The attention temporal network, trainable and in use; arrays in, numbers out. Not thread-safe.
 *
 * <p>Loss: mean over joints of the distance to the target. The optimiser is Adam, where the paper
 * has Ranger (RAdam with look-ahead).
 */
public final class TrainableTemporal implements AutoCloseable {
  /** Keeps the slope of a distance finite at none, squared units of the output. */
  private static final double TINY = 1e-8;

  private final TemporalDescription description;
  private final NamedArrays arrays;
  private final Adam adam;

  /**
   * @param gradientNorm longer gradients are shortened to this length; 0 for never
   * @param threads that one operation may use
   */
  public TrainableTemporal(
      TemporalDescription description, Tensors weights, int threads, double gradientNorm) {
    NativeRuntime.load(threads);
    this.description = description;
    arrays = NamedArrays.of(weights, description.shapes());
    adam = new Adam(arrays, gradientNorm);
  }

  /**
   * One iteration.
   *
   * @param windows [batch][channels][frames]
   * @param targets [batch][39], in units of the input's room
   * @param dropout share of values that is left out, [0, 1)
   * @param seed of what is left out
   * @return the loss before the update; NaN when nothing was updated
   */
  public double train(
      float[] windows, float[] targets, int batch, double dropout, double rate, long seed) {
    JniUtils.setGradMode(true);
    JniUtils.setSeed(seed);
    adam.record(arrays, true);
    try (NDManager scope = arrays.newScope()) {
      NDArray told = forward(scope, windows, batch, true, dropout);
      NDArray target = scope.create(targets, told.getShape());
      NDArray squares = told.sub(target).square();
      NDArray points = squares.reshape(batch, Skeleton.JOINTS, 3).sum(new int[] {2});
      NDArray loss = points.add(ArrayOps.scalar(points, TINY)).sqrt().mean();
      Adam.backward(loss);
      return adam.update(arrays, rate) ? loss.getFloat() : Double.NaN;
    } finally {
      adam.record(arrays, false);
      JniUtils.setGradMode(false);
    }
  }

  /**
   * Runs in evaluation mode.
   *
   * @param windows [batch][channels][frames]
   * @return [batch][39], in units of the input's room
   */
  public float[] run(float[] windows, int batch) {
    NativeRuntime.enterInference();
    try (NDManager scope = arrays.newScope()) {
      return forward(scope, windows, batch, false, 0).toFloatArray();
    }
  }

  private NDArray forward(
      NDManager scope, float[] windows, int batch, boolean training, double dropout) {
    int frames = description.frames();
    NDArray x = scope.create(windows, new Shape(batch, description.channels(), frames));
    float[] likeness = TemporalLikeness.of(description, windows, batch);
    NDArray likely = scope.create(likeness, new Shape(batch, frames));
    NDArray o = new TemporalNetwork(description, arrays, training, dropout).forward(x, likely);
    return description.answer() == TemporalDescription.Answer.POSE ? o : blend(o, x);
  }

  /** What geometry says now and what the network would say, mixed joint by joint. */
  private NDArray blend(NDArray o, NDArray x) {
    long batch = x.getShape().get(0);
    int room = 3 * Skeleton.JOINTS;
    int from = description.channels() - room;
    NDArray now = x.get(":, " + from + ":, -1:").reshape(batch, Skeleton.JOINTS, 3);
    NDArray own = o.get(":, 0:" + room).reshape(batch, Skeleton.JOINTS, 3);
    NDArray trust = Activation.sigmoid(o.get(":, " + room + ":")).expandDims(2);
    return own.add(now.sub(own).mul(trust)).reshape(batch, room);
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
