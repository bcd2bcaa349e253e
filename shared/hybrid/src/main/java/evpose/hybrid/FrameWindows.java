package evpose.hybrid;

import evpose.events.CameraFrame;
import evpose.events.CropBin;
import evpose.events.FrameRef;
import evpose.events.FrameSource;
import evpose.events.window.StepEvents;
import org.jspecify.annotations.Nullable;

/**
 * Where the key frames of an ANN that looks at frames fall: where frames do, at most one in each
 * window of the policy. That is the first whose shutter closed there, and early enough to take
 * effect there as well.
 *
 * <pre>
 *   windows    |  phase .. phase + N - 1  |                          |
 *   shutters        x            x             x                            x     (x: closes)
 *   key frames      k                          k                            k
 * </pre>
 *
 * <p>A window counts once all of it was seen: so whoever begins anywhere in a stream has the same
 * key frames from the next window on. A frame that cannot be had leaves its window without one. Not
 * thread-safe.
 */
final class FrameWindows {
  private final FrameSource frames;
  private final KeyFramePolicy policy;
  private final CropBin map;
  private final long holdSteps;
  private long seenFrom = Long.MAX_VALUE; // the first of the steps that followed each other
  private long seenTo = Long.MIN_VALUE; // the step after the last one
  private long lastWindow = Long.MIN_VALUE;

  /**
   * @param policy without demands and regions: those are told by events
   */
  FrameWindows(
      FrameSource frames, ModelDescription description, KeyFramePolicy policy, CropBin map) {
    if (policy.demand() != null || policy.regionOnly()) {
      throw new IllegalArgumentException(
          "an ANN that looks at frames has key frames where frames are, its policy must be fixed-N:"
              + " policy="
              + policy.name());
    }
    this.frames = frames;
    this.policy = policy;
    this.map = map;
    holdSteps = holdSteps(description, policy);
  }

  /**
   * So long a key frame is good when no further frame comes: the paper's period and as long as
   * events may be old.
   */
  static long holdSteps(ModelDescription description, KeyFramePolicy policy) {
    return policy.periodSteps()
        + policy.delaySteps()
        + description.annMaxAgeMicros() / description.stepMicros();
  }

  /** Whether a state of this key frame still answers a step. */
  boolean holds(long keyFrame, long step) {
    return step - keyFrame <= holdSteps;
  }

  /** Takes a closed step; the frame for a key frame at the next one, null for no key frame. */
  @Nullable CameraFrame after(StepEvents events) {
    long step = events.step();
    if (step != seenTo) {
      seenFrom = step;
    }
    seenTo = step + 1;
    FrameRef closed = events.frame();
    return closed == null ? null : keyFrame(step + 1, closed);
  }

  private @Nullable CameraFrame keyFrame(long step, FrameRef closed) {
    long window = policy.lastKeyFrame(step);
    boolean whole = seenFrom <= Math.max(0, window - 1);
    boolean inTime = step - window < policy.periodSteps() - policy.delaySteps();
    if (!whole || !inTime || window <= lastWindow) {
      return null;
    }
    lastWindow = window;
    CameraFrame frame = frames.find(closed);
    boolean fits =
        frame != null && frame.width() == map.sensorWidth() && frame.height() == map.sensorHeight();
    return fits ? frame : null;
  }
}
