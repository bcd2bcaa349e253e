package evpose.camera.service;

import evpose.events.FrameSource;
import evpose.events.window.StepEvents;
import evpose.hybrid.HybridEstimator;
import evpose.hybrid.PoseEstimate;
import evpose.messages.Inputs;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One camera's networks along one line of data time: which of them answers a step is stated by the
 * rig, not by when anybody heard of it. The next one runs along unread for as long as its answers
 * reach back, so from its first step on it says what it would say had it always run.
 *
 * <pre>
 *   run 0  ============ answers ============|
 *   run 1              --- runs along ------|======= answers ====
 *                      ^ reach before       ^ stated step
 * </pre>
 *
 * Not thread-safe.
 */
final class Succession {
  /**
   * An estimate, and what made it.
   *
   * @param frameSequence of the frame that it rests on; null for none
   */
  record Answer(PoseEstimate estimate, Inputs inputs, @Nullable Long frameSequence) {}

  private final List<CameraRun> runs;
  private final FrameSource frames;
  private final @Nullable HybridEstimator[] estimators;
  private final @Nullable Inputs[] inputs;

  /**
   * @param runs in the order of steps, the last one without an end
   * @param frames of the camera
   */
  Succession(List<CameraRun> runs, FrameSource frames) {
    this.runs = runs;
    this.frames = frames;
    estimators = new HybridEstimator[runs.size()];
    inputs = new Inputs[runs.size()];
  }

  /** Takes the next closed step. */
  Answer accept(StepEvents events) {
    int now = indexAt(events.step());
    for (int i = 0; i < now; i++) {
      estimators[i] = null;
    }
    HybridEstimator estimator = estimator(now);
    PoseEstimate estimate = estimator.accept(events);
    for (int i = now + 1; i < runs.size(); i++) {
      CameraRun next = runs.get(i);
      if (next.open() != null
          && events.step() >= runs.get(i - 1).beforeStep() - next.reachSteps()) {
        estimator(i).accept(events);
      }
    }
    return new Answer(estimate, inputs(now), estimator.frameSequence());
  }

  /**
   * The same networks by another plan.
   *
   * @param plan says the same of the open step and of all steps in which a network of this one's
   *     that runs along would answer
   */
  Succession by(List<CameraRun> plan, long openStep) {
    Succession next = new Succession(plan, frames);
    for (int i = indexAt(openStep); i < runs.size(); i++) {
      if (estimators[i] != null) {
        long begin = i == 0 ? 0 : runs.get(i - 1).beforeStep();
        int index = next.indexAt(Math.max(begin, openStep));
        next.estimators[index] = estimators[i];
        next.inputs[index] = inputs[i];
      }
    }
    return next;
  }

  /** What a pose of this step names. */
  Inputs inputsAt(long step) {
    int index = indexAt(step);
    if (runs.get(index).open() == null) {
      return new Inputs("", "", "", ""); // steps that are given up before anybody could answer them
    }
    if (inputs[index] == null) {
      estimator(index);
    }
    return inputs(index);
  }

  private Inputs inputs(int index) {
    return Objects.requireNonNull(inputs[index], "there since its estimator was made");
  }

  private HybridEstimator estimator(int index) {
    HybridEstimator estimator = estimators[index];
    if (estimator == null) {
      Function<FrameSource, HybridEstimator> open = runs.get(index).open();
      if (open == null) {
        throw new IllegalStateException("packets of a run that cannot be followed are refused");
      }
      estimator = open.apply(frames);
      estimators[index] = estimator;
      inputs[index] = runs.get(index).inputs(estimator);
    }
    return estimator;
  }

  private int indexAt(long step) {
    int index = 0;
    while (step >= runs.get(index).beforeStep()) {
      index++;
    }
    return index;
  }
}
