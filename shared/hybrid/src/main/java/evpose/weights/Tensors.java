package evpose.weights;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Tensors by name, in a fixed order. */
public final class Tensors {
  private final Map<String, Tensor> byName = new LinkedHashMap<>();

  public void put(String name, Tensor tensor) {
    byName.put(name, tensor);
  }

  public boolean contains(String name) {
    return byName.containsKey(name);
  }

  public Set<String> names() {
    return Collections.unmodifiableSet(byName.keySet());
  }

  /**
   * A tensor that must be there.
   *
   * @throws IllegalArgumentException naming the tensor
   */
  public Tensor get(String name) {
    Tensor tensor = byName.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("the weights lack a tensor: name=" + name);
    }
    return tensor;
  }

  /**
   * A tensor that must be there with this shape.
   *
   * @throws IllegalArgumentException naming the tensor and both shapes
   */
  public float[] get(String name, int... shape) {
    Tensor tensor = get(name);
    if (!Arrays.equals(tensor.shape(), shape)) {
      throw new IllegalArgumentException(
          "a tensor has another shape than the description asks for: name="
              + name
              + ", shape="
              + Arrays.toString(tensor.shape())
              + ", expected="
              + Arrays.toString(shape));
    }
    return tensor.data();
  }
}
