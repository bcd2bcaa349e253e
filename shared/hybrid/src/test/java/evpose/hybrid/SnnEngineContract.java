package evpose.hybrid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import evpose.weights.Tensors;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What every spiking engine must do, whatever it is made of. */
public abstract class SnnEngineContract {
  /** Float sums in another order; per potential, relative above 1. */
  static final double SAME_POTENTIAL = 1e-4;

  /** No neuron of a chosen run comes closer to its threshold, so no engine may flip a spike. */
  static final double CLEAR_OF_THRESHOLD = 1e-5;

  static final int STEPS = 10;

  /** An engine for these weights, potentials and output at zero. */
  protected abstract SnnEngine engine(ModelDescription description, Tensors tensors);

  @ParameterizedTest
  @CsvSource({"32, 0.0625, 0.1", "32, 0.1, 0.02", "64, 0.0625, 0.05", "96, 0.03125, 0.05"})
  void agreesWithTheDenseReferenceInEveryLayerAndStep(int size, double width, double density) {
    agrees(Lively.description(size, width), density);
  }

  @ParameterizedTest
  @EnumSource(Variant.class)
  void everyVariantAgreesWithTheDenseReference(Variant variant) {
    ModelDescription d = Lively.description(32, 0.0625);
    agrees(d.with(variant, 1.5, d.lambda()), 0.2); // quick membranes, since some start from rest
  }

  @ParameterizedTest
  @EnumSource(Variant.class)
  void aHeadThatLooksAtARegionAgreesWithTheDenseReference(Variant variant) {
    ModelDescription d = Lively.description(32, 0.0625);
    agrees(d.with(variant, 1.5, d.lambda()), 0.2, new Region(8, 16, 16, 8));
  }

  private void agrees(ModelDescription d, double density) {
    agrees(d, density, Region.whole(d.inputSize()));
  }

  private void agrees(ModelDescription d, double density, Region head) {
    long seed = clearSeed(d, density);
    Tensors tensors = Lively.weights(d, seed);
    AnnOutput state = Lively.state(d, seed);
    DenseReference reference = new DenseReference(d, tensors);
    SnnEngine engine = engine(d, tensors);
    reference.initialise(state);
    engine.initialise(state);
    long[] fired = new long[9];
    for (int t = 0; t < STEPS; t++) {
      InputSpikes input = Lively.input(d, density, seed + t);
      reference.step(input, head);
      engine.step(input, head);
      for (int k = 0; k < 9; k++) {
        String place = "seed " + seed + ", step " + t + ", layer " + k;
        assertThat(engine.lastSpikes(k)).as(place).isEqualTo(reference.lastSpikes(k));
        assertSame(engine.potentials(k), reference.potentials(k), place);
        fired[k] += engine.lastSpikes(k);
      }
      assertSame(engine.heatmaps(), reference.heatmaps(), "seed " + seed + ", step " + t);
    }
    for (int k = 0; k < 9; k++) {
      assertThat(fired[k]).as("spikes of layer %d: a silent layer tests nothing", k).isPositive();
    }
  }

  /** {@link DenseReference} is our reading of the paper; this one is written in PyTorch. */
  @Test
  void agreesWithTheTwinInPyTorchInEveryLayerAndStep() throws IOException {
    Oracle oracle = Oracle.SMALL;
    Oracle.Golden golden = oracle.golden();
    SnnEngine engine = engine(oracle.description(), oracle.weights());
    double worst = golden.follow(oracle, engine, golden.start(oracle.description()));
    assertThat(worst).isLessThan(Oracle.SAME);
  }

  @Test
  void withoutInitialisationItStartsFromZero() {
    ModelDescription d = Lively.description(32, 0.0625);
    long seed = clearSeed(d, 0.1);
    Tensors tensors = Lively.weights(d, seed);
    DenseReference reference = new DenseReference(d, tensors);
    SnnEngine engine = engine(d, tensors);
    for (int t = 0; t < 3; t++) {
      InputSpikes input = Lively.input(d, 0.1, seed + t);
      reference.step(input);
      engine.step(input);
      assertSame(engine.heatmaps(), reference.heatmaps(), "step " + t);
    }
  }

