package evpose.triangulation.service;

import evpose.body.BodyMemory;
import evpose.body.BodyRules;
import evpose.camera.ProjectionCamera;
import evpose.messages.CalibrationMessage;
import evpose.messages.Inputs;
import evpose.messages.Pose2dMessage;
import evpose.messages.Pose3dMessage;
import evpose.messages.RigMessage;
import evpose.pose.Joints2d;
import evpose.pose.Joints3d;
import evpose.pose.Skeleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A calibrated rig: turns the views of one step into a pose in the room, by what it remembers of
 * the body. Not thread-safe.
 */
final class Room {
  private final RigMessage rig;
  private final CalibrationMessage calibration;
  private final String calibrationSha256;
  private final Map<String, ProjectionCamera> cameras = new HashMap<>();
  private final Placing placing;
  private final BodyMemory body;
  private final Joints3d raw = new Joints3d();
  private final Joints3d joints = new Joints3d();
  private final int[] ageSteps = new int[Skeleton.JOINTS];
  private final List<ProjectionCamera> seenBy = new ArrayList<>();
  private final List<Joints2d> seen = new ArrayList<>();

  Room(RigMessage rig, CalibrationMessage calibration, Placing placing, BodyRules rules) {
    this.body = new BodyMemory(rules, rig.stepMicros());
    this.rig = rig;
    this.calibration = calibration;
    this.calibrationSha256 = calibration.sha256();
    this.placing = placing;
    for (ProjectionCamera camera : calibration.toRig().cameras()) {
      cameras.put(camera.id(), camera);
    }
  }

  CalibrationMessage calibration() {
    return calibration;
  }

  boolean knows(String camera) {
    return cameras.containsKey(camera);
  }

  /**
   * Lets a step of the past do to the state what it did when it came.
   *
   * @param believed whether the body's state still depends on it; else only where later joints are
   *     placed may
   */
  void rebuild(long step, Map<String, View> views, boolean believed) {
    if (believed) {
      believe(step, views);
    } else {
      gather(views);
      placing.see(step, seenBy, seen);
    }
  }

  /** Places and believes; answers with the multiply-accumulates that it took. */
  private long believe(long step, Map<String, View> views) {
    gather(views);
    long macs = placing.place(step, seenBy, seen, raw);
    joints.copyFrom(raw);
    body.step(step, joints, ageSteps);
    return macs;
  }

  private void gather(Map<String, View> views) {
    seenBy.clear();
    seen.clear();
    views.forEach(
        (id, view) -> {
          ProjectionCamera camera = cameras.get(id);
          if (camera != null && view.seesJoints()) {
            Joints2d joints2d = new Joints2d();
            view.pose().toJoints(joints2d);
            seenBy.add(camera);
            seen.add(joints2d);
          }
        });
  }

  /**
   * The pose of a step.
   *
   * @param views by camera, in the rig's order; those of cameras without calibration are left out
   */
  Answer place(long step, int revision, boolean isFinal, Map<String, View> views) {
    long macs = believe(step, views);
    return new Answer(
        new Pose3dMessage(
            rig.rig(),
            step,
            rig.stepMicros(),
            (step + 1) * rig.stepMicros(),
            revision,
            isFinal,
            seenBy.stream().map(ProjectionCamera::id).toList(),
            rig.cameras().size(),
            Pose3dMessage.keypoints(joints, ageSteps, raw),
            macs + views.values().stream().mapToLong(v -> v.pose().macs()).sum(),
            views.values().stream().mapToLong(v -> v.pose().acs()).sum(),
            views.values().stream().mapToLong(v -> v.pose().neuronUpdates()).sum(),
            new Inputs(
                Inputs.triangulatedBy(named(views, Inputs::model), placing.name()),
                calibrationSha256,
                named(views, Inputs::policy),
                Inputs.triangulatedBy(named(views, Inputs::engine), placing.engine()))),
        views.values().stream().mapToLong(View::publishedNanos).max().orElse(View.UNKNOWN));
  }

  /** What the views name, each name once, in the rig's order. */
  private static String named(Map<String, View> views, Function<Inputs, String> name) {
    return views.values().stream()
        .map(View::pose)
        .map(Pose2dMessage::inputs)
        .map(name)
        .filter(text -> !text.isEmpty())
        .distinct()
        .collect(Collectors.joining(","));
  }
}
