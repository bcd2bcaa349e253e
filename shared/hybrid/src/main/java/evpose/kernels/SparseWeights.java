package evpose.kernels;

import evpose.hybrid.Layer;
import evpose.hybrid.Layers;
import evpose.hybrid.ModelDescription;
import evpose.weights.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The spiking network's weights, folded for walking spikes. Built once, immutable, shared by all
 * cameras; at the size of the paper 0.2 GB, since a doubling layer holds its kernel for nine kinds
 * of place.
 */
public final class SparseWeights {
  static final int SPIKING_LAYERS = ModelDescription.SPIKING_LAYERS;
  static final double BATCH_NORM_EPSILON = 1e-5;

  final ModelDescription description;
  final WeightForm form;
  final List<SparseConvolution> convolutions; // [9] spiking layers, then the head
  final float keep; // 1 - 1/tau: what a potential keeps over a step
  final float[]
      gain; // [channels of the last of the residual block] 1/tau: what a residual spike adds
  final float[][] threshold; // [9][outPadded]
  final float lambda; // what the output keeps over a step

  /**
   * Folds the weights of a network, as floats.
   *
   * @throws IllegalArgumentException as {@link #SparseWeights(ModelDescription, Tensors,
   *     WeightForm)}
   */
  public SparseWeights(ModelDescription description, Tensors tensors) {
    this(description, tensors, WeightForm.FLOAT32);
  }

  /**
   * Folds the weights of a network.
   *
   * @param tensors by the authors' names; those of the ANN are not looked at
   * @throws IllegalArgumentException if a tensor is missing, or has a shape that the description
   *     does not ask for
   */
  public SparseWeights(ModelDescription description, Tensors tensors, WeightForm form) {
    if (description.tau() <= 1) {
      throw new IllegalArgumentException(
          "the event-driven engine needs a membrane that remembers: tau=" + description.tau());
    }
    this.description = description;
    this.form = form;
    keep = (float) (1 - 1 / description.tau());
    lambda = description.variant().membraneHead() ? keep : (float) description.lambda();
    List<Layer> rows = Layers.snn(description);
    List<SparseConvolution> all = new ArrayList<>();
    for (int k = 0; k < SPIKING_LAYERS; k++) {
      boolean whole = form == WeightForm.INT16 && k > 0; // the first takes numbers, not spikes
      all.add(membrane(rows.get(k), axis(k, rows.get(k)), tensors, whole));
    }
    Layer head = rows.get(SPIKING_LAYERS);
    AxisTaps point = AxisTaps.same(head.size(), 1);
    all.add(
        head.normalised() ? membrane(head, point, tensors, false) : plain(head, point, tensors));
    convolutions = List.copyOf(all);
    threshold = new float[SPIKING_LAYERS][];
    for (int k = 0; k < SPIKING_LAYERS; k++) {
      threshold[k] = inUnits(description.threshold(), convolutions.get(k));
    }
    gain = inUnits(1 / description.tau(), convolutions.get(5));
  }

  private static float[] inUnits(double value, SparseConvolution layer) {
    float[] all = new float[layer.outPadded];
    for (int c = 0; c < all.length; c++) {
      all[c] = (float) (value / layer.unit[c]);
    }
    return all;
  }

  private static AxisTaps axis(int k, Layer layer) {
    return switch (k) {
      case 1, 2, 3 -> AxisTaps.halving(2 * layer.size(), layer.kernel());
      case 6, 7, 8 -> AxisTaps.doubling(layer.size() / 2, layer.kernel());
      default -> AxisTaps.same(layer.size(), layer.kernel());
    };
  }

  /** Normalisation and the membrane's gain folded in. */
  private SparseConvolution membrane(Layer layer, AxisTaps axis, Tensors tensors, boolean whole) {
    int out = layer.out();
    float[] scale = tensors.get(layer.batchNorm() + ".weight", out);
    float[] shift = tensors.get(layer.batchNorm() + ".bias", out);
    float[] mean = tensors.get(layer.batchNorm() + ".running_mean", out);
    float[] variance = tensors.get(layer.batchNorm() + ".running_var", out);
    double[] g = new double[out];
    double[] b = new double[out];
    for (int o = 0; o < out; o++) {
      double norm = scale[o] / Math.sqrt(variance[o] + BATCH_NORM_EPSILON);
      g[o] = norm / description.tau();
      b[o] = (shift[o] - mean[o] * norm) / description.tau();
    }
    return new SparseConvolution(
        axis, layer.in(), out, layer.kernel(), kernel(layer, tensors), g, b, whole);
  }

  private static SparseConvolution plain(Layer layer, AxisTaps axis, Tensors tensors) {
    double[] one = new double[layer.out()];
    Arrays.fill(one, 1);
    return new SparseConvolution(
        axis,
        layer.in(),
        layer.out(),
        layer.kernel(),
        kernel(layer, tensors),
        one,
        new double[layer.out()],
        false);
  }

  private static float[] kernel(Layer layer, Tensors tensors) {
    return tensors.get(
        layer.name() + ".weight", layer.out(), layer.in(), layer.kernel(), layer.kernel());
  }

  /**
   * How many bytes, padding included, the weights of a layer are at a place away from the border:
   * what its spikes stream through.
   *
   * @param layer 0 to 8
   */
  public int streamedBytes(int layer) {
    SparseConvolution convolution = convolutions.get(layer);
    int most = 0;
    for (int kind = 0; kind < convolution.kindsOfPlace(); kind++) {
      most = Math.max(most, convolution.numbers(kind));
    }
    return most * bytesEach(convolution);
  }

  /** How many bytes of a layer's weights are read for each accumulate that counts: padding too. */
  public double bytesPerAccumulate(int layer) {
    SparseConvolution convolution = convolutions.get(layer);
    return (double) bytesEach(convolution) * convolution.outPadded / convolution.out;
  }

  private static int bytesEach(SparseConvolution convolution) {
    return convolution.whole() ? Short.BYTES : Float.BYTES;
  }

  SparseConvolution head() {
    return convolutions.get(SPIKING_LAYERS);
  }
}
