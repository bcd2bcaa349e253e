package evpose.camera.service;

import evpose.hybrid.AnnEngine;
import evpose.hybrid.AnnInput;
import evpose.hybrid.AnnOutput;
import evpose.hybrid.ModelDescription;
import evpose.hybrid.Region;
import evpose.hybrid.Variant;
import evpose.hybrid.djl.DjlAnn;
import evpose.weights.ModelBundle;
import evpose.weights.RandomWeights;

/** Small networks with random weights: real engines, meaningless joints, exact bytes. */
final class Models {
  /**
   * Keeps more events than a simulated second has, so that their age is what bounds the past: a
   * restart that reads too little shows.
   */
  static final ModelDescription DESCRIPTION =
      new ModelDescription(
          "study", 0.125, 32, 13, 10, 200_000, 400_000, 100, true, true, 3, 0.95, 1, 10_000, 10, 2,
          Variant.D);

  private Models() {}

  /** The ANN on DJL, as in production. */
  static CameraModel djl() {
    ModelBundle bundle = bundle();
    return new CameraModel(
        bundle, new DjlAnn(bundle.description(), bundle.tensors()), Engines.PLAIN);
  }

  /** Without native code, for tests that are not about networks. */
  static CameraModel plain() {
    return new CameraModel(bundle(), new SumAnn(), Engines.PLAIN);
  }

  /** Its ANN looks at frames. */
  static CameraModel grey() {
    return new CameraModel(greyBundle(), new SumAnn(), Engines.PLAIN);
  }

  /** The same with the ANN on DJL, as in production. */
  static CameraModel greyDjl() {
    ModelBundle bundle = greyBundle();
    return new CameraModel(
        bundle, new DjlAnn(bundle.description(), bundle.tensors()), Engines.PLAIN);
  }

  private static ModelBundle greyBundle() {
    ModelDescription grey = DESCRIPTION.withAnnInput(AnnInput.GREY);
    return ModelBundle.of(grey, RandomWeights.of(grey, 5));
  }

  private static ModelBundle bundle() {
    return ModelBundle.of(DESCRIPTION, RandomWeights.of(DESCRIPTION, 5));
  }

  /** Every output is a sum over inputs: depends on all of them, to the last bit. */
  private static final class SumAnn implements AnnEngine {
    @Override
    public void run(float[] input, Region region, AnnOutput output) {
      fill(input, output.heatmaps(), 0.01f);
      for (int k = 0; k < ModelDescription.SPIKING_LAYERS; k++) {
        fill(input, output.potentials(k), 0.1f);
      }
    }

    private static void fill(float[] input, float[] output, float scale) {
      java.util.Arrays.fill(output, 0);
      for (int i = 0; i < input.length; i++) {
        output[i % output.length] += scale * (1 + i % 7) * input[i];
      }
    }

    @Override
    public String fingerprint() {
      return "sum";
    }

    @Override
    public void close() {}
  }
}
