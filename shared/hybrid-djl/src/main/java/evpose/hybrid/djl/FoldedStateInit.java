package evpose.hybrid.djl;

import static evpose.hybrid.djl.ArrayOps.conv;
import static evpose.hybrid.djl.ArrayOps.leakyRelu;
import static evpose.hybrid.djl.ArrayOps.upsample;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import evpose.hybrid.Layer;
import evpose.hybrid.Layers;
import evpose.hybrid.ModelDescription;
import evpose.hybrid.StateInit;
import evpose.weights.Tensor;
import evpose.weights.Tensors;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The state initialisations as inference runs them: each normalisation is part of the convolution
 * before it, half as many passes over memory.
 *
 * @see StateInitNetwork
 */
final class FoldedStateInit implements AutoCloseable {
  private static final double BN_EPSILON = 1e-5;

  private final StateInit form;
  private final NamedArrays arrays;

  /** Folds the running statistics in. */
  FoldedStateInit(ModelDescription description, Tensors weights) {
    form = description.stateInit();
    Tensors folded = new Tensors();
    Map<String, int[]> shapes = new LinkedHashMap<>();
    for (Layer layer : Layers.stateInit(description)) {
      int[] kernel = {layer.out(), layer.in(), layer.kernel(), layer.kernel()};
      int[] bias = {layer.out()};
      double[] gain = new double[layer.out()];
      folded.put(layer.name() + ".bias", new Tensor(bias, bias(layer, weights, gain)));
      folded.put(
          layer.name() + ".weight",
          new Tensor(kernel, scaled(weights.get(layer.name() + ".weight", kernel), gain)));
      shapes.put(layer.name() + ".weight", kernel);
      shapes.put(layer.name() + ".bias", bias);
    }
    arrays = NamedArrays.of(folded, shapes);
  }

  /**
   * The bias of the convolution and its normalisation together; of the convolution alone where it
   * has none.
   *
   * @param gain (out) what each output channel is multiplied by
   */
  private static float[] bias(Layer layer, Tensors weights, double[] gain) {
    int out = layer.out();
    if (!layer.normalised()) {
      Arrays.fill(gain, 1);
      return weights.get(layer.name() + ".bias", out);
    }
    float[] scale = weights.get(layer.batchNorm() + ".weight", out);
    float[] shift = weights.get(layer.batchNorm() + ".bias", out);
    float[] mean = weights.get(layer.batchNorm() + ".running_mean", out);
    float[] variance = weights.get(layer.batchNorm() + ".running_var", out);
    String own = layer.name() + ".bias";
    float[] before = weights.contains(own) ? weights.get(own, out) : new float[out];
    float[] bias = new float[out];
    for (int o = 0; o < out; o++) {
      gain[o] = scale[o] / Math.sqrt(variance[o] + BN_EPSILON);
      bias[o] = (float) ((before[o] - mean[o]) * gain[o] + shift[o]);
    }
    return bias;
  }

  private static float[] scaled(float[] kernel, double[] gain) {
    float[] scaled = new float[kernel.length];
    int each = kernel.length / gain.length;
    for (int i = 0; i < kernel.length; i++) {
      scaled[i] = (float) (kernel[i] * gain[i / each]);
    }
    return scaled;
  }

  /**
   * @param features of the ANN, in the order of the layers
   * @return nine potentials, [batch, channels, size, size]
   */
  NDList forward(NDList features) {
    NDList sized = new NDList();
    for (int k = 0; k < features.size(); k++) {
      sized.add(k == StateInitNetwork.DOUBLED ? upsample(features.get(k)) : features.get(k));
    }
    return forwardSized(sized);
  }

  /** The same where each feature has the size of its potential already. */
  NDList forwardSized(NDList features) {
    NDList potentials = new NDList();
    for (int k = 0; k < WeightNames.STATES.size(); k++) {
      String name = WeightNames.STATES.get(k);
      NDArray x = leakyRelu(conv(arrays, name + ".conv1", features.get(k), 1));
      if (form.convolutions() == 2) {
        x = conv(arrays, name + ".conv2", x, 1);
      }
      potentials.add(StateInitNetwork.last(form, x));
    }
    return potentials;
  }

  @Override
  public void close() {
    arrays.close();
  }
}
