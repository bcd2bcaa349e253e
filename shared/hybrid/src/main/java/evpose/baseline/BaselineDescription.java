package evpose.baseline;

import evpose.baseline.BaselineLayer.Kind;
import evpose.hybrid.Layer;
import evpose.hybrid.ModelDescription;
import evpose.weights.Tensor;
import evpose.weights.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Everything about a baseline's network but its weights.
 *
 * <pre>
 *   w | pool | 2w 2w 2w | pool | 4w 4w 4w 4w dilated by 2 | up 2w | 2w 2w 2w 2w dilated by 2 |
 *   up w | w (w) | 13                                       all 3x3, w channels in the first
 * </pre>
 *
 * It sees the sensor through the crop and bin of a preset of ours, so that both see the same.
 *
 * @param preset of ours whose crop and bin, windows and target heatmaps it shares
 * @param inputSize side of the square input in cells: the preset's
 * @param width w
 * @see "Calabrese et al. 2019; Baldwin et al. 2022; model-spec 7.2, 9"
 */
public record BaselineDescription(Baseline baseline, String preset, int inputSize, int width) {
  /**
   * What the input is normalised by, [channels] each: like the running statistics of a batch
   * normalisation, and no gradient moves it either.
   */
  public static final String INPUT_MEAN = "input.running_mean";

  public static final String INPUT_VARIANCE = "input.running_var";

  private static final int JOINTS = 13;
  private static final int KERNEL = 3;
  private static final String NORM = ".norm";

  /** Grey levels of frames go to 255; divided by this they are near one. */
  private static final float GREY = 64;

  /** Heads start this much smaller, so that they begin near the answer "nothing". */
  private static final double HEAD_SCALE = 0.1;

  public BaselineDescription {
    int its = ModelDescription.preset(preset).inputSize();
    if (inputSize != its) {
      throw new IllegalArgumentException(
          "the input has the preset's size: inputSize=" + inputSize + ", preset's=" + its);
    }
    if (width < 1 || width > 256) {
      throw new IllegalArgumentException("width must be in [1, 256]: width=" + width);
    }
  }

  /** As published, on 256x256 cells: what the paper counts operations on. */
  public static BaselineDescription published(Baseline baseline) {
    ModelDescription paper = ModelDescription.paper();
    return new BaselineDescription(baseline, paper.preset(), paper.inputSize(), baseline.width());
  }

  /** At a preset's size: its cells, and widths that are multiplied like the preset's own. */
  public static BaselineDescription scaledTo(Baseline baseline, ModelDescription preset) {
    return new BaselineDescription(
        baseline, preset.preset(), preset.inputSize(), preset.channels(baseline.width()));
  }

  /** The same of another width. */
  public BaselineDescription withWidth(int width) {
    return new BaselineDescription(baseline, preset, inputSize, width);
  }

  /** The preset of ours that it shares its view with. */
  public ModelDescription ours() {
    return ModelDescription.preset(preset);
  }

  /** All steps, in order. */
  public List<BaselineLayer> layers() {
    int half = inputSize / 2;
    int quarter = inputSize / 4;
    int w = width;
    List<BaselineLayer> layers = new ArrayList<>();
    layers.add(layer(Kind.CONV, "conv1", baseline.channels(), w, inputSize));
    layers.add(pool(half));
    layers.add(layer(Kind.CONV, "conv2a", w, 2 * w, half));
    layers.add(layer(Kind.CONV, "conv2b", 2 * w, 2 * w, half));
    layers.add(layer(Kind.CONV, "conv2d", 2 * w, 2 * w, half));
    layers.add(pool(quarter));
    layers.add(layer(Kind.DILATED, "conv3a", 2 * w, 4 * w, quarter));
    for (String name : List.of("conv3b", "conv3c", "conv3d")) {
      layers.add(layer(Kind.DILATED, name, 4 * w, 4 * w, quarter));
    }
    layers.add(layer(Kind.UP, "conv3_up", 4 * w, 2 * w, half));
    for (String name : List.of("conv4a", "conv4b", "conv4c", "conv4d")) {
      layers.add(layer(Kind.DILATED, name, 2 * w, 2 * w, half));
    }
    layers.add(layer(Kind.UP, "conv4_up", 2 * w, w, inputSize));
    for (String name : List.of("conv5a", "conv5d").subList(0, baseline.lastConvolutions())) {
      layers.add(layer(Kind.CONV, name, w, w, inputSize));
    }
    layers.add(layer(Kind.HEAD, "pred_cube", w, JOINTS, inputSize));
    return List.copyOf(layers);
  }

  private BaselineLayer layer(Kind kind, String name, int in, int out, int size) {
    String norm = baseline.normalised() && kind != Kind.HEAD ? name + NORM : "";
    return new BaselineLayer(kind, new Layer(name, in, out, KERNEL, size, false, norm));
  }

  private static BaselineLayer pool(int size) {
    return new BaselineLayer(Kind.POOL, new Layer("pool", 0, 0, KERNEL, size, false, ""));
  }

  /** Its convolutions, as rows of an operations table; transposed ones by what comes out. */
  public List<Layer> table() {
    return layers().stream()
        .filter(layer -> layer.kind() != Kind.POOL)
        .map(BaselineLayer::row)
        .toList();
  }

  /** Multiply-accumulates of one answer; normalisation folds into the convolutions. */
  public long macs() {
    return table().stream().mapToLong(Layer::macs).sum();
  }

  /** Trained numbers. */
  public long parameters() {
    return table().stream().mapToLong(Layer::parameters).sum();
  }

  /** Shapes by name, in order: kernels by their layer's name, normalisations behind them. */
  public Map<String, int[]> shapes() {
    Map<String, int[]> shapes = new LinkedHashMap<>();
    int[] channels = {baseline.channels()};
    shapes.put(INPUT_MEAN, channels);
    shapes.put(INPUT_VARIANCE, channels);
    for (BaselineLayer layer : layers()) {
      if (layer.kind() != Kind.POOL) {
        shapes.put(layer.row().name(), layer.shape());
        String norm = layer.row().batchNorm();
        if (!norm.isEmpty()) {
          int[] out = {layer.row().out()};
          for (String part : List.of(".weight", ".bias", ".running_mean", ".running_var")) {
            shapes.put(norm + part, out);
          }
        }
      }
    }
    return shapes;
  }

  /**
   * Weights to start training from: kernels uniform, scaled for rectifiers (He et al. 2015), the
   * head smaller; normalisations that change nothing; frames divided by 64.
   */
  public Tensors random(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Tensors weights = new Tensors();
    shapes().forEach((name, shape) -> weights.put(name, new Tensor(shape, start(name, shape))));
    for (BaselineLayer layer : layers()) {
      if (layer.kind() != Kind.POOL) {
        double cells = KERNEL * KERNEL / (layer.kind() == Kind.UP ? 4.0 : 1.0); // zeros between
        double bound = StrictMath.sqrt(6 / (cells * layer.row().in()));
        double scale = layer.kind() == Kind.HEAD ? HEAD_SCALE : 1;
        float[] values = weights.get(layer.row().name()).data();
        for (int i = 0; i < values.length; i++) {
          values[i] = (float) (scale * bound * (2 * random.nextDouble() - 1));
        }
      }
    }
    return weights;
  }

  private static float[] start(String name, int[] shape) {
    float[] values = new float[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
    if (name.equals(INPUT_VARIANCE)) {
      Arrays.fill(values, GREY * GREY);
    } else if (name.endsWith(NORM + ".weight") || name.endsWith(NORM + ".running_var")) {
      Arrays.fill(values, 1);
    }
    return values;
  }
}
