package evpose.hybrid.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import evpose.hybrid.AnnOutput;
import evpose.hybrid.InputSpikes;
import evpose.hybrid.LayerWatch;
import evpose.hybrid.ModelDescription;
import evpose.hybrid.Region;
import evpose.hybrid.SnnEngine;
import evpose.hybrid.Variant;
import evpose.weights.Tensors;
import java.util.Arrays;

/**
 * The spiking network, dense: every position of every layer in every step. Slow and plain; the
 * event-driven engine is held against it. The accumulates it reports are not those it does but
 * those that its spikes call for, kernels at the border counted whole, so that both engines speak
 * of the same thing. Not thread-safe.
 */
public final class DjlDenseSnn implements SnnEngine, AutoCloseable {
  private final ModelDescription description;
  private final NamedArrays weights;
  private final LayerWatch watch;
  private final float[] input; // [2][N][N]
  private final float[] heatmaps; // [joints][N][N]
  private final float[][] potentials = new float[ModelDescription.SPIKING_LAYERS][];
  private final long[] spikes = new long[ModelDescription.SPIKING_LAYERS];
  private final long[] accumulates = new long[ModelDescription.SPIKING_LAYERS];
  private final Region everywhere;
  private final float[] headMask; // [N][N]
  private long spikesAtHead;

  /** Copies the weights; loads the native library if need be. Starts from rest. */
  public DjlDenseSnn(ModelDescription description, Tensors weights) {
    this(description, weights, 1, LayerWatch.NONE);
  }

  /**
   * The same, for measurements.
   *
   * @param threads that one operation may use; holds for all networks of this JVM from now on
   * @param watch is told in each step how far it has come; copying the state in and out, and
   *     counting, lie outside of what it sees
   */
  public DjlDenseSnn(ModelDescription description, Tensors weights, int threads, LayerWatch watch) {
    NativeRuntime.load(threads);
    this.description = description;
    this.watch = watch;
    this.weights = NamedArrays.of(weights, WeightNames.snn(description));
    int n = description.inputSize();
    input = new float[2 * n * n];
    heatmaps = new float[description.joints() * n * n];
    everywhere = Region.whole(n);
    headMask = new float[n * n];
    for (int k = 0; k < potentials.length; k++) {
      int size = description.stateSize(k);
      potentials[k] = new float[description.stateChannels(k) * size * size];
    }
  }

  @Override
  public void initialise(AnnOutput state) {
    Variant variant = description.variant();
    for (int k = 0; k < potentials.length; k++) {
      start(potentials[k], state.potentials(k), variant.stateFromAnn());
    }
    start(heatmaps, state.heatmaps(), variant.outputFromAnn());
  }

  private static void start(float[] values, float[] given, boolean takesOver) {
    if (takesOver) {
      System.arraycopy(given, 0, values, 0, values.length);
    } else {
      Arrays.fill(values, 0);
    }
  }

  @Override
  public void step(InputSpikes spikesIn) {
    step(spikesIn, everywhere);
  }

  @Override
  public void step(InputSpikes spikesIn, Region head) {
    int n = description.inputSize();
    Arrays.fill(headMask, 0);
    for (int y = head.y(); y < head.y() + head.height(); y++) {
      Arrays.fill(headMask, y * n + head.x(), y * n + head.x() + head.width(), 1);
    }
    Arrays.fill(input, 0);
    for (int i = 0; i < spikesIn.size(); i++) {
      input[spikesIn.polarity(i) * n * n + spikesIn.cell(i)] = spikesIn.value(i);
    }
    NativeRuntime.enterInference();
    try (NDManager scope = weights.newScope()) {
      NDList state = new NDList();
      for (int k = 0; k < potentials.length; k++) {
        int size = description.stateSize(k);
        Shape shape = new Shape(1, description.stateChannels(k), size, size);
        state.add(scope.create(potentials[k], shape));
      }
      NDArray output = scope.create(heatmaps, new Shape(1, description.joints(), n, n));
      SnnNetwork network = new SnnNetwork(weights, description, state, output, false);
      network.watchedBy(watch);
      if (!head.isWhole(n)) {
        network.headLooksAt(scope.create(headMask, new Shape(1, 1, n, n)));
      }
      copy(network.step(scope.create(input, new Shape(1, 2, n, n))), heatmaps);
      for (int k = 0; k < potentials.length; k++) {
        copy(network.potentials(k), potentials[k]);
        spikes[k] = (long) network.spikes(k).sum().getFloat();
      }
      spikesAtHead = network.spikesAtHead();
      countAccumulates(network);
    }
  }

  @Override
  public void keepOutputOf(SnnEngine before, float share) {
    float[] its = before.heatmaps();
    for (int i = 0; i < heatmaps.length; i++) {
      heatmaps[i] += share * (its[i] - heatmaps[i]);
    }
  }

  /** What an event-driven run has to add: every non-zero input meets the kernel's taps. */
  private void countAccumulates(SnnNetwork network) {
    for (int k = 0; k < potentials.length; k++) {
      Shape kernel = weights.get(WeightNames.SPIKING_CONVS.get(k) + ".weight").getShape();
      Shape from = network.input(k).getShape();
      double outputsPerInput =
          (double) description.stateSize(k)
              * description.stateSize(k)
              / (from.get(2) * from.get(3));
      long nonZero = network.input(k).countNonzero().getLong();
      accumulates[k] =
          Math.round(nonZero * kernel.get(0) * kernel.get(2) * kernel.get(3) * outputsPerInput);
    }
  }

  private static void copy(NDArray from, float[] to) {
    System.arraycopy(from.toFloatArray(), 0, to, 0, to.length);
  }

  @Override
  public float[] heatmaps() {
    return heatmaps;
  }

  @Override
  public long lastAccumulates() {
    return Arrays.stream(accumulates).sum();
  }

  @Override
  public long lastAccumulates(int layer) {
    return accumulates[layer];
  }

  @Override
  public long lastHeadAccumulates() {
    return description.joints() * spikesAtHead;
  }

  @Override
  public long lastNeuronUpdates() {
    return Arrays.stream(potentials).mapToLong(p -> p.length).sum();
  }

  @Override
  public long lastSpikes(int layer) {
    return spikes[layer];
  }

  @Override
  public float[] potentials(int layer) {
    return potentials[layer].clone();
  }

  @Override
  public String fingerprint() {
    return "dense-snn/" + NativeRuntime.fingerprint();
  }

  @Override
  public void close() {
    weights.close();
  }
}
