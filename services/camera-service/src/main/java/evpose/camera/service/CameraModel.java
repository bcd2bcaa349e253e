package evpose.camera.service;

import evpose.events.SensorGeometry;
import evpose.hybrid.AnnEngine;
import evpose.hybrid.HybridEstimator;
import evpose.hybrid.KeyFramePolicy;
import evpose.hybrid.ModelDescription;
import evpose.hybrid.djl.DjlAnn;
import evpose.kernels.SparseSnn;
import evpose.kernels.SparseWeights;
import evpose.weights.ModelBundle;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The network that this process runs: weights and ANN are loaded once and shared by all cameras and
 * threads; each camera gets a spiking state of its own.
 */
final class CameraModel implements AutoCloseable {
  private static final String WEIGHTS = ".safetensors";

  private final ModelBundle bundle;
  private final AnnEngine ann;
  private final SparseWeights weights;

  /**
   * @param ann may be called by several threads; closed with this model
   */
  CameraModel(ModelBundle bundle, AnnEngine ann) {
    this.bundle = bundle;
    this.ann = ann;
    this.weights = new SparseWeights(bundle.description(), bundle.tensors());
  }

  /**
   * Loads a model with the ANN on DJL.
   *
   * @param model a shipped preset's name, or the path of a trained model: its {@code .json} or its
   *     {@code .safetensors}, which lie side by side
   * @throws IllegalArgumentException naming the key and what it may be
   */
  static CameraModel load(String model) {
    ModelBundle bundle = bundle(model);
    AnnEngine ann =
        bundle.description().variant().usesAnn()
            ? new DjlAnn(bundle.description(), bundle.tensors())
            : AnnEngine.none();
    return new CameraModel(bundle, ann);
  }

  private static ModelBundle bundle(String model) {
    try {
      if (model.endsWith(".json")) {
        return ModelBundle.load(
            Path.of(model.substring(0, model.length() - ".json".length()) + WEIGHTS));
      }
      if (model.endsWith(WEIGHTS)) {
        return ModelBundle.load(Path.of(model));
      }
      if (ModelBundle.ships(model)) {
        return ModelBundle.shipped(model);
      }
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "the model cannot be read: evpose.camera.model=" + model + ", cause=" + e.getMessage(),
          e);
    }
    throw new IllegalArgumentException(
        "evpose.camera.model must be a shipped preset or the .json of a trained model:"
            + " evpose.camera.model="
            + model);
  }

  /**
   * The network for one camera.
   *
   * @param stepMicros of the rig's grid; the network's own time constants count steps
   */
  HybridEstimator estimator(SensorGeometry sensor, long stepMicros, KeyFramePolicy policy) {
    ModelDescription description = bundle.description().withStepMicros(stepMicros);
    return new HybridEstimator(
        description, ann, new SparseSnn(weights), description.cropBin(sensor), policy);
  }

  ModelDescription description() {
    return bundle.description();
  }

  /** Name of description and weights. */
  String sha256() {
    return bundle.sha256();
  }

  @Override
  public void close() {
    ann.close();
  }
}
