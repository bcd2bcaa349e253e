package evpose.hybrid;

import java.util.List;

/**
 * What the network costs when it runs densely: multiply-accumulates a run, from the layer tables.
 * What a spiking step really did is counted where it is done, by the {@link SnnEngine}.
 *
 * @see "Aydin et al. 2024, section 4.4: MAC of a convolution = k² · Wo · Ho · Ci · Co"
 */
public final class Operations {
  private Operations() {}

  /** One run of the U-Net. */
  public static long annMacs(ModelDescription description) {
    return macs(Layers.ann(description));
  }

  /** The nine state initialisation modules, once per run of the U-Net. */
  public static long stateInitMacs(ModelDescription description) {
    return macs(Layers.stateInit(description));
  }

  /** What a key frame costs: as much of both as the variant has. */
  public static long keyFrameMacs(ModelDescription description) {
    return keyFrame(description).macs();
  }

  /** The same, part by part. */
  static OperationCounts keyFrame(ModelDescription description) {
    return keyFrame(description, Region.whole(description.inputSize()));
  }

  /** The same where the ANN looks at a part of its input. */
  static OperationCounts keyFrame(ModelDescription description, Region region) {
    Variant variant = description.variant();
    return new OperationCounts(
        variant.usesAnn() ? macs(Layers.ann(description), description, region) : 0,
        variant.stateFromAnn() ? macs(Layers.stateInit(description), description, region) : 0,
        0,
        0,
        0,
        0,
        0,
        0,
        variant.usesAnn() ? annMacs(description) : 0);
  }

  /** What one SNN step would cost without using its sparsity, head included. */
  public static long snnDenseMacs(ModelDescription description) {
    return macs(Layers.snn(description));
  }

  /** The same for one row of the SNN's table: spiking layer 0 to 8, or 9 for the head. */
  public static long snnDenseMacs(ModelDescription description, int row) {
    return Layers.snn(description).get(row).macs();
  }

  /** The SNN's 1x1 head, once a step; the paper counts it as dense work. */
  public static long headMacs(ModelDescription description) {
    return snnDenseMacs(description, ModelDescription.SPIKING_LAYERS);
  }

  /** The same of a head that looks at a part of the input. */
  static long headMacs(ModelDescription description, Region region) {
    long cells = (long) description.inputSize() * description.inputSize();
    return headMacs(description) / cells * region.width() * region.height();
  }

  /** Neurons of the nine spiking layers: each is updated once a step. */
  public static long neurons(ModelDescription description) {
    long neurons = 0;
    for (int k = 0; k < ModelDescription.SPIKING_LAYERS; k++) {
      long size = description.stateSize(k);
      neurons += size * size * description.stateChannels(k);
    }
    return neurons;
  }

  public static long annParameters(ModelDescription description) {
    return parameters(Layers.ann(description));
  }

  public static long stateInitParameters(ModelDescription description) {
    return parameters(Layers.stateInit(description));
  }

  public static long snnParameters(ModelDescription description) {
    return parameters(Layers.snn(description));
  }

  private static long macs(List<Layer> layers) {
    return layers.stream().mapToLong(Layer::macs).sum();
  }

  /** Maps of less than an eighth of the input are computed whole. */
  private static long macs(List<Layer> layers, ModelDescription description, Region region) {
    long macs = 0;
    for (Layer layer : layers) {
      int times = description.inputSize() / layer.size();
      if (times > Region.GRAIN) {
        macs += layer.macs();
      } else {
        Region.Part part = region.on(times);
        long cells = (long) layer.size() * layer.size();
        macs += layer.macs() / cells * part.width() * part.height();
      }
    }
    return macs;
  }

  private static long parameters(List<Layer> layers) {
    return layers.stream().mapToLong(Layer::parameters).sum();
  }
}
