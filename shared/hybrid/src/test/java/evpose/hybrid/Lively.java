package evpose.hybrid;

import evpose.weights.RandomWeights;
import evpose.weights.Tensors;
import java.util.SplittableRandom;

/** Seeded networks, states and inputs in which every layer fires; for the engines' tests. */
public final class Lively {
  private Lively() {}

  /** A preset's shape with another size and width. */
  public static ModelDescription description(int inputSize, double width) {
    return new ModelDescription(
        "test", width, inputSize, 13, 10, 7500, 1_000_000, 750, true, true, 3, 0.9, 1, 10_000, 10,
        2, Variant.D);
  }

  /** Random weights with batch statistics that are not trivial and keep the network awake. */
  public static Tensors weights(ModelDescription description, long seed) {
    Tensors tensors = RandomWeights.of(description, seed);
    SplittableRandom random = new SplittableRandom(~seed);
    for (Layer layer : Layers.snn(description)) {
      if (layer.normalised()) {
        fill(tensors, layer.batchNorm() + ".weight", 0.8, 1.6, random);
        fill(tensors, layer.batchNorm() + ".bias", -0.6, 0.9, random);
        fill(tensors, layer.batchNorm() + ".running_mean", -0.1, 0.1, random);
        fill(tensors, layer.batchNorm() + ".running_var", 0.02, 0.2, random);
      }
    }
    return tensors;
  }

  static void fill(Tensors tensors, String name, double low, double high, SplittableRandom random) {
    float[] numbers = tensors.get(name).data();
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) (low + (high - low) * random.nextDouble());
    }
  }

  /** Potentials and heatmaps around zero, some of them above the threshold. */
  public static AnnOutput state(ModelDescription description, long seed) {
    SplittableRandom random = new SplittableRandom(seed + 1000);
    AnnOutput state = new AnnOutput(description);
    for (int k = 0; k < ModelDescription.SPIKING_LAYERS; k++) {
      for (int i = 0; i < state.potentials(k).length; i++) {
        state.potentials(k)[i] = (float) (4 * random.nextDouble() - 2.2);
      }
    }
    for (int i = 0; i < state.heatmaps().length; i++) {
      state.heatmaps()[i] = (float) (random.nextDouble() - 0.2);
    }
    return state;
  }

  /** One step's input: about {@code density} of all cells, counts 1 to 3, corners always. */
  public static InputSpikes input(ModelDescription description, double density, long seed) {
    SplittableRandom random = new SplittableRandom(seed + 2000);
    int n = description.inputSize();
    InputSpikes input = new InputSpikes();
    for (int cell = 0; cell < n * n; cell++) {
      int x = cell % n;
      int y = cell / n;
      boolean corner = (x == 0 || x == n - 1) && (y == 0 || y == n - 1);
      for (int polarity = 0; polarity < 2; polarity++) {
        if (corner || random.nextDouble() < density) {
          input.add(cell, polarity, (float) StrictMath.log1p(1 + random.nextInt(3)));
        }
      }
    }
    return input;
  }
}
