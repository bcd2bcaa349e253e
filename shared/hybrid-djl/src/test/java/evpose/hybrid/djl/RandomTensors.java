package evpose.hybrid.djl;

import evpose.hybrid.ModelDescription;
import evpose.hybrid.Variant;
import evpose.weights.Tensor;
import evpose.weights.Tensors;
import java.util.Map;
import java.util.Random;

/** Seeded weights of a plausible size: neurons fire, nothing explodes. */
final class RandomTensors {
  /** Small enough for many passes: 32x32 cells, an eighth of the width. */
  static final ModelDescription TINY =
      new ModelDescription(
          "tiny", 0.125, 32, 13, 10, 7500, 1_000_000, 750, true, true, 3, 0.95, 1, 10_000, 10, 2,
          Variant.D);

  private RandomTensors() {}

  static Tensors of(ModelDescription d, long seed) {
    Tensors tensors = new Tensors();
    Random random = new Random(seed);
    fill(tensors, WeightNames.ann(d), random);
    fill(tensors, WeightNames.hybridPart(d), random);
    return tensors;
  }

  private static void fill(Tensors tensors, Map<String, int[]> shapes, Random random) {
    shapes.forEach(
        (name, shape) -> {
          int size = 1;
          for (int side : shape) {
            size *= side;
          }
          float[] values = new float[size];
          boolean isConvolution = shape.length == 4;
          double fanIn = (double) size / shape[0];
          for (int i = 0; i < size; i++) {
            double g = random.nextGaussian();
            if (isConvolution) {
              values[i] = (float) (g * Math.sqrt(2 / fanIn));
            } else if (name.endsWith("running_var")) {
              values[i] = (float) (0.1 + 0.2 * random.nextDouble());
            } else if (name.endsWith(".weight")) {
              values[i] = (float) (1 + 0.2 * g);
            } else {
              values[i] = (float) (0.2 * g);
            }
          }
          tensors.put(name, new Tensor(shape, values));
        });
  }

  static float[] input(int length, double density, long seed) {
    Random random = new Random(seed);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = random.nextDouble() < density ? (float) Math.log1p(1 + random.nextInt(3)) : 0;
    }
    return values;
  }
}
