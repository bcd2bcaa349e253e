package evpose.hybrid.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import evpose.hybrid.AnnOutput;
import evpose.hybrid.ModelDescription;
import evpose.hybrid.Region;
import evpose.hybrid.StateInit;
import evpose.weights.Tensors;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every form of the paper's Table 1: as it is trained, as it runs, and on a part of the input. */
class StateInitFormsTest {
  private static final ModelDescription STUDY = ModelDescription.study();
  private static final int N = STUDY.inputSize();

  /** Normalisations folded into weights, single precision, potentials of some units. */
  private static final float FOLDED = 2e-4f;

  private static ModelDescription study(StateInit form) {
    return STUDY.withStateInit(form);
  }

  private static Tensors weights(StateInit form) {
    return RandomTensors.of(study(form), 3);
  }

  private static float[] input() {
    return RandomTensors.input(STUDY.annChannels() * N * N, 0.1, 7);
  }

  /** As training's evaluation has them. */
  private static float[][] trained(StateInit form) {
    ModelDescription d = study(form);
    NativeRuntime.load(1);
    JniUtils.setGradMode(false);
    float[][] potentials = new float[ModelDescription.SPIKING_LAYERS][];
    try (NamedArrays ann = NamedArrays.of(weights(form), WeightNames.ann(d));
        NamedArrays hybrid = NamedArrays.of(weights(form), WeightNames.hybridPart(d));
        NDManager scope = ann.newScope()) {
      NDArray x = scope.create(input(), new Shape(1, d.annChannels(), N, N));
      NDList features = AnnNetwork.forward(ann, x).features();
      NDList made = StateInitNetwork.forward(hybrid, form, features, false);
      for (int k = 0; k < potentials.length; k++) {
        potentials[k] = made.get(k).toFloatArray();
      }
    }
    return potentials;
  }

  private static AnnOutput run(StateInit form, float[] input, Region region) {
    AnnOutput output = new AnnOutput(study(form));
    try (DjlAnn ann = new DjlAnn(study(form), weights(form))) {
      ann.run(input, region, output);
    }
    return output;
  }

  @ParameterizedTest
  @EnumSource
  void runsAsItWasTrained(StateInit form) {
    float[][] trained = trained(form);
    AnnOutput output = run(form, input(), Region.whole(N));
    for (int k = 0; k < trained.length; k++) {
      assertThat(output.potentials(k))
          .as("layer %d", k)
          .hasSize(STUDY.stateChannels(k) * STUDY.stateSize(k) * STUDY.stateSize(k))
          .containsExactly(trained[k], within(FOLDED));
    }
  }

  @ParameterizedTest
  @EnumSource
  void onAPartOfTheInputTheFirstPotentialsAreThoseOfTheWhole(StateInit form) {
    float[] middle = new float[STUDY.annChannels() * N * N];
    for (int row = 0; row * N < middle.length; row++) {
      middle[row * N + N / 2] = row % 3; // far from the region's edge
    }
    AnnOutput whole = run(form, middle, Region.whole(N));
    AnnOutput part = run(form, middle, new Region(8, 0, 48, 64));
    for (int k = 0; k <= 2; k++) {
      assertThat(part.potentials(k))
          .as("layer %d", k)
          .containsExactly(whole.potentials(k), within(1e-5f));
    }
  }

  @Test
  void aSigmoidEndsBetweenZeroAndOneAndALeakyRectifierShrinksWhatIsNegative() {
    float[] norm = trained(StateInit.NORM)[0];
    float[] sigmoid = trained(StateInit.SIGMOID)[0]; // of the same weights: the names are the same
    float[] leaky = trained(StateInit.LEAKY)[0];
    int negative = 0;
    for (int i = 0; i < norm.length; i++) {
      assertThat(sigmoid[i]).isCloseTo((float) (1 / (1 + Math.exp(-norm[i]))), within(1e-5f));
      assertThat(leaky[i]).isCloseTo(norm[i] < 0 ? 0.1f * norm[i] : norm[i], within(1e-6f));
      negative += norm[i] < 0 ? 1 : 0;
    }
    assertThat(negative).isBetween(norm.length / 20, norm.length * 19 / 20);
  }

  @Test
  void oneConvolutionEndsRectified() {
    float[] single = trained(StateInit.SINGLE)[0];
    float[] sorted = single.clone();
    Arrays.sort(sorted);
    assertThat(sorted[0]).isNegative();
    assertThat(-sorted[0]).isLessThan(0.5f * sorted[sorted.length - 1]);
  }
}
