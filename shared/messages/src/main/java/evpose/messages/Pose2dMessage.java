package evpose.messages;

import evpose.pose.Joints2d;
import evpose.pose.Skeleton;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one camera knows of the body in one step; or, with source {@code shed}, that it gave up the
 * steps {@code step} to {@code lastStep}.
 *
 * @param step index on the rig's time grid
 * @param stepMicros length of a step
 * @param endMicros data time at the end of the (last) step
 * @param source one of {@link PoseSource}
 * @param keyFrameStep step of the ANN run that this pose builds on; -1 when there is none
 * @param joints 13, in the order of {@link evpose.pose.Joint}
 * @param events events in the step
 * @param packets packets that the step was made from
 * @param gaps packets known to be lost in this step or right before it
 * @param macs multiply-accumulates of dense layers
 * @param acs accumulates that spikes or events caused
 * @param neuronUpdates neurons advanced
 * @param lastStep equal to {@code step}, except when steps were shed
 * @param reason why steps were shed; null for a pose
 * @param work the operations, part by part; null when nobody counted them so
 * @param frameSequence of the frame that the ANN run of {@code keyFrameStep} looked at; null when
 *     it looked at events
 */
public record Pose2dMessage(
    String rig,
    String camera,
    long step,
    long stepMicros,
    long endMicros,
    String source,
    long keyFrameStep,
    List<Keypoint2d> joints,
    int events,
    int packets,
    long gaps,
    long macs,
    long acs,
    long neuronUpdates,
    Inputs inputs,
    long lastStep,
    @Nullable String reason,
    @Nullable LayerWork work,
    @Nullable Long frameSequence) {
  public Pose2dMessage {
    Checks.name("rig", rig);
    Checks.name("camera", camera);
    Checks.step(step, stepMicros, endMicros);
    PoseSource.check(source);
    Checks.require(
        keyFrameStep >= -1 && keyFrameStep <= lastStep,
        () -> "keyFrameStep is -1 or a step up to this one: keyFrameStep=" + keyFrameStep);
    Checks.joints(joints.size());
    joints = List.copyOf(joints);
    Checks.notNegative("events", events);
    Checks.notNegative("packets", packets);
    Checks.notNegative("gaps", gaps);
    Checks.operations("macs", macs);
    Checks.operations("acs", acs);
    Checks.operations("neuronUpdates", neuronUpdates);
    Checks.step(lastStep, stepMicros, endMicros);
    Checks.text("model", inputs.model());
    Checks.text("policy", inputs.policy());
    Checks.text("engine", inputs.engine());
    Checks.notNegative("frameSequence", frameSequence == null ? 0 : frameSequence);
    boolean shed = source.equals(PoseSource.SHED);
    Checks.require(
        shed ? lastStep >= step : lastStep == step,
        () ->
            "only shed steps span several: source="
                + source
                + ", step="
                + step
                + ", lastStep="
                + lastStep);
    Checks.require(
        shed == (reason != null),
        () -> "shed steps, and only they, have a reason: source=" + source + ", reason=" + reason);
  }

  /** A pose of one step. */
  public Pose2dMessage(
      String rig,
      String camera,
      long step,
      long stepMicros,
      long endMicros,
      String source,
      long keyFrameStep,
      List<Keypoint2d> joints,
      int events,
      int packets,
      long gaps,
      long macs,
      long acs,
      long neuronUpdates,
      Inputs inputs) {
    this(
        rig,
        camera,
        step,
        stepMicros,
        endMicros,
        source,
        keyFrameStep,
        joints,
        events,
        packets,
        gaps,
        macs,
        acs,
        neuronUpdates,
        inputs,
        step,
        null,
        null,
        null);
  }

  /** The same pose with its operations part by part. */
  public Pose2dMessage with(LayerWork work) {
    return new Pose2dMessage(
        rig,
        camera,
        step,
        stepMicros,
        endMicros,
        source,
        keyFrameStep,
        joints,
        events,
        packets,
        gaps,
        macs,
        acs,
        neuronUpdates,
        inputs,
        lastStep,
        reason,
        work,
        frameSequence);
  }

  /**
   * The same pose, resting on a frame.
   *
   * @param frameSequence null for none
   */
  public Pose2dMessage onFrame(@Nullable Long frameSequence) {
    return new Pose2dMessage(
        rig,
        camera,
        step,
        stepMicros,
        endMicros,
        source,
        keyFrameStep,
        joints,
        events,
        packets,
        gaps,
        macs,
        acs,
        neuronUpdates,
        inputs,
        lastStep,
        reason,
        work,
        frameSequence);
  }

  /** The decision to give up the steps first to last. */
  public static Pose2dMessage shed(
      String rig,
      String camera,
      long firstStep,
      long lastStep,
      long stepMicros,
      String reason,
      Inputs inputs) {
    return new Pose2dMessage(
        rig,
        camera,
        firstStep,
        stepMicros,
        (lastStep + 1) * stepMicros,
        PoseSource.SHED,
        -1,
        Collections.nCopies(Skeleton.JOINTS, Keypoint2d.MISSING),
        0,
        0,
        0,
        0,
        0,
        0,
        inputs,
        lastStep,
        reason,
        null,
        null);
  }

  public boolean isShed() {
    return source.equals(PoseSource.SHED);
  }

  /** Joints as they travel. */
  public static List<Keypoint2d> keypoints(Joints2d joints) {
    List<Keypoint2d> keypoints = new ArrayList<>(Skeleton.JOINTS);
    for (int j = 0; j < Skeleton.JOINTS; j++) {
      keypoints.add(
          joints.present(j)
              ? new Keypoint2d(joints.x(j), joints.y(j), joints.confidence(j), joints.spreadPx(j))
              : Keypoint2d.MISSING);
    }
    return keypoints;
  }

  /** Writes the joints into {@code out}. */
  public void toJoints(Joints2d out) {
    out.clear();
    for (int j = 0; j < Skeleton.JOINTS; j++) {
      Keypoint2d k = joints.get(j);
      if (k.present()) {
        out.set(j, k.x(), k.y(), k.confidence(), k.spreadPx());
      }
    }
  }
}
