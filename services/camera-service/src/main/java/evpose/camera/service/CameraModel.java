package evpose.camera.service;

import evpose.events.FrameSource;
import evpose.events.SensorGeometry;
import evpose.hybrid.AnnEngine;
import evpose.hybrid.HybridEstimator;
import evpose.hybrid.KeyFramePolicy;
import evpose.hybrid.LayerWatch;
import evpose.hybrid.ModelDescription;
import evpose.hybrid.SnnEngine;
import evpose.hybrid.djl.DjlAnn;
import evpose.kernels.Crew;
import evpose.kernels.SparseSnn;
import evpose.kernels.SparseWeights;
import evpose.weights.ModelBundle;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The network that this process runs: weights and ANN are loaded once and shared by all cameras and
 * threads; each camera gets a spiking state of its own.
 */
final class CameraModel implements AutoCloseable {
  private static final String WEIGHTS = ".safetensors";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ModelBundle bundle;
  private final AnnEngine ann;
  private final Supplier<SnnEngine> snns;
  private final ExecutorService annWorkers;
  private final Crew crew;

  /**
   * @param ann may be called by several threads; closed with this model
   * @param engines their ANN threads: who asks for a pose waits for its own camera's ANN alone, so
   *     no more than one run a camera is ever in their queue
   */
  CameraModel(ModelBundle bundle, AnnEngine ann, Engines engines) {
    this(
        bundle,
        ann,
        engines.annThreads(),
        new Crew(engines.snnThreads(), "evpose-camera-snn"),
        crew -> {
          SparseWeights weights =
              new SparseWeights(bundle.description(), bundle.tensors(), engines.snnWeights());
          return () -> new SparseSnn(weights, crew, LayerWatch.NONE);
        });
  }

  /**
   * With spiking networks of another make.
   *
   * @param snns of the threads that share a step: makes a camera's spiking state
   */
  CameraModel(
      ModelBundle bundle,
      AnnEngine ann,
      int annThreads,
      Crew crew,
      Function<Crew, Supplier<SnnEngine>> snns) {
    this.bundle = bundle;
    this.ann = ann;
    this.crew = crew;
    this.snns = snns.apply(crew);
    annWorkers = Executors.newFixedThreadPool(annThreads, CameraModel::annWorker);
  }

  /**
   * Loads a model with the ANN on DJL.
   *
   * @param model a shipped preset's name, or the path of a trained model: its {@code .json} or its
   *     {@code .safetensors}, which lie side by side
   * @throws IllegalArgumentException naming the key and what it may be
   */
  static CameraModel load(String model, Engines engines) {
    return of(bundle(model), engines);
  }

  /** A model that was read already, with the ANN on DJL. */
  static CameraModel of(ModelBundle bundle, Engines engines) {
    AnnEngine ann =
        bundle.description().variant().usesAnn()
            ? new DjlAnn(bundle.description(), bundle.tensors())
            : AnnEngine.none();
    return new CameraModel(bundle, ann, engines);
  }

  private static Thread annWorker(Runnable work) {
    Thread thread = new Thread(work, "evpose-camera-ann");
    thread.setDaemon(true);
    return thread;
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
   * @param frames of the camera
   */
  HybridEstimator estimator(
      SensorGeometry sensor, long stepMicros, KeyFramePolicy policy, FrameSource frames) {
    ModelDescription description = bundle.description().withStepMicros(stepMicros);
    return new HybridEstimator(
        description, ann, snns, description.cropBin(sensor), policy, annWorkers, frames);
  }

  ModelDescription description() {
    return bundle.description();
  }

  /** Name of description and weights. */
  String sha256() {
    return bundle.sha256();
  }

  /** Ends the ANNs at work first, since their memory is not Java's. */
  @Override
  public void close() {
    crew.close();
    annWorkers.shutdown();
    try {
      if (annWorkers.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        ann.close();
      }
    } catch (InterruptedException e) { // its memory goes with the process
      Thread.currentThread().interrupt();
    }
  }
}
