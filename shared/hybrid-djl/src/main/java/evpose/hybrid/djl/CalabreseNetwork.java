package evpose.hybrid.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.pytorch.jni.JniUtils;
import evpose.baseline.Baseline;
import evpose.baseline.BaselineDescription;
import evpose.baseline.BaselineLayer;
import evpose.baseline.BaselineLayer.Kind;
import evpose.weights.Tensor;
import evpose.weights.Tensors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The network of the DHP19 authors: a baseline, and, with their own weights, the judge of how real
 * simulated events look. Seventeen convolutions of 3x3 without bias; a frame of accumulated events
 * in, thirteen heatmaps out. Fully convolutional: any size whose sides divide by four.
 *
 * <p>Not thread-safe.
 *
 * @see "Calabrese et al. 2019, DHP19, section 4; layer names as in the released Keras model"
 */
public final class CalabreseNetwork implements AutoCloseable {
  private static final int JOINTS = 13;
  private static final double LOSS_SCALE = 100;

  /** A pixel on a joint weighs this much more than one far from all: nine in ten are far. */
  private static final float ON_JOINT = 9;

  private static final List<BaselineLayer> LAYERS =
      BaselineDescription.published(Baseline.CALABRESE).layers();

  private final NamedArrays arrays;
  private final Adam adam;

  /**
   * @param weights by layer, {@link #shapes()}
   * @param threads that one operation may use
   */
  public CalabreseNetwork(Tensors weights, int threads) {
    NativeRuntime.load(threads);
    arrays = NamedArrays.of(weights, shapes());
    adam = new Adam(arrays, 0);
  }

  /**
   * Shapes by layer name in order, [out, in, 3, 3]. Those of {@link #transposed} layers are turned
   * by half a turn, as the convolution over a zero-spaced input that a transposed one is.
   */
  public static Map<String, int[]> shapes() {
    Map<String, int[]> shapes = new LinkedHashMap<>();
    for (BaselineLayer layer : LAYERS) {
      if (layer.kind() != Kind.POOL) {
        shapes.put(layer.row().name(), layer.shape());
      }
    }
    return shapes;
  }

  /** Whether a layer is a transposed convolution. */
  public static boolean transposed(String layer) {
    return LAYERS.stream().anyMatch(l -> l.kind() == Kind.UP && l.row().name().equals(layer));
  }

  /**
   * Weights to start training from: uniform, scaled for rectifiers (He et al. 2015), the first
   * layer for frames of 0 to 255, the last so that it begins near the answer "nothing".
   */
  public static Tensors random(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Tensors weights = new Tensors();
    for (BaselineLayer layer : LAYERS) {
      if (layer.kind() != Kind.POOL) {
        int in = layer.row().in();
        double fanIn = 9.0 * in / (layer.kind() == Kind.UP ? 4 : 1);
        double bound = startScale(layer) * Math.sqrt(6 / fanIn);
        float[] values = new float[9 * in * layer.row().out()];
        for (int i = 0; i < values.length; i++) {
          values[i] = (float) (bound * (2 * random.nextDouble() - 1));
        }
        weights.put(layer.row().name(), new Tensor(layer.shape(), values));
      }
    }
    return weights;
  }

  private static double startScale(BaselineLayer layer) {
    if (layer.row().in() == 1) {
      return 1.0 / 64;
    }
    return layer.kind() == Kind.HEAD ? 0.1 : 1;
  }

  /**
   * Looks at frames.
   *
   * @param frames [batch][rows][columns], 0 to 255
   * @param rows and columns divide by four
   * @return heatmaps [batch][13][rows][columns]
   */
  public float[] heatmaps(float[] frames, int batch, int rows, int columns) {
    NativeRuntime.enterInference();
    try (NDManager scope = arrays.newScope()) {
      return Activation.relu(forward(scope, frames, batch, rows, columns)).toFloatArray();
    }
  }

  /**
   * One iteration of training. The last rectifier is left out: it changes no peak, and a map that
   * is zero everywhere could never learn.
   *
   * @param frames [batch][rows][columns], 0 to 255
   * @param targets [batch][13][rows][columns]
   * @return the loss before the update (mean squared difference x100, tenfold on the joints); NaN
   *     when nothing was updated
   */
  public double train(
      float[] frames, float[] targets, int batch, int rows, int columns, double rate) {
    JniUtils.setGradMode(true);
    adam.record(arrays, true);
    try (NDManager scope = arrays.newScope()) {
      NDArray o = forward(scope, frames, batch, rows, columns);
      NDArray target = scope.create(targets, new Shape(batch, JOINTS, rows, columns));
      NDArray weight = scope.create(weights(targets), target.getShape());
      NDArray squares = o.sub(target).square().mul(weight);
      NDArray loss = squares.mean().mul(ArrayOps.scalar(o, LOSS_SCALE)).sum();
      Adam.backward(loss);
      return adam.update(arrays, rate) ? loss.getFloat() : Double.NaN;
    } finally {
      adam.record(arrays, false);
      JniUtils.setGradMode(false);
    }
  }

  private static float[] weights(float[] targets) {
    float[] weights = new float[targets.length];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = 1 + ON_JOINT * targets[i];
    }
    return weights;
  }

  private NDArray forward(NDManager scope, float[] frames, int batch, int rows, int columns) {
    NDArray x = scope.create(frames, new Shape(batch, 1, rows, columns));
    return BaselineNetwork.forward(arrays, LAYERS, x, false);
  }

  /** A copy of all weights. */
  public Tensors weights() {
    Tensors tensors = new Tensors();
    arrays.exportTo(tensors);
    return tensors;
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
