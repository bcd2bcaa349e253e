package evpose.hybrid.djl;

import evpose.hybrid.Layer;
import evpose.hybrid.Layers;
import evpose.hybrid.ModelDescription;
import evpose.weights.ModelLayout;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Names and shapes of the weights that the native library holds, in the order of use; the names are
 * those of the authors' PyTorch code. Convolutions are [out][in][row][column].
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

  /** Normalisation of the SNN's head, where the output is a membrane. */
  static final String SNN_HEAD_NORM = "temporalflat_snn.norm_layer";

  /** The SNN's head, without bias. */
  public static final String SNN_HEAD = "temporalflat_snn.conv2d";

  /** The ANN's head. */
  public static final String ANN_HEAD = "conv3_cnn";

  private WeightNames() {}

  /** The U-Net. */
  public static Map<String, int[]> ann(ModelDescription d) {
    return shapes(Layers.ann(d));
  }

  /** The nine state initialisation modules. */
  public static Map<String, int[]> stateInit(ModelDescription d) {
    return shapes(Layers.stateInit(d));
  }

  /** The spiking network. */
  public static Map<String, int[]> snn(ModelDescription d) {
    return shapes(Layers.snn(d));
  }

  /** What is trained with the SNN: the state initialisation, if any, then the spiking network. */
  public static Map<String, int[]> hybridPart(ModelDescription d) {
    Map<String, int[]> all = new LinkedHashMap<>();
    if (d.variant().stateFromAnn()) {
      all.putAll(stateInit(d));
    }
    all.putAll(snn(d));
    return all;
  }

  /** Whether a tensor is a running statistic of a normalisation, which no gradient moves. */
  public static boolean isStatistic(String name) {
    return name.endsWith(".running_mean") || name.endsWith(".running_var");
  }

  private static Map<String, int[]> shapes(List<Layer> layers) {
    Map<String, int[]> shapes = new LinkedHashMap<>();
    for (ModelLayout.Entry entry : ModelLayout.of(layers)) {
      if (entry.kind() != ModelLayout.Kind.NORM_COUNT) { // PyTorch's book-keeping, enters nothing
        shapes.put(entry.name(), entry.shape());
      }
    }
    return shapes;
  }
}
