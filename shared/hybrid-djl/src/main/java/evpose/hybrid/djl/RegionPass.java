package evpose.hybrid.djl;

import static evpose.hybrid.djl.ArrayOps.averagePool;
import static evpose.hybrid.djl.ArrayOps.concat;
import static evpose.hybrid.djl.ArrayOps.conv;
import static evpose.hybrid.djl.ArrayOps.leakyRelu;
import static evpose.hybrid.djl.ArrayOps.upsample;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import evpose.hybrid.AnnOutput;
import evpose.hybrid.ModelDescription;
import evpose.hybrid.Region;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The U-Net and the state initialisations on a part of the input. Every map of N to N/8 cells a
 * side is computed inside the region alone and lies in the map that an empty input gives;
 * convolutions at the region's edge read what lies there. The three smallest maps are computed
 * whole.
 *
 * <p>Where nothing happens near the region's edge and beyond, the way down is that of the whole
 * input; the way up differs by what the smallest maps say beyond the edge.
 */
final class RegionPass implements AutoCloseable {
  private static final String HEAD = "head";
  private static final int KEPT = 3; // levels below the input that a region is whole on

  private final ModelDescription description;
  private final NamedArrays ann;
  private final @Nullable FoldedStateInit states;
  private final NDManager manager;
  private final Map<String, NDArray> background = new LinkedHashMap<>(); // by layer
  private final NDList emptyPotentials;

  /**
   * @param ann not closed here
   * @param states not closed here; null where the variant has none
   */
  RegionPass(ModelDescription description, NamedArrays ann, @Nullable FoldedStateInit states) {
    this.description = description;
    this.ann = ann;
    this.states = states;
    manager = NDManager.newBaseManager();
    int n = description.inputSize();
    try (NDManager scope = manager.newSubManager()) {
      NDArray empty = scope.zeros(new Shape(1, description.annChannels(), n, n));
      Maps maps = new Maps(scope, Region.whole(n), true);
      maps.forward(empty);
      maps.all.forEach((layer, map) -> background.put(layer, kept(map)));
      emptyPotentials = new NDList();
      if (states != null) {
        states.forward(maps.features()).forEach(p -> emptyPotentials.add(kept(p)));
      }
    }
  }

  private NDArray kept(NDArray array) {
    NDArray copy = array.duplicate();
    copy.attach(manager);
    return copy;
  }

  /**
   * @param x the whole input, [1, 2·bins, N, N]
   */
  void run(NDArray x, Region region, AnnOutput output) {
    NDManager scope = x.getManager();
    Maps maps = new Maps(scope, region, false);
    DjlAnn.copy(maps.forward(x), output.heatmaps());
    if (states != null) {
      potentials(states, maps.features(), region, output);
    }
  }

  private void potentials(
      FoldedStateInit states, NDList features, Region region, AnnOutput output) {
    NDList inside = new NDList();
    for (int k = 0; k < features.size(); k++) {
      NDArray feature = k == StateInitNetwork.DOUBLED ? upsample(features.get(k)) : features.get(k);
      inside.add(feature.get(index(region.on(times(feature)))));
    }
    NDList potentials = states.forwardSized(inside);
    for (int k = 0; k < potentials.size(); k++) {
      NDArray whole = emptyPotentials.get(k).duplicate();
      whole.attach(potentials.get(k).getManager());
      whole.set(index(region.on(times(whole))), potentials.get(k));
      DjlAnn.copy(whole, output.potentials(k));
    }
  }

  private int times(NDArray map) {
    return description.inputSize() / (int) map.getShape().get(2);
  }

  private static NDIndex index(Region.Part part) {
    return new NDIndex(
        ":, :, {}:{}, {}:{}",
        part.y(),
        part.y() + part.height(),
        part.x(),
        part.x() + part.width());
  }

  /** The maps of one pass. */
  private final class Maps {
    final NDManager scope;
    final Region region;
    final boolean empty;
    final Map<String, NDArray> all = new LinkedHashMap<>();
    private final NDArray[] down = new NDArray[6];
    private final NDArray[] up = new NDArray[6];

    Maps(NDManager scope, Region region, boolean empty) {
      this.scope = scope;
      this.region = region;
      this.empty = empty;
    }

    /** Returns the heatmaps. */
    NDArray forward(NDArray x) {
      down[0] = layer("conv2_cnn", layer("conv1_cnn", x));
      for (int i = 1; i <= 5; i++) {
        NDArray half = averagePool(down[i - 1]);
        down[i] = layer("down" + i + "_cnn.conv2", layer("down" + i + "_cnn.conv1", half));
      }
      up[0] = down[5];
      for (int i = 1; i <= 5; i++) {
        NDArray larger = layer("up" + i + "_cnn.conv1", upsample(up[i - 1]));
        up[i] = layer("up" + i + "_cnn.conv2", concat(larger, down[5 - i]));
      }
      NDArray heatmaps = inRegion(HEAD, WeightNames.ANN_HEAD, up[5], false);
      all.put(HEAD, heatmaps);
      return heatmaps;
    }

    /** a0, a1, a2, a3, b1 .. b5. */
    NDList features() {
      NDList features = new NDList(down[0], down[1], down[2], down[3]);
      for (int i = 1; i <= 5; i++) {
        features.add(up[i]);
      }
      return features;
    }

    private NDArray layer(String name, NDArray x) {
      NDArray map = inRegion(name, name, x, true);
      all.put(name, map);
      return map;
    }

    private NDArray inRegion(String layer, String weights, NDArray x, boolean rectified) {
      int times = times(x);
      if (empty || times > 1 << KEPT) {
        NDArray whole = conv(ann, weights, x, 1);
        return rectified ? leakyRelu(whole) : whole;
      }
      NDArray inside = convPart(weights, x, region.on(times));
      NDArray map = background(layer).duplicate();
      map.attach(scope);
      map.set(index(region.on(times)), rectified ? leakyRelu(inside) : inside);
      return map;
    }
  }

  private NDArray background(String layer) {
    NDArray map = background.get(layer);
    if (map == null) {
      throw new IllegalStateException("no such layer: layer=" + layer);
    }
    return map;
  }

  /** The convolution's output in one part of the map, by its input in and around that part. */
  private NDArray convPart(String weights, NDArray x, Region.Part part) {
    int side = (int) x.getShape().get(2);
    int reach = (int) ann.get(weights + ".weight").getShape().get(2) / 2;
    int top = Math.max(0, part.y() - reach);
    int bottom = Math.min(side, part.y() + part.height() + reach);
    int left = Math.max(0, part.x() - reach);
    int right = Math.min(side, part.x() + part.width() + reach);
    boolean padRows = bottom - top < part.height() + 2 * reach; // the map ends: zeros are beyond
    boolean padColumns = right - left < part.width() + 2 * reach;
    NDArray around = x.get(index(new Region.Part(left, top, right - left, bottom - top)));
    NDArray out = ArrayOps.conv(ann, weights, around, padRows, padColumns);
    int y = padRows ? part.y() - top : 0;
    int x0 = padColumns ? part.x() - left : 0;
    return out.get(index(new Region.Part(x0, y, part.width(), part.height())));
  }

  @Override
  public void close() {
    manager.close();
  }
}
