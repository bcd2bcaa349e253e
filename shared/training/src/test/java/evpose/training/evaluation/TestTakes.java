package evpose.training.evaluation;

import evpose.camera.CameraRig;
import evpose.camera.Dhp19Rig;
import evpose.datasets.Take;
import evpose.datasets.TakeFile;
import evpose.hybrid.Layer;
import evpose.hybrid.Layers;
import evpose.hybrid.ModelDescription;
import evpose.hybrid.Variant;
import evpose.training.StickFigure;
import evpose.weights.ModelBundle;
import evpose.weights.RandomWeights;
import evpose.weights.Tensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Small takes and a small network for tests. */
final class TestTakes {
  /** 32x32 cells of 8x8 pixels: quick, and the same part of the sensor as all presets. */
  static final ModelDescription SMALL =
      new ModelDescription(
          "small", 0.25, 32, 13, 10, 7500, 1_000_000, 750, true, true, 3, 0.95, 1, 10_000, 10, 2,
          Variant.D);

  private TestTakes() {}

  /** A swaying stick figure before DHP19's cameras. */
  static Take stickFigure(Path folder, int subject, int movement, int steps) throws IOException {
    CameraRig rig = Dhp19Rig.rig();
    Path file = folder.resolve(subject + "-" + movement + ".take");
    StickFigure figure = new StickFigure(rig, 100L * subject + movement);
    TakeFile.record(file, subject, movement, 10_000, steps, rig, figure);
    return TakeFile.open(file);
  }

  /** The same figure with frames. */
  static Take filmed(Path folder, int subject, int movement, int steps) throws IOException {
    return filmed(folder, subject, movement, steps, 0);
  }

  /**
   * The same.
   *
   * @param skipped another count gives other events beside the same frames
   */
  static Take filmed(Path folder, int subject, int movement, int steps, int skipped)
      throws IOException {
    CameraRig rig = Dhp19Rig.rig();
    Path file = folder.resolve(subject + "-" + movement + "-" + skipped + "-filmed.take");
    StickFigure figure = StickFigure.filmed(rig, 100L * subject + movement, skipped);
    TakeFile.record(file, subject, movement, 10_000, steps, rig, figure);
    return TakeFile.open(file);
  }

  /** Weights as training starts from, with shifts that make all layers fire now and then. */
  static ModelBundle lively(long seed) {
    return lively(SMALL, seed);
  }

  static ModelBundle lively(ModelDescription d, long seed) {
    Tensors tensors = RandomWeights.of(d, seed);
    SplittableRandom random = new SplittableRandom(seed);
    List<Layer> normalised = new ArrayList<>(Layers.snn(d));
    normalised.addAll(d.variant().stateFromAnn() ? Layers.stateInit(d) : List.of());
    for (Layer layer : normalised) {
      if (layer.normalised()) {
        float[] shift = tensors.get(layer.batchNorm() + ".bias").data();
        for (int i = 0; i < shift.length; i++) {
          shift[i] = (float) (2.5 * random.nextDouble() - 1);
        }
      }
    }
    return ModelBundle.of(d, tensors);
  }
}