  /** tau = 3, v = 2, x = 0: h = 4/3 fires and leaves 1/3; then h = 2/9 stays. */
  @Test
  void aNeuronLeaksFiresAndKeepsTheRest() {
    ModelDescription d = Lively.description(32, 0.0625);
    Tensors tensors = silent(d, 0);
    SnnEngine engine = engine(d, tensors);
    AnnOutput state = new AnnOutput(d);
    for (int k = 0; k < 9; k++) {
      Arrays.fill(state.potentials(k), 2);
    }
    engine.initialise(state);
    engine.step(new InputSpikes());
    for (int k = 0; k < 9; k++) {
      float expected = k == 5 ? 2f / 3 : 1f / 3; // layer 5 also gets the residual spike: x = 1
      assertThat(engine.lastSpikes(k)).isEqualTo(state.potentials(k).length);
      assertThat(engine.potentials(k)[0]).as("layer %d", k).isCloseTo(expected, within(1e-6f));
    }
    engine.step(new InputSpikes());
    for (int k = 0; k < 9; k++) {
      float expected = k == 5 ? 4f / 9 : 2f / 9;
      assertThat(engine.lastSpikes(k)).isZero();
      assertThat(engine.potentials(k)[0]).as("layer %d", k).isCloseTo(expected, within(1e-6f));
    }
  }

  /** tau = 3, v = 0, x = 3: h = 1 reaches the threshold, which is enough. */
  @Test
  void reachingTheThresholdFires() {
    ModelDescription d = Lively.description(32, 0.0625);
    SnnEngine engine = engine(d, silent(d, 3));
    engine.step(new InputSpikes());
    assertThat(engine.lastSpikes(0)).isEqualTo(d.stateChannels(0) * 32L * 32);
    assertThat(engine.potentials(0)[0]).isZero();
  }

  @Test
  void withNothingToSayNothingFires() {
    ModelDescription d = Lively.description(32, 0.0625);
    SnnEngine engine = engine(d, silent(d, 0));
    engine.step(new InputSpikes());
    for (int k = 0; k < 9; k++) {
      assertThat(engine.lastSpikes(k)).isZero();
    }
    assertThat(engine.lastHeadAccumulates()).isZero();
    assertThat(engine.heatmaps()).containsOnly(0);
  }

  @Test
  void aZeroHeadReproducesTheArgmaxOfTheAnnAtEveryStep() {
    ModelDescription d = Lively.description(32, 0.0625);
    Tensors tensors = Lively.weights(d, 3);
    Arrays.fill(tensors.get("temporalflat_snn.conv2d.weight").data(), 0);
    AnnOutput state = Lively.state(d, 3);
    SnnEngine engine = engine(d, tensors);
    engine.initialise(state);
    int plane = 32 * 32;
    for (int t = 0; t < STEPS; t++) {
      engine.step(Lively.input(d, 0.1, t));
      for (int joint = 0; joint < 13; joint++) {
        assertThat(argmax(engine.heatmaps(), joint * plane, plane))
            .isEqualTo(argmax(state.heatmaps(), joint * plane, plane));
      }
    }
  }

  @Test
  void initialisingForgetsThePast() {
    ModelDescription d = Lively.description(32, 0.0625);
    Tensors tensors = Lively.weights(d, 4);
    SnnEngine used = engine(d, tensors);
    for (int t = 0; t < 5; t++) {
      used.step(Lively.input(d, 0.2, 50 + t));
    }
    SnnEngine fresh = engine(d, tensors);
    AnnOutput state = Lively.state(d, 4);
    used.initialise(state);
    fresh.initialise(state);
    for (int t = 0; t < 3; t++) {
      used.step(Lively.input(d, 0.1, t));
      fresh.step(Lively.input(d, 0.1, t));
      assertThat(used.heatmaps()).isEqualTo(fresh.heatmaps());
    }
  }

  @Test
  void aShareOfAnotherNetworksOutputIsKept() {
    ModelDescription d = Lively.description(32, 0.0625);
    Tensors tensors = Lively.weights(d, 4);
    SnnEngine before = engine(d, tensors);
    before.initialise(Lively.state(d, 5));
    before.step(Lively.input(d, 0.2, 50));
    SnnEngine engine = engine(d, tensors);
    AnnOutput state = Lively.state(d, 4);
    engine.initialise(state);
    float[] its = before.heatmaps().clone();
    engine.keepOutputOf(before, 0.25f);
    for (int i = 0; i < its.length; i++) {
      float expected = 0.75f * state.heatmaps()[i] + 0.25f * its[i];
      assertThat(engine.heatmaps()[i]).isCloseTo(expected, within(1e-6f));
    }
    assertThat(before.heatmaps()).isEqualTo(its);
  }

