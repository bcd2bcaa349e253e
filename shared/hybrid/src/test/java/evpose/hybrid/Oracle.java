package evpose.hybrid;

import static org.assertj.core.api.Assertions.assertThat;

import evpose.weights.Safetensors;
import evpose.weights.Tensors;
import java.io.IOException;
import java.io.InputStream;
import java.util.SplittableRandom;

/**
 * What PyTorch computes for a seeded network: the golden tensors that {@code
 * src/test/python/write_golden.py} wrote by a twin of the network, in double precision. Weights and
 * inputs are made here again from their seeds.
 */
public final class Oracle {
  /** Ours is single precision, theirs is double; relative above 1. */
  public static final double SAME = 1e-4;

  /** Above the rounding of single precision; where no neuron comes closer, no spike may flip. */
  public static final double CLEAR_OF_THRESHOLD = 1e-5;

  /** 32x32, time constant and decay of the paper's 200 Hz variant; no neuron is in doubt. */
  public static final Oracle SMALL =
      new Oracle(
          new ModelDescription(
              "small", 0.0625, 32, 13, 10, 7500, 1_000_000, 750, true, true, 5, 0.9, 1, 5_000, 20,
              2, Variant.D),
          1,
          10,
          0.1);

  /** Preset study; ten times as many neurons, none in doubt either. */
  public static final Oracle STUDY = new Oracle(ModelDescription.study(), 2, 5, 0.05);

  private static final int SAMPLE = 61;
  private static final int BITS = 24;

  private final ModelDescription description;
  private final long seed;
  private final int steps;
  private final double density;

  private Oracle(ModelDescription description, long seed, int steps, double density) {
    this.description = description;
    this.seed = seed;
    this.steps = steps;
    this.density = density;
  }

  public ModelDescription description() {
    return description;
  }

  public int steps() {
    return steps;
  }

  @Override
  public String toString() {
    return name();
  }

  public String name() {
    return description.preset();
  }

  /** Weights that keep all layers awake, no batch statistic trivial. */
  public Tensors weights() {
    Tensors tensors = Lively.weights(description, seed);
    SplittableRandom random = new SplittableRandom(seed + 3000);
    for (Layer layer : Layers.snn(description)) {
      if (layer.normalised()) {
        Lively.fill(tensors, layer.batchNorm() + ".weight", 1.5, 3.5, random);
        Lively.fill(tensors, layer.batchNorm() + ".bias", -0.5, 1.5, random);
      }
    }
    for (Layer layer : Layers.stateInit(description)) {
      Lively.fill(tensors, layer.batchNorm() + ".weight", 0.6, 1.4, random);
      Lively.fill(tensors, layer.batchNorm() + ".bias", -0.5, 1, random);
      Lively.fill(tensors, layer.batchNorm() + ".running_mean", -0.1, 0.1, random);
      Lively.fill(tensors, layer.batchNorm() + ".running_var", 0.02, 0.2, random);
    }
    return tensors;
  }

  /** The ANN's input, [2·bins][N][N]. */
  public float[] annInput() {
    SplittableRandom random = new SplittableRandom(seed + 4000);
    int n = description.inputSize();
    float[] input = new float[description.annChannels() * n * n];
    for (int i = 0; i < input.length; i++) {
      boolean any = random.nextDouble() < density;
      input[i] = any ? (float) StrictMath.log1p(1 + random.nextInt(3)) : 0;
    }
    return input;
  }

  /** The events of a step. */
  public InputSpikes events(int step) {
    return Lively.input(description, density, seed + step);
  }

  /** The golden tensors. */
  public Golden golden() throws IOException {
    String file = name() + "-golden.safetensors";
    try (InputStream in = Oracle.class.getResourceAsStream("/evpose/hybrid/oracle/" + file)) {
      return new Golden(Safetensors.parse(in.readAllBytes(), file));
    }
  }

  /** What was written down. */
  public static final class Golden {
    private final Tensors tensors;

    private Golden(Tensors tensors) {
      this.tensors = tensors;
    }

    /** How close any neuron came to its threshold. */
    public double margin() {
      return tensors.get("margin").data()[0];
    }

    /** What the twin's ANN gave, whole; of {@link #SMALL} only. */
    AnnOutput start(ModelDescription description) {
      AnnOutput start = new AnnOutput(description);
      copy("start.heatmaps", start.heatmaps());
      for (int k = 0; k < ModelDescription.SPIKING_LAYERS; k++) {
        copy("start.potentials." + k, start.potentials(k));
      }
      return start;
    }

    private void copy(String name, float[] to) {
      System.arraycopy(tensors.get(name, to.length), 0, to, 0, to.length);
    }

    /** How many neurons of a layer fired. */
    public long fired(int step, int layer) {
      long fired = 0;
      for (float word : tensors.get("step" + step + ".spikes." + layer).data()) {
        fired += Integer.bitCount((int) word);
      }
      return fired;
    }

    /** Spikes of a layer, [channels · size · size], 0 or 1. */
    public float[] spikes(int step, int layer, int size) {
      float[] words = tensors.get("step" + step + ".spikes." + layer).data();
      float[] spikes = new float[size];
      for (int i = 0; i < size; i++) {
        spikes[i] = ((int) words[i / BITS] >> (i % BITS)) & 1;
      }
      return spikes;
    }

    /**
     * Checks an array against its samples and its means.
     *
     * @param place what it is, for the failure
     * @return the largest difference of a sample
     */
    public double check(String name, float[] actual, String place) {
      float[] expected = tensors.get(name).data();
      assertThat(expected).as(place).hasSize((actual.length + SAMPLE - 1) / SAMPLE);
      double worst = 0;
      for (int i = 0; i < expected.length; i++) {
        double off = Math.abs(actual[i * SAMPLE] - expected[i]);
        assertThat(off / Math.max(1, Math.abs(expected[i])))
            .as("%s: %s, sample %d", place, name, i)
            .isLessThan(SAME);
        worst = Math.max(worst, off);
      }
      double mean = 0;
      double size = 0;
      for (float number : actual) {
        mean += number;
        size += Math.abs(number);
      }
      float[] means = tensors.get(name + ".means").data();
      assertThat(Math.abs(mean / actual.length - means[0])).as(place + name).isLessThan(SAME);
      assertThat(Math.abs(size / actual.length - means[1])).as(place + name).isLessThan(SAME);
      return worst;
    }

    /**
     * Lets an engine run from a start state and checks every step; returns the worst difference.
     */
    public double follow(Oracle oracle, SnnEngine engine, AnnOutput start) {
      assertThat(margin()).as("else a spike may flip").isGreaterThan(CLEAR_OF_THRESHOLD);
      engine.initialise(start);
      double worst = 0;
      for (int t = 0; t < oracle.steps; t++) {
        engine.step(oracle.events(t));
        String place = oracle.name() + ", step " + t;
        for (int k = 0; k < ModelDescription.SPIKING_LAYERS; k++) {
          assertThat(engine.lastSpikes(k)).as("%s, layer %d", place, k).isEqualTo(fired(t, k));
          String name = "step" + t + ".potentials." + k;
          worst = Math.max(worst, check(name, engine.potentials(k), place));
        }
        worst = Math.max(worst, check("step" + t + ".heatmaps", engine.heatmaps(), place));
      }
      return worst;
    }
  }
}
