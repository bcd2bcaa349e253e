package evpose.benchmarks;

import evpose.hybrid.AnnOutput;
import evpose.hybrid.InputSpikes;
import evpose.hybrid.ModelDescription;
import evpose.kernels.SparseSnn;
import evpose.kernels.SparseWeights;
import evpose.weights.RandomWeights;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One step of the event-driven engine at a spike density that every layer is held at: potentials
 * far above the threshold for a random share of all neurons, far below it for the others.
 *
 * <p>Weights are random; what a step costs depends on who fires, not on the numbers added. Setting
 * the potentials is outside the time measured (milliseconds, so JMH's clock around each call does
 * not matter) and allocates nothing either.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class EngineBenchmark {
  private static final int STATES = 4; // in turn, so that no branch is learnt by heart
  private static final float FAR = 100;

  @Param({"compact"})
  public String preset = "compact";

  /** Share of all neurons that fires in a step. */
  @Param({"0.01", "0.03", "0.1"})
  public double density;

  private final AnnOutput[] states = new AnnOutput[STATES];
  private final InputSpikes input = new InputSpikes();
  private SparseSnn snn = engine(ModelDescription.preset("compact"));
  private int next;

  private static SparseSnn engine(ModelDescription description) {
    return new SparseSnn(new SparseWeights(description, RandomWeights.of(description, 1)));
  }

  /** Draws who fires, the same for every run. */
  @Setup
  public void draw() {
    ModelDescription description = ModelDescription.preset(preset);
    snn = engine(description);
    SplittableRandom random = new SplittableRandom(1);
    for (int s = 0; s < STATES; s++) {
      states[s] = new AnnOutput(description);
      for (int k = 0; k < ModelDescription.SPIKING_LAYERS; k++) {
        float[] v = states[s].potentials(k);
        for (int i = 0; i < v.length; i++) {
          v[i] = random.nextDouble() < density ? FAR : -FAR;
        }
      }
    }
    input.clear();
    for (int cell = 0; cell < description.inputSize() * description.inputSize(); cell++) {
      for (int polarity = 0; polarity < 2; polarity++) {
        if (random.nextDouble() < density) {
          input.add(cell, polarity, 1 + random.nextInt(3));
        }
      }
    }
  }

  /** Whoever is to fire in the next step is charged. */
  @Setup(Level.Invocation)
  public void charge() {
    snn.initialise(states[next++ % STATES]);
  }

  /** One step; returns the accumulates done. */
  @Benchmark
  public long step() {
    snn.step(input);
    return snn.lastAccumulates();
  }
}
