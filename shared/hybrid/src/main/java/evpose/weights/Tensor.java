package evpose.weights;

import java.util.Arrays;

/** A dense array of floats, row-major. Owns its data; whoever shares it does not write to it. */
public final class Tensor {
  private final int[] shape;
  private final float[] data;

  /**
   * @param shape sides; empty for a scalar; copied
   * @param data product of the sides many numbers; not copied
   */
  public Tensor(int[] shape, float[] data) {
    long size = 1;
    for (int side : shape) {
      size *= side;
    }
    if (size != data.length) {
      throw new IllegalArgumentException(
          "a tensor holds as many numbers as its shape says: shape="
              + Arrays.toString(shape)
              + ", numbers="
              + data.length);
    }
    this.shape = shape.clone();
    this.data = data;
  }

  public int[] shape() {
    return shape.clone();
  }

  public float[] data() {
    return data;
  }

  public int size() {
    return data.length;
  }
}
