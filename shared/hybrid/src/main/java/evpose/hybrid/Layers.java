package evpose.hybrid;

import java.util.ArrayList;
import java.util.List;

/**
 * The three layer tables of the hybrid network, in the order in which they run. Names are those of
 * the authors' PyTorch code, so a checkpoint fits without a dictionary.
 *
 * @see "Aydin et al. 2024, Tables 5 and 6"
 */
public final class Layers {
  private static final String NONE = "";
  private static final String HEAD_NORM = "temporalflat_snn.norm_layer";
  private static final int[] DOWN = {32, 64, 128, 256, 512, 512};
  private static final int[] UP = {512, 512, 256, 128, 64, 32};

  private Layers() {}

  /** The U-Net: 23 convolutions, all with bias. */
  public static List<Layer> ann(ModelDescription d) {
    List<Layer> layers = new ArrayList<>();
    int size = d.inputSize();
    int first = d.channels(DOWN[0]);
    layers.add(dense("conv1_cnn", d.annChannels(), first, 7, size));
    layers.add(dense("conv2_cnn", first, first, 7, size));
    for (int k = 1; k < DOWN.length; k++) {
      size /= 2;
      int kernel = k == 1 ? 5 : 3;
      int out = d.channels(DOWN[k]);
      layers.add(dense("down" + k + "_cnn.conv1", d.channels(DOWN[k - 1]), out, kernel, size));
      layers.add(dense("down" + k + "_cnn.conv2", out, out, kernel, size));
    }
    for (int k = 1; k < UP.length; k++) {
      size *= 2;
      int out = d.channels(UP[k]);
      layers.add(dense("up" + k + "_cnn.conv1", d.channels(UP[k - 1]), out, 3, size));
      layers.add(dense("up" + k + "_cnn.conv2", 2 * out, out, 3, size));
    }
    layers.add(dense("conv3_cnn", first, d.joints(), 3, size));
    return List.copyOf(layers);
  }

  /**
   * The nine state initialisation modules: one or two 1x1 convolutions each with bias, as the form
   * has them, and their normalisations.
   */
  public static List<Layer> stateInit(ModelDescription d) {
    int[] source = {32, 64, 128, 256, 512, 256, 128, 64, 32}; // a0, a1, a2, a3, b1 .. b5
    List<Layer> layers = new ArrayList<>();
    for (int k = 0; k < ModelDescription.SPIKING_LAYERS; k++) {
      String name = k == 0 ? "states_in" : "states_" + k;
      int out = d.stateChannels(k);
      int size = d.stateSize(k);
      layers.add(
          new Layer(
              name + ".conv1", d.channels(source[k]), out, 1, size, true, name + ".norm_layer"));
      if (d.stateInit().convolutions() == 2) {
        String norm = d.stateInit().lastNormalised() ? name + ".norm_layer2" : NONE;
        layers.add(new Layer(name + ".conv2", out, out, 1, size, true, norm));
      }
    }
    return List.copyOf(layers);
  }

  /**
   * The SNN: nine spiking convolutions (row k is spiking layer k), then the head, which is
   * normalised only where the output is a membrane.
   */
  public static List<Layer> snn(ModelDescription d) {
    int[] in = {
      2,
      d.stateChannels(0),
      d.stateChannels(1),
      d.stateChannels(2),
      d.stateChannels(3),
      d.stateChannels(4),
      d.stateChannels(5) + d.stateChannels(3),
      d.stateChannels(6) + d.stateChannels(2),
      d.stateChannels(7) + d.stateChannels(1)
    };
    int[] kernel = {5, 5, 5, 5, 3, 3, 5, 5, 5};
    String[] conv = {
      "static_conv_snn.conv2d",
      "down1_snn.conv.conv2d",
      "down2_snn.conv.conv2d",
      "down3_snn.conv.conv2d",
      "residualBlock_snn.conv1",
      "residualBlock_snn.conv2",
      "up1_snn.conv2d",
      "up2_snn.conv2d",
      "up3_snn.conv2d"
    };
    String[] norm = {
      "static_conv_snn.norm_layer",
      "down1_snn.conv.norm_layer",
      "down2_snn.conv.norm_layer",
      "down3_snn.conv.norm_layer",
      "residualBlock_snn.bn1",
      "residualBlock_snn.bn2",
      "up1_snn.norm_layer",
      "up2_snn.norm_layer",
      "up3_snn.norm_layer"
    };
    List<Layer> layers = new ArrayList<>();
    for (int k = 0; k < in.length; k++) {
      layers.add(
          new Layer(conv[k], in[k], d.stateChannels(k), kernel[k], d.stateSize(k), false, norm[k]));
    }
    int last = d.stateChannels(8) + d.stateChannels(0);
    layers.add(
        new Layer(
            "temporalflat_snn.conv2d",
            last,
            d.joints(),
            1,
            d.inputSize(),
            false,
            d.variant().membraneHead() ? HEAD_NORM : NONE));
    return List.copyOf(layers);
  }

  private static Layer dense(String name, int in, int out, int kernel, int size) {
    return new Layer(name, in, out, kernel, size, true, NONE);
  }
}
