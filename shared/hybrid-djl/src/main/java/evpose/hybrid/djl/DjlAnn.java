package evpose.hybrid.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import evpose.hybrid.AnnEngine;
import evpose.hybrid.AnnOutput;
import evpose.hybrid.ModelDescription;
import evpose.hybrid.Region;
import evpose.weights.Tensors;
import java.nio.FloatBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The U-Net and the nine state initialisations at batch 1, on one thread of the native library.
 * Native memory of a run is freed when it ends. Threads may share one.
 */
public final class DjlAnn implements AnnEngine {
  /** Order of operations here; another one may give other bits. */
  private static final String ARITHMETIC = "/ann-2";

  private final ModelDescription description;
  private final NamedArrays ann;
  private final @Nullable FoldedStateInit states; // null where the variant has none
  private @Nullable RegionPass parts; // made when the first is asked for

  /**
   * Copies the weights; loads the native library if need be.
   *
   * @throws IllegalArgumentException when the model has no ANN
   */
  public DjlAnn(ModelDescription description, Tensors weights) {
    if (!description.variant().usesAnn()) {
      throw new IllegalArgumentException(
          "this variant has no ANN: variant=" + description.variant());
    }
    NativeRuntime.load(1);
    this.description = description;
    this.ann = NamedArrays.of(weights, WeightNames.ann(description));
    this.states =
        description.variant().stateFromAnn() ? new FoldedStateInit(description, weights) : null;
  }

  @Override
  public void run(float[] input, Region region, AnnOutput output) {
    int n = description.inputSize();
    requireLength(input, 1);
    NativeRuntime.enterInference();
    try (NDManager scope = ann.newScope()) {
      NDArray x = scope.create(new Shape(1, description.annChannels(), n, n));
      memory(x).put(input);
      if (!region.isWhole(n)) {
        parts().run(x, region, output);
        return;
      }
      AnnNetwork.Output result = AnnNetwork.forward(ann, x);
      copy(result.heatmaps(), output.heatmaps());
      if (states == null) {
        return;
      }
      NDList potentials = states.forward(result.features());
      for (int k = 0; k < ModelDescription.SPIKING_LAYERS; k++) {
        copy(potentials.get(k), output.potentials(k));
      }
    }
  }

  /**
   * The U-Net alone on several inputs at once, faster than one by one; the last bits of an answer
   * depend on how many.
   *
   * @param inputs [batch][2·bins][N][N]. Not modified.
   * @return heatmaps, [batch][joints][N][N]
   */
  public float[] heatmaps(float[] inputs, int batch) {
    int n = description.inputSize();
    requireLength(inputs, batch);
    NativeRuntime.enterInference();
    try (NDManager scope = ann.newScope()) {
      NDArray x = scope.create(inputs, new Shape(batch, description.annChannels(), n, n));
      return AnnNetwork.forward(ann, ArrayOps.channelsLast(x)).heatmaps().toFloatArray();
    }
  }

  private void requireLength(float[] inputs, int batch) {
    int n = description.inputSize();
    int expected = batch * description.annChannels() * n * n;
    if (inputs.length != expected) {
      throw new IllegalArgumentException(
          "the ANN's input has [2·bins][N][N] numbers: numbers="
              + inputs.length
              + ", expected="
              + expected);
    }
  }

  private synchronized RegionPass parts() {
    RegionPass made = parts;
    if (made == null) {
      made = new RegionPass(description, ann, states);
      parts = made;
    }
    return made;
  }

  static void copy(NDArray from, float[] to) {
    memory(from).get(to);
  }

  /**
   * The array's own memory, so that nothing is copied twice and the Java heap stays as it is; valid
   * as long as the array.
   */
  private static FloatBuffer memory(NDArray array) {
    return array.toByteBuffer(true).asFloatBuffer();
  }

  @Override
  public String fingerprint() {
    return NativeRuntime.fingerprint() + ARITHMETIC;
  }

  @Override
  public synchronized void close() {
    if (parts != null) {
      parts.close();
    }
    ann.close();
    if (states != null) {
      states.close();
    }
  }
}
