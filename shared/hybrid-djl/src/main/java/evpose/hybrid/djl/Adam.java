package evpose.hybrid.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import evpose.weights.Tensor;
import evpose.weights.Tensors;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Adam over named arrays, with a state that can be saved; the arithmetic is plain Java.
 *
 * <pre>
 *   m = b1·m + (1 - b1)·g        v = b2·v + (1 - b2)·g²
 *   w = w - rate · (m / (1 - b1ⁿ)) / (sqrt(v / (1 - b2ⁿ)) + epsilon)
 * </pre>
 *
 * Not thread-safe.
 *
 * @see "Kingma and Ba 2015, Algorithm 1"
 */
final class Adam {
  private static final double B1 = 0.9;
  private static final double B2 = 0.999;
  private static final double EPSILON = 1e-8;
  private static final String FIRST = "adam.m/";
  private static final String SECOND = "adam.v/";

  private final Map<String, Moments> moments = new LinkedHashMap<>();
  private final double longest;
  private long updates;

  /** Running means of the gradient and of its square. */
  private record Moments(float[] m, float[] v) {
    void move(float[] w, float[] g, double rate, double correction1, double correction2) {
      for (int i = 0; i < w.length; i++) {
        m[i] = (float) (B1 * m[i] + (1 - B1) * g[i]);
        v[i] = (float) (B2 * v[i] + (1 - B2) * g[i] * g[i]);
        double step = (m[i] / correction1) / (Math.sqrt(v[i] / correction2) + EPSILON);
        w[i] -= (float) (rate * step);
      }
    }
  }

  /**
   * @param longest gradients over all arrays are shortened to this length; 0 for never
   */
  Adam(NamedArrays arrays, double longest) {
    this.longest = longest;
    for (String name : arrays.names()) {
      if (!WeightNames.isStatistic(name)) {
        int size = Math.toIntExact(arrays.get(name).size());
        moments.put(name, new Moments(new float[size], new float[size]));
      }
    }
  }

  /** From here on the arrays record gradients, or no longer. */
  void record(NamedArrays arrays, boolean gradients) {
    for (String name : moments.keySet()) {
      arrays.get(name).setRequiresGradient(gradients);
    }
  }

  /**
   * Moves the arrays against their gradients and clears those.
   *
   * @return whether all gradients were finite; when not, nothing moved
   */
  boolean update(NamedArrays arrays, double rate) {
    Map<String, float[]> gradients = takeGradients(arrays);
    if (!gradients.values().stream().allMatch(Adam::isFinite)) {
      return false;
    }
    shorten(gradients);
    updates++;
    double correction1 = 1 - StrictMath.pow(B1, updates);
    double correction2 = 1 - StrictMath.pow(B2, updates);
    moments.forEach(
        (name, moment) -> {
          NDArray array = arrays.get(name);
          float[] w = array.toFloatArray();
          float[] g = gradients.getOrDefault(name, new float[0]);
          moment.move(w, g, rate, correction1, correction2);
          array.set(w);
        });
    return true;
  }

  private Map<String, float[]> takeGradients(NamedArrays arrays) {
    Map<String, float[]> gradients = new LinkedHashMap<>();
    for (String name : moments.keySet()) {
      PtNDArray array = (PtNDArray) arrays.get(name);
      try (NDArray gradient = array.getGradient()) { // a new handle at each call
        gradients.put(name, gradient.toFloatArray());
      }
      JniUtils.zeroGrad(array);
    }
    return gradients;
  }

  /**
   * @see "Pascanu, Mikolov and Bengio 2013, Algorithm 1"
   */
  private void shorten(Map<String, float[]> gradients) {
    if (longest == 0) {
      return;
    }
    double squares = 0;
    for (float[] gradient : gradients.values()) {
      for (float g : gradient) {
        squares += (double) g * g;
      }
    }
    double length = Math.sqrt(squares);
    if (length > longest) {
      float share = (float) (longest / length);
      for (float[] gradient : gradients.values()) {
        for (int i = 0; i < gradient.length; i++) {
          gradient[i] *= share;
        }
      }
    }
  }

  private static boolean isFinite(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += Math.abs(value);
    }
    return Double.isFinite(sum);
  }

  long updates() {
    return updates;
  }

  void exportTo(Tensors tensors) {
    moments.forEach(
        (name, moment) -> {
          int[] shape = {moment.m.length};
          tensors.put(FIRST + name, new Tensor(shape, moment.m.clone()));
          tensors.put(SECOND + name, new Tensor(shape, moment.v.clone()));
        });
  }

  void restore(Tensors tensors, long updates) {
    moments.replaceAll(
        (name, old) ->
            new Moments(
                tensors.get(FIRST + name, old.m.length).clone(),
                tensors.get(SECOND + name, old.v.length).clone()));
    this.updates = updates;
  }

  /** Fills in the gradients of all arrays that the loss depends on. */
  static void backward(NDArray loss) {
    NDArray one = loss.getManager().ones(new Shape());
    JniUtils.backward((PtNDArray) loss, (PtNDArray) one, false, false);
  }
}
