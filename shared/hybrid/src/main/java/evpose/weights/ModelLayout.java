package evpose.weights;

import evpose.hybrid.Layer;
import evpose.hybrid.Layers;
import evpose.hybrid.ModelDescription;
import java.util.ArrayList;
import java.util.List;

/** Every tensor that a description asks for: name, shape, and what it is. */
public final class ModelLayout {

  /** What a tensor is; decides how it starts and whether training may move it. */
  public enum Kind {
    /** [out][in][k][k]. */
    CONV_WEIGHT,
    /** [out]. */
    CONV_BIAS,
    /** γ, [out]. */
    NORM_SCALE,
    /** β, [out]. */
    NORM_SHIFT,
    /** Running mean, [out]; a statistic. */
    NORM_MEAN,
    /** Running variance, [out]; a statistic. */
    NORM_VARIANCE,
    /** Batches seen, a scalar; a statistic, an integer in PyTorch. */
    NORM_COUNT
  }

  /**
   * @param layer the convolution that it belongs to
   */
  public record Entry(String name, Kind kind, int[] shape, Layer layer) {}

  private static final String COUNT_ENDING = ".num_batches_tracked";

  private ModelLayout() {}

  /** Whether a name is that of a batch count, an integer in files. */
  public static boolean isBatchCount(String name) {
    return name.endsWith(COUNT_ENDING);
  }

  /** Whether a name is that of a statistic, which no gradient moves. */
  public static boolean isStatistic(String name) {
    return name.endsWith(".running_mean") || name.endsWith(".running_var") || isBatchCount(name);
  }

  /**
   * ANN, state initialisation, SNN, as far as the variant has them: in this order, the order of the
   * files that we write.
   */
  public static List<Entry> of(ModelDescription description) {
    List<Entry> entries = new ArrayList<>();
    if (description.variant().usesAnn()) {
      entries.addAll(of(Layers.ann(description)));
    }
    if (description.variant().stateFromAnn()) {
      entries.addAll(of(Layers.stateInit(description)));
    }
    entries.addAll(of(Layers.snn(description)));
    return List.copyOf(entries);
  }

  /** The tensors of some rows of the tables. */
  public static List<Entry> of(List<Layer> layers) {
    List<Entry> entries = new ArrayList<>();
    for (Layer l : layers) {
      int[] kernel = {l.out(), l.in(), l.kernel(), l.kernel()};
      entries.add(new Entry(l.name() + ".weight", Kind.CONV_WEIGHT, kernel, l));
      if (l.bias()) {
        entries.add(vector(l, l.name() + ".bias", Kind.CONV_BIAS));
      }
      if (l.normalised()) {
        String norm = l.batchNorm();
        entries.add(vector(l, norm + ".weight", Kind.NORM_SCALE));
        entries.add(vector(l, norm + ".bias", Kind.NORM_SHIFT));
        entries.add(vector(l, norm + ".running_mean", Kind.NORM_MEAN));
        entries.add(vector(l, norm + ".running_var", Kind.NORM_VARIANCE));
        entries.add(new Entry(norm + COUNT_ENDING, Kind.NORM_COUNT, new int[0], l));
      }
    }
    return entries;
  }

  private static Entry vector(Layer layer, String name, Kind kind) {
    return new Entry(name, kind, new int[] {layer.out()}, layer);
  }

  /**
   * Checks that weights hold what a description asks for, in shape and in finite numbers, and that
   * no variance is negative. The batch count may be absent: it does not enter inference.
   *
   * @throws IllegalArgumentException naming the first tensor that does not fit
   */
  static void check(ModelDescription description, Tensors tensors) {
    for (Entry entry : of(description)) {
      if (entry.kind() == Kind.NORM_COUNT) {
        continue;
      }
      boolean variance = entry.kind() == Kind.NORM_VARIANCE;
      for (float number : tensors.get(entry.name(), entry.shape())) {
        if (!Float.isFinite(number)) {
          throw new IllegalArgumentException(
              "weights must be finite: name=" + entry.name() + ", number=" + number);
        }
        if (variance && number < 0) {
          throw new IllegalArgumentException(
              "a variance must not be negative: name=" + entry.name() + ", number=" + number);
        }
      }
    }
  }
}
