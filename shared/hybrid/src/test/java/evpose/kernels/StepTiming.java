package evpose.kernels;

import evpose.hybrid.AnnOutput;
import evpose.hybrid.InputSpikes;
import evpose.hybrid.Lively;
import evpose.hybrid.ModelDescription;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Prints what a step costs at given spike densities; a measurement to run by hand, not a test.
 *
 * <p>The spikes of every layer are drawn at random and held, so that all layers work at the density
 * asked for: {@code java -cp ... evpose.kernels.StepTiming [preset]}.
 */
final class StepTiming {
  private static final int WARM = 300;
  private static final int STEPS = 300;

  private StepTiming() {}

  public static void main(String[] args) {
    ModelDescription d = ModelDescription.preset(args.length > 0 ? args[0] : "compact");
    SparseWeights weights = new SparseWeights(d, Lively.weights(d, 1));
    System.out.printf("Java %s, %s%n", Runtime.version(), d.preset());
    for (String wish : new String[] {"vector", "plain"}) {
      KernelChoice choice = KernelChoice.of(wish, KernelChoice.hasModule());
      for (double density : new double[] {0.01, 0.03, 0.05, 0.10}) {
        measure(d, weights, choice, density);
      }
    }
  }

  private static void measure(
      ModelDescription d, SparseWeights weights, KernelChoice choice, double density) {
    SparseSnn snn = new SparseSnn(weights, choice);
    SplittableRandom random = new SplittableRandom(1);
    InputSpikes input = Lively.input(d, density, 1);
    double[] ms = new double[STEPS];
    long accumulates = 0;
    AnnOutput state = new AnnOutput(d);
    for (int t = -WARM; t < STEPS; t++) {
      drive(d, state, density, random);
      snn.initialise(state); // potentials so that the wanted share fires in this step
      long begin = System.nanoTime();
      snn.step(input);
      long end = System.nanoTime();
      if (t >= 0) {
        ms[t] = (end - begin) / 1e6;
        accumulates += snn.lastAccumulates();
      }
    }
    Arrays.sort(ms);
    double spikes = 0;
    for (int k = 0; k < 9; k++) {
      spikes += snn.lastSpikes(k);
    }
    System.out.printf(
        Locale.ROOT,
        "%s, density %.0f %% (real %.1f %%): p10 %.3f ms, median %.3f ms, %.2f M accumulates%n",
        choice.why(),
        100 * density,
        100 * spikes / snn.lastNeuronUpdates(),
        ms[STEPS / 10],
        ms[STEPS / 2],
        accumulates / 1e6 / STEPS);
  }

  /** Far above the threshold for a random share of all neurons, far below it for the others. */
  private static void drive(
      ModelDescription d, AnnOutput state, double density, SplittableRandom random) {
    for (int k = 0; k < ModelDescription.SPIKING_LAYERS; k++) {
      float[] v = state.potentials(k);
      for (int i = 0; i < v.length; i++) {
        v[i] = random.nextDouble() < density ? 100 : -100;
      }
    }
  }
}
