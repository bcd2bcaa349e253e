package evpose.hybrid.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.pooling.Pool;
import evpose.baseline.BaselineLayer;
import evpose.baseline.BaselineLayer.Kind;
import java.util.List;

/**
 * The network that both baselines are made of. Fully convolutional: any size whose sides divide by
 * four.
 *
 * @see evpose.baseline.BaselineDescription
 */
final class BaselineNetwork {
  private static final Shape ONE = new Shape(1, 1);
  private static final Shape TWO = new Shape(2, 2);

  private BaselineNetwork() {}

  /**
   * @param x [batch][channels][rows][columns]
   * @param batchStatistics of the normalisations, where there are any: true while training
   * @return heatmaps before any rectifier, [batch][13][rows][columns]
   */
  static NDArray forward(
      NamedArrays arrays, List<BaselineLayer> layers, NDArray x, boolean batchStatistics) {
    long rows = x.getShape().get(2);
    long columns = x.getShape().get(3);
    if (rows % 4 != 0 || columns % 4 != 0) {
      throw new IllegalArgumentException(
          "sides of a frame divide by four: rows=" + rows + ", columns=" + columns);
    }
    NDArray y = x;
    for (BaselineLayer layer : layers) {
      y = layer.kind() == Kind.POOL ? halve(y) : apply(arrays, layer, y, batchStatistics);
    }
    return y;
  }

  private static NDArray halve(NDArray x) {
    return Pool.maxPool2d(x, TWO, TWO, new Shape(0, 0), false);
  }

  private static NDArray apply(
      NamedArrays arrays, BaselineLayer layer, NDArray x, boolean batchStatistics) {
    NDArray weight = arrays.get(layer.row().name());
    NDArray y =
        switch (layer.kind()) {
          case UP -> twice(x, weight);
          case DILATED -> Conv2d.conv2d(x, weight, null, ONE, TWO, TWO).singletonOrThrow();
          default -> Conv2d.conv2d(x, weight, null, ONE, ONE, ONE).singletonOrThrow();
        };
    if (layer.row().normalised()) {
      y = ArrayOps.norm(arrays, layer.row().batchNorm(), y, batchStatistics);
    }
    return layer.kind() == Kind.HEAD ? y : Activation.relu(y);
  }

  /**
   * Transposed convolution to twice the size: y[2r + a] gathers x[r]·w[a]; what sticks out below
   * and right is cut, as Keras does. DJL's PyTorch engine has no such operation, so zeros are put
   * between the cells and a convolution runs over them.
   */
  private static NDArray twice(NDArray x, NDArray weight) {
    Shape s = x.getShape();
    long h = s.get(2);
    long w = s.get(3);
    NDArray zeros = x.getManager().zeros(new Shape(s.get(0), s.get(1), h, w, 1));
    NDArray spaced = NDArrays.concat(new NDList(x.expandDims(4), zeros), 4); // along columns
    spaced = spaced.reshape(s.get(0), s.get(1), h, 1, 2 * w);
    NDArray rows = x.getManager().zeros(new Shape(s.get(0), s.get(1), h, 1, 2 * w));
    spaced = NDArrays.concat(new NDList(spaced, rows), 3).reshape(s.get(0), s.get(1), 2 * h, 2 * w);
    NDArray y = Conv2d.conv2d(spaced, weight, null, ONE, TWO).singletonOrThrow();
    return y.get(":, :, 0:" + 2 * h + ", 0:" + 2 * w);
  }
}
