package evpose.cli.audit;

import evpose.messages.Inputs;
import evpose.messages.Keypoint2d;
import evpose.messages.Pose2dMessage;
import evpose.pose.Skeleton;
import java.util.HashMap;
import java.util.Map;

/**
 * 2D answers as numbers, for records that another engine has computed: another version or
 * instruction set rounds otherwise, so its poses are equal only nearly. Not thread-safe.
 *
 * <pre>
 *   equal     model, policy, source, key frame, events, packets, gaps
 *   near      each joint within the tolerance, or of little confidence in both
 *   not asked operation counts
 * </pre>
 */
final class NearAnswers {
  /** A joint that hardly stands out of the noise may lie anywhere. */
  private static final double LITTLE_CONFIDENCE = 0.1;

  /** Some 200 bytes each. */
  private static final int MOST = 1_000_000;

  private record Answer(
      String model,
      String policy,
      String source,
      long keyFrameStep,
      int events,
      int packets,
      long gaps,
      float[] joints) {}

  private final Map<String, Map<Long, Answer>> byCamera = new HashMap<>();
  private int size;

  /**
   * Keeps an answer.
   *
   * @throws IllegalStateException when they are too many to be kept
   */
  void keep(Pose2dMessage pose) {
    if (++size > MOST) {
      throw new IllegalStateException(
          "the log was written by another engine, whose poses are compared by their numbers; these"
              + " are more than are held at once, look at a part of the log (--from, --to): most="
              + MOST);
    }
    byCamera.computeIfAbsent(pose.camera(), c -> new HashMap<>()).put(pose.step(), answer(pose));
  }

  /** Whether a record says nearly what was kept for its step. */
  boolean isNear(Pose2dMessage recorded) {
    Answer kept = byCamera.getOrDefault(recorded.camera(), Map.of()).get(recorded.step());
    if (kept == null) {
      return false;
    }
    Answer said = answer(recorded);
    return kept.model.equals(said.model)
        && kept.policy.equals(said.policy)
        && kept.source.equals(said.source)
        && kept.keyFrameStep == said.keyFrameStep
        && kept.events == said.events
        && kept.packets == said.packets
        && kept.gaps == said.gaps
        && areNear(kept.joints, said.joints);
  }

  private static boolean areNear(float[] a, float[] b) {
    for (int i = 0; i < a.length; i += 3) {
      boolean faint = a[i + 2] < LITTLE_CONFIDENCE && b[i + 2] < LITTLE_CONFIDENCE;
      double distance = Math.hypot(a[i] - b[i], a[i + 1] - b[i + 1]);
      if (!faint && !(distance <= AuditReport.TOLERANCE_PX)) { // NaN fails too
        return false;
      }
    }
    return true;
  }

  private static Answer answer(Pose2dMessage pose) {
    float[] joints = new float[3 * Skeleton.JOINTS]; // x, y, confidence
    for (int j = 0; j < Skeleton.JOINTS; j++) {
      Keypoint2d joint = pose.joints().get(j);
      joints[3 * j] = (float) joint.x();
      joints[3 * j + 1] = (float) joint.y();
      joints[3 * j + 2] = (float) joint.confidence();
    }
    Inputs inputs = pose.inputs();
    return new Answer(
        inputs.model(),
        inputs.policy(),
        pose.source(),
        pose.keyFrameStep(),
        pose.events(),
        pose.packets(),
        pose.gaps(),
        joints);
  }
}
