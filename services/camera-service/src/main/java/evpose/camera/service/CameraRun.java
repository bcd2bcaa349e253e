package evpose.camera.service;

import evpose.events.FrameSource;
import evpose.hybrid.HybridEstimator;
import evpose.hybrid.KeyFramePolicy;
import evpose.messages.Inputs;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One way in which a camera is run, up to a step.
 *
 * @param beforeStep the first step that is answered another way
 * @param reachSteps its answer to a step is a function of so many steps before it
 * @param policy when its ANN runs
 * @param model name of its weights in poses
 * @param open makes an estimator that has seen nothing, of a camera with these frames; null for a
 *     run that cannot be followed here, whose packets are refused
 */
record CameraRun(
    long beforeStep,
    long reachSteps,
    KeyFramePolicy policy,
    String model,
    @Nullable Function<FrameSource, HybridEstimator> open) {
  /** What its poses name. */
  Inputs inputs(HybridEstimator estimator) {
    return new Inputs(model, "", policy.name(), estimator.fingerprint());
  }
}
