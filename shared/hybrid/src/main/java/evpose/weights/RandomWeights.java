package evpose.weights;

import evpose.hybrid.ModelDescription;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Weights as training starts from: Xavier normal kernels, uniform biases, batch normalisation that
 * changes nothing.
 *
 * <pre>
 *   kernel ~ N(0, 2 / (k² (in + out)))     bias ~ U(±1 / sqrt(k² in))     γ = 1, β = 0, mean = 0, variance = 1
 * </pre>
 *
 * The same description and seed give the same bytes on every machine.
 *
 * @see "Aydin et al. 2024, supplementary code: weight initialisation"
 */
public final class RandomWeights {
  private RandomWeights() {}

  public static Tensors of(ModelDescription description, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Tensors tensors = new Tensors();
    for (ModelLayout.Entry entry : ModelLayout.of(description)) {
      tensors.put(entry.name(), new Tensor(entry.shape(), numbers(entry, random.split())));
    }
    return tensors;
  }

  private static float[] numbers(ModelLayout.Entry entry, SplittableRandom random) {
    int kernelSize = entry.layer().kernel() * entry.layer().kernel();
    int in = entry.layer().in();
    int out = entry.layer().out();
    return switch (entry.kind()) {
      case CONV_WEIGHT ->
          normal(kernelSize * in * out, StrictMath.sqrt(2.0 / (kernelSize * (in + out))), random);
      case CONV_BIAS -> uniform(out, 1 / StrictMath.sqrt((double) kernelSize * in), random);
      case NORM_SCALE, NORM_VARIANCE -> constant(out, 1);
      case NORM_SHIFT, NORM_MEAN -> constant(out, 0);
      case NORM_COUNT -> constant(1, 0);
    };
  }

  private static float[] constant(int size, float value) {
    float[] numbers = new float[size];
    Arrays.fill(numbers, value);
    return numbers;
  }

  private static float[] uniform(int size, double bound, SplittableRandom random) {
    float[] numbers = new float[size];
    for (int i = 0; i < size; i++) {
      numbers[i] = (float) (bound * (2 * random.nextDouble() - 1));
    }
    return numbers;
  }

  /** Box-Muller by StrictMath, since the library's own Gaussian promises no bytes. */
  private static float[] normal(int size, double deviation, SplittableRandom random) {
    float[] numbers = new float[size];
    for (int i = 0; i < size; i++) {
      double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
      double angle = 2 * StrictMath.PI * random.nextDouble();
      numbers[i] = (float) (deviation * radius * StrictMath.cos(angle));
    }
    return numbers;
  }
}