  @Test
  void aHeadThatLooksAtARegionTakesInTheSpikesThere() {
    ModelDescription d = Lively.description(32, 0.0625);
    Tensors tensors = Lively.weights(d, 5);
    SnnEngine all = engine(d, tensors);
    all.initialise(Lively.state(d, 5));
    all.step(Lively.input(d, 0.1, 5));
    long sum = 0;
    for (int y = 0; y < 32; y += 16) { // four quarters
      for (int x = 0; x < 32; x += 16) {
        SnnEngine engine = engine(d, tensors);
        engine.initialise(Lively.state(d, 5));
        engine.step(Lively.input(d, 0.1, 5), new Region(x, y, 16, 16));
        assertThat(engine.lastAccumulates()).isEqualTo(all.lastAccumulates());
        assertThat(engine.lastHeadAccumulates()).isLessThan(all.lastHeadAccumulates());
        sum += engine.lastHeadAccumulates();
      }
    }
    assertThat(sum).isEqualTo(all.lastHeadAccumulates());
  }

  @Test
  void workIsCountedWhereItIsDone() {
    ModelDescription d = Lively.description(32, 0.0625);
    SnnEngine engine = engine(d, Lively.weights(d, 5));
    engine.initialise(Lively.state(d, 5));
    engine.step(Lively.input(d, 0.1, 5));
    assertThat(engine.lastNeuronUpdates()).isEqualTo(Operations.neurons(d));
    assertThat(engine.lastHeadAccumulates())
        .isEqualTo(13 * (engine.lastSpikes(8) + engine.lastSpikes(0)));
    assertThat(engine.lastAccumulates()).isPositive().isLessThan(Operations.snnDenseMacs(d));
    long sum = 0;
    for (int k = 0; k < 9; k++) {
      assertThat(engine.lastAccumulates(k)).as("layer %d", k).isPositive();
      sum += engine.lastAccumulates(k);
    }
    assertThat(sum).isEqualTo(engine.lastAccumulates());
  }

  /** Kernels at zero, batch normalisation gives {@code x} everywhere. */
  private static Tensors silent(ModelDescription d, float x) {
    Tensors tensors = Lively.weights(d, 1);
    for (Layer layer : Layers.snn(d)) {
      Arrays.fill(tensors.get(layer.name() + ".weight").data(), 0);
      if (layer.normalised()) {
        Arrays.fill(tensors.get(layer.batchNorm() + ".running_mean").data(), 0);
        Arrays.fill(tensors.get(layer.batchNorm() + ".bias").data(), x);
      }
    }
    return tensors;
  }

  /** The first seed whose run, from a state and from zero, stays clear of every threshold. */
  private static long clearSeed(ModelDescription d, double density) {
    for (long seed = 1; seed <= 60; seed++) {
      DenseReference fromState = new DenseReference(d, Lively.weights(d, seed));
      DenseReference fromZero = new DenseReference(d, Lively.weights(d, seed));
      fromState.initialise(Lively.state(d, seed));
      for (int t = 0; t < STEPS && fromState.margin() > CLEAR_OF_THRESHOLD; t++) {
        fromState.step(Lively.input(d, density, seed + t));
        if (t < 3) {
          fromZero.step(Lively.input(d, density, seed + t));
        }
      }
      if (Math.min(fromState.margin(), fromZero.margin()) > CLEAR_OF_THRESHOLD) {
        return seed;
      }
    }
    throw new AssertionError("no seed keeps every neuron clear of its threshold");
  }

  private static int argmax(float[] numbers, int begin, int length) {
    int best = 0;
    for (int i = 1; i < length; i++) {
      if (numbers[begin + i] > numbers[begin + best]) {
        best = i;
      }
    }
    return best;
  }

  private static void assertSame(float[] actual, double[] expected, String place) {
    assertThat(actual).as(place).hasSize(expected.length);
    for (int i = 0; i < actual.length; i++) {
      double tolerance = SAME_POTENTIAL * Math.max(1, Math.abs(expected[i]));
      if (!(Math.abs(actual[i] - expected[i]) <= tolerance)) {
        assertThat((double) actual[i])
            .as("%s, element %d", place, i)
            .isCloseTo(expected[i], within(tolerance));
      }
    }
  }
}
