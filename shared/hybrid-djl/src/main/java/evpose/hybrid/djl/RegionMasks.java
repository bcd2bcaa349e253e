package evpose.hybrid.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import evpose.hybrid.Region;
import java.util.List;

/**
 * What {@link RegionPass} does, for training: in a batch whose first sample is an empty input, each
 * other sample's maps are its own inside its region and those of the first beside it, on the four
 * largest sizes. Whole maps are computed, so it saves nothing, but gradients pass.
 */
final class RegionMasks {
  private final int n;
  private final NDArray[] inside = new NDArray[4]; // on maps of N, N/2, N/4, N/8: 1 inside, else 0
  private final NDArray[] beside = new NDArray[4]; // the other way round

  /**
   * @param scope that the masks live in; as long as gradients are wanted
   * @param regions of the batch's samples from the second on
   * @param n cells along a side of the input
   */
  RegionMasks(NDManager scope, List<Region> regions, int n) {
    this.n = n;
    for (int level = 0; level < inside.length; level++) {
      int times = 1 << level;
      int side = n / times;
      float[] in = new float[(1 + regions.size()) * side * side];
      float[] out = new float[in.length];
      for (int b = 0; b <= regions.size(); b++) {
        Region.Part part = (b == 0 ? Region.whole(n) : regions.get(b - 1)).on(times);
        for (int y = 0; y < side; y++) {
          for (int x = 0; x < side; x++) {
            boolean within =
                x >= part.x()
                    && x < part.x() + part.width()
                    && y >= part.y()
                    && y < part.y() + part.height();
            int at = (b * side + y) * side + x;
            in[at] = within ? 1 : 0;
            out[at] = within ? 0 : 1;
          }
        }
      }
      Shape shape = new Shape(1 + regions.size(), 1, side, side);
      inside[level] = scope.create(in, shape);
      beside[level] = scope.create(out, shape);
    }
  }

  /**
   * A layer's map, [1 + samples, channels, side, side], with what lies beside each sample's region
   * taken from the first; a smaller map than N/8 as it is.
   */
  NDArray apply(NDArray map) {
    int times = n / (int) map.getShape().get(2);
    int level = Integer.numberOfTrailingZeros(times);
    if (level >= inside.length) {
      return map;
    }
    NDArray empty = map.get("0:1");
    return map.mul(inside[level]).add(empty.mul(beside[level]));
  }

  /** Without the empty input. */
  static NDArray samples(NDArray map) {
    return map.get("1:");
  }
}
