package evpose.hybrid.djl;

import evpose.hybrid.ModelDescription;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Names and shapes of all weights of a description, in the order of use; the names are those of the
 * authors' PyTorch code. Convolutions are [out][in][row][column].
 *
 * @see "Aydin et al. 2024, supplementary code"
 */
public final class WeightNames {
  /** The state initialisation modules, in the order of the spiking layers they serve. */
  static final List<String> STATES =
      List.of(
          "states_in",
          "states_1",
          "states_2",
          "states_3",
          "states_4",
          "states_5",
          "states_6",
          "states_7",
          "states_8");

  /** Convolutions of the nine spiking layers. */
  static final List<String> SPIKING_CONVS =
      List.of(
          "static_conv_snn.conv2d",
          "down1_snn.conv.conv2d",
          "down2_snn.conv.conv2d",
          "down3_snn.conv.conv2d",
          "residualBlock_snn.conv1",
          "residualBlock_snn.conv2",
          "up1_snn.conv2d",
          "up2_snn.conv2d",
          "up3_snn.conv2d");

  /** Normalisations of the nine spiking layers. */
  static final List<String> SPIKING_NORMS =
      List.of(
          "static_conv_snn.norm_layer",
          "down1_snn.conv.norm_layer",
          "down2_snn.conv.norm_layer",
          "down3_snn.conv.norm_layer",
          "residualBlock_snn.bn1",
          "residualBlock_snn.bn2",
          "up1_snn.norm_layer",
          "up2_snn.norm_layer",
          "up3_snn.norm_layer");

  /** The SNN's head, without bias. */
  public static final String SNN_HEAD = "temporalflat_snn.conv2d";

  /** The ANN's head. */
  public static final String ANN_HEAD = "conv3_cnn";

  private final Map<String, int[]> shapes = new LinkedHashMap<>();

  private WeightNames() {}

  /** The U-Net. */
  public static Map<String, int[]> ann(ModelDescription d) {
    WeightNames w = new WeightNames();
    int[] c = {32, 64, 128, 256, 512, 512};
    w.convWithBias("conv1_cnn", d.annChannels(), d.channels(c[0]), 7);
    w.convWithBias("conv2_cnn", d.channels(c[0]), d.channels(c[0]), 7);
    for (int i = 1; i <= 5; i++) {
      int kernel = i == 1 ? 5 : 3;
      w.convWithBias("down" + i + "_cnn.conv1", d.channels(c[i - 1]), d.channels(c[i]), kernel);
      w.convWithBias("down" + i + "_cnn.conv2", d.channels(c[i]), d.channels(c[i]), kernel);
    }
    for (int i = 1; i <= 5; i++) {
      int out = d.channels(c[5 - i]);
      w.convWithBias("up" + i + "_cnn.conv1", d.channels(c[6 - i]), out, 3);
      w.convWithBias("up" + i + "_cnn.conv2", 2 * out, out, 3);
    }
    w.convWithBias(ANN_HEAD, d.channels(c[0]), d.joints(), 3);
    return w.shapes;
  }

  /** The nine state initialisation modules. */
  public static Map<String, int[]> stateInit(ModelDescription d) {
    WeightNames w = new WeightNames();
    for (int k = 0; k < STATES.size(); k++) {
      int out = d.stateChannels(k);
      int in = k == 4 ? d.channels(512) : out; // b1 has twice the channels of its layer
      w.convWithBias(STATES.get(k) + ".conv1", in, out, 1);
      w.norm(STATES.get(k) + ".norm_layer", out);
      w.convWithBias(STATES.get(k) + ".conv2", out, out, 1);
      w.norm(STATES.get(k) + ".norm_layer2", out);
    }
    return w.shapes;
  }

  /** The spiking network. */
  public static Map<String, int[]> snn(ModelDescription d) {
    WeightNames w = new WeightNames();
    int[] from = {0, 32, 64, 128, 256, 256, 512, 256, 128};
    int[] kernel = {5, 5, 5, 5, 3, 3, 5, 5, 5};
    for (int k = 0; k < SPIKING_CONVS.size(); k++) {
      int in = k == 0 ? 2 : k < 6 ? d.channels(from[k]) : 2 * d.channels(from[k] / 2);
      w.conv(SPIKING_CONVS.get(k), in, d.stateChannels(k), kernel[k]);
      w.norm(SPIKING_NORMS.get(k), d.stateChannels(k));
    }
    w.conv(SNN_HEAD, 2 * d.channels(32), d.joints(), 1);
    return w.shapes;
  }

  /** What is trained with the SNN: the state initialisation, then the spiking network. */
  public static Map<String, int[]> hybridPart(ModelDescription d) {
    Map<String, int[]> all = new LinkedHashMap<>(stateInit(d));
    all.putAll(snn(d));
    return all;
  }

  /** Whether a tensor is a running statistic of a normalisation, which no gradient moves. */
  public static boolean isStatistic(String name) {
    return name.endsWith(".running_mean") || name.endsWith(".running_var");
  }

  private void convWithBias(String name, int in, int out, int kernel) {
    conv(name, in, out, kernel);
    shapes.put(name + ".bias", new int[] {out});
  }

  private void conv(String name, int in, int out, int kernel) {
    shapes.put(name + ".weight", new int[] {out, in, kernel, kernel});
  }

  private void norm(String name, int channels) {
    for (String part : List.of(".weight", ".bias", ".running_mean", ".running_var")) {
      shapes.put(name + part, new int[] {channels});
    }
  }
}
