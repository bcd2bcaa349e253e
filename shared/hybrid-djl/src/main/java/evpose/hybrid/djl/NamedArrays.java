package evpose.hybrid.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import evpose.weights.Tensor;
import evpose.weights.Tensors;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * Weights in native memory, by the names of the weights file. Closing frees them. Several threads
 * may read one; training, which changes it, is one thread's business.
 */
public final class NamedArrays implements AutoCloseable {
  private final NDManager manager;
  private final Map<String, NDArray> byName = new LinkedHashMap<>();

  private NamedArrays(NDManager manager) {
    this.manager = manager;
  }

  /** Copies tensors, checked against the names and shapes that are expected. */
  public static NamedArrays of(Tensors tensors, Map<String, int[]> expected) {
    NamedArrays arrays = new NamedArrays(NDManager.newBaseManager());
    expected.forEach((name, shape) -> arrays.put(name, tensors.get(name, shape), shape));
    return arrays;
  }

  private void put(String name, float[] values, int[] shape) {
    long[] sides = LongStream.range(0, shape.length).map(i -> shape[(int) i]).toArray();
    try (NDArray inJavaMemory = manager.create(values, new Shape(sides))) {
      byName.put(name, inJavaMemory.duplicate());
    }
  }

  /**
   * @throws IllegalArgumentException naming the array that is not there
   */
  public NDArray get(String name) {
    NDArray array = byName.get(name);
    if (array == null) {
      throw new IllegalArgumentException("there is no such array: name=" + name);
    }
    return array;
  }

  public boolean contains(String name) {
    return byName.containsKey(name);
  }

  public Set<String> names() {
    return Collections.unmodifiableSet(byName.keySet());
  }

  /** A scope for the arrays of one pass; close it and they are gone. */
  public NDManager newScope() {
    return manager.newSubManager();
  }

  /** Overwrites all arrays with tensors of their names and shapes. */
  void set(Tensors tensors) {
    byName.forEach(
        (name, array) -> {
          long[] sides = array.getShape().getShape();
          int[] shape = LongStream.of(sides).mapToInt(Math::toIntExact).toArray();
          array.set(tensors.get(name, shape));
        });
  }

  /** Copies all arrays back, in order. */
  public void exportTo(Tensors tensors) {
    byName.forEach(
        (name, array) -> {
          long[] sides = array.getShape().getShape();
          int[] shape = LongStream.of(sides).mapToInt(Math::toIntExact).toArray();
          tensors.put(name, new Tensor(shape, array.toFloatArray()));
        });
  }

  @Override
  public void close() {
    manager.close();
  }
}
