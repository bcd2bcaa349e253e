package evpose.hybrid.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.pooling.Pool;
import ai.djl.pytorch.jni.JniUtils;
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
 * <pre>
 *   1-16 | pool | 16-32-32-32 | pool | 32-64-64-64-64 dilated by 2 | up 64-32 |
 *   32-32-32-32-32 dilated by 2 | up 32-16 | 16-16-16 | 16-13
 * </pre>
 *
 * Not thread-safe.
 *
 * @see "Calabrese et al. 2019, DHP19, section 4; layer names as in the released Keras model"
 */
public final class CalabreseNetwork implements AutoCloseable {
  private static final int JOINTS = 13;
  private static final double LOSS_SCALE = 100;

  /** A pixel on a joint weighs this much more than one far from all: nine in ten are far. */
  private static final float ON_JOINT = 9;

  private enum Kind {
    CONV,
    DILATED,
    UP,
    POOL
  }

  /** One layer; a pool has no weights. */
  private record Layer(Kind kind, String name, int in, int out) {
    int[] shape() {
      return new int[] {out, in, 3, 3};
    }
  }

  private static final Layer POOL = new Layer(Kind.POOL, "", 0, 0);

  private static final List<Layer> LAYERS =
      List.of(
          new Layer(Kind.CONV, "conv1", 1, 16),
          POOL,
          new Layer(Kind.CONV, "conv2a", 16, 32),
          new Layer(Kind.CONV, "conv2b", 32, 32),
          new Layer(Kind.CONV, "conv2d", 32, 32),
          POOL,
          new Layer(Kind.DILATED, "conv3a", 32, 64),
          new Layer(Kind.DILATED, "conv3b", 64, 64),
          new Layer(Kind.DILATED, "conv3c", 64, 64),
          new Layer(Kind.DILATED, "conv3d", 64, 64),
          new Layer(Kind.UP, "conv3_up", 64, 32),
          new Layer(Kind.DILATED, "conv4a", 32, 32),
          new Layer(Kind.DILATED, "conv4b", 32, 32),
          new Layer(Kind.DILATED, "conv4c", 32, 32),
          new Layer(Kind.DILATED, "conv4d", 32, 32),
          new Layer(Kind.UP, "conv4_up", 32, 16),
          new Layer(Kind.CONV, "conv5a", 16, 16),
          new Layer(Kind.CONV, "conv5d", 16, 16),
          new Layer(Kind.CONV, "pred_cube", 16, JOINTS));

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
    for (Layer layer : LAYERS) {
      if (layer.kind != Kind.POOL) {
        shapes.put(layer.name, layer.shape());
      }
    }
    return shapes;
  }

  /** Whether a layer is a transposed convolution. */
  public static boolean transposed(String layer) {
    return LAYERS.stream().anyMatch(l -> l.kind == Kind.UP && l.name.equals(layer));
  }

  /**
   * Weights to start training from: uniform, scaled for rectifiers (He et al. 2015), the first
   * layer for frames of 0 to 255, the last so that it begins near the answer "nothing".
   */
  public static Tensors random(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Tensors weights = new Tensors();
    for (Layer layer : LAYERS) {
      if (layer.kind != Kind.POOL) {
        double fanIn = 9.0 * layer.in / (layer.kind == Kind.UP ? 4 : 1);
        double bound = startScale(layer) * Math.sqrt(6 / fanIn);
        float[] values = new float[9 * layer.in * layer.out];
        for (int i = 0; i < values.length; i++) {
          values[i] = (float) (bound * (2 * random.nextDouble() - 1));
        }
        weights.put(layer.name, new Tensor(layer.shape(), values));
      }
    }
    return weights;
  }

  private static double startScale(Layer layer) {
    if (layer.in == 1) {
      return 1.0 / 64;
    }
    return layer.out == JOINTS ? 0.1 : 1;
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
    if (rows % 4 != 0 || columns % 4 != 0) {
      throw new IllegalArgumentException(
          "sides of a frame divide by four: rows=" + rows + ", columns=" + columns);
    }
    NDArray x = scope.create(frames, new Shape(batch, 1, rows, columns));
    for (Layer layer : LAYERS) {
      x = layer.kind == Kind.POOL ? halve(x) : apply(layer, x);
    }
    return x;
  }

  private static NDArray halve(NDArray x) {
    return Pool.maxPool2d(x, new Shape(2, 2), new Shape(2, 2), new Shape(0, 0), false);
  }

  private NDArray apply(Layer layer, NDArray x) {
    NDArray weight = arrays.get(layer.name);
    if (layer.kind == Kind.UP) {
      return Activation.relu(twice(x, weight));
    }
    Shape reach = layer.kind == Kind.DILATED ? new Shape(2, 2) : new Shape(1, 1);
    NDArray y = Conv2d.conv2d(x, weight, null, new Shape(1, 1), reach, reach).singletonOrThrow();
    boolean last = layer.out == JOINTS;
    return last ? y : Activation.relu(y);
  }

  /**
   * Transposed convolution to twice the size: y[2r + a] gathers x[r]·w[a]; what sticks out below
   * and right is cut, as Keras does. DJL's PyTorch engine has no such operation, so zeros are put
   * between the cells and a convolution runs over them.
   */
  private static NDArray twice(NDArray x, NDArray weight) {
    Shape s = x.getShape();
    long h = s.get(2);
    long w = s.get(3);
    NDArray zeros = x.getManager().zeros(new Shape(s.get(0), s.get(1), h, w, 1));
    NDArray spaced = NDArrays.concat(new NDList(x.expandDims(4), zeros), 4); // along columns
    spaced = spaced.reshape(s.get(0), s.get(1), h, 1, 2 * w);
    NDArray rows = x.getManager().zeros(new Shape(s.get(0), s.get(1), h, 1, 2 * w));
    spaced = NDArrays.concat(new NDList(spaced, rows), 3).reshape(s.get(0), s.get(1), 2 * h, 2 * w);
    NDArray y =
        Conv2d.conv2d(spaced, weight, null, new Shape(1, 1), new Shape(2, 2)).singletonOrThrow();
    return y.get(":, :, 0:" + 2 * h + ", 0:" + 2 * w);
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
