package evpose.nir;

import evpose.hybrid.Layer;
import evpose.weights.Tensor;
import evpose.weights.Tensors;

/**
 * A convolution with its normalisation folded in: {@code y = kernel * x + bias} is what the network
 * computes with running statistics.
 *
 * <pre>
 *   g = scale / sqrt(variance + 1e-5)     kernel = g · weight     bias = shift - g · mean
 * </pre>
 *
 * @param kernel [out][in][k][k]
 * @param bias [out]
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
record FoldedRow(float[][][][] kernel, float[] bias) {
  private static final double EPSILON = 1e-5;

  static FoldedRow of(Layer layer, Tensors tensors) {
    int side = layer.kernel();
    float[] weight = tensors.get(layer.name() + ".weight", layer.out(), layer.in(), side, side);
    float[][][][] kernel = new float[layer.out()][layer.in()][side][side];
    float[] bias = new float[layer.out()];
    for (int o = 0; o < layer.out(); o++) {
      double g = 1;
      if (layer.normalised()) {
        String norm = layer.batchNorm();
        double variance = tensors.get(norm + ".running_var", layer.out())[o];
        g = tensors.get(norm + ".weight", layer.out())[o] / Math.sqrt(variance + EPSILON);
        bias[o] =
            (float)
                (tensors.get(norm + ".bias", layer.out())[o]
                    - g * tensors.get(norm + ".running_mean", layer.out())[o]);
      }
      for (int i = 0; i < layer.in() * side * side; i++) {
        int at = i % (side * side);
        kernel[o][i / (side * side)][at / side][at % side] =
            (float) (g * weight[o * layer.in() * side * side + i]);
      }
    }
    return new FoldedRow(kernel, bias);
  }

  /** Puts it into weights, behind a normalisation that does nothing but add the bias. */
  void putInto(Tensors tensors, Layer layer) {
    int side = layer.kernel();
    float[] weight = new float[layer.out() * layer.in() * side * side];
    int at = 0;
    for (float[][][] out : kernel) {
      for (float[][] in : out) {
        for (float[] line : in) {
          System.arraycopy(line, 0, weight, at, side);
          at += side;
        }
      }
    }
    tensors.put(
        layer.name() + ".weight",
        new Tensor(new int[] {layer.out(), layer.in(), side, side}, weight));
    if (layer.normalised()) {
      String norm = layer.batchNorm();
      put(tensors, norm + ".weight", filled(layer.out(), 1));
      put(tensors, norm + ".bias", bias);
      put(tensors, norm + ".running_mean", filled(layer.out(), 0));
      put(tensors, norm + ".running_var", filled(layer.out(), (float) (1 - EPSILON)));
    }
  }

  private static void put(Tensors tensors, String name, float[] values) {
    tensors.put(name, new Tensor(new int[] {values.length}, values));
  }

  private static float[] filled(int length, float value) {
    float[] values = new float[length];
    java.util.Arrays.fill(values, value);
    return values;
  }
}
