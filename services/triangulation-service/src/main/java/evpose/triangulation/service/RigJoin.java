package evpose.triangulation.service;

import evpose.alignment.AlignedStep;
import evpose.alignment.StepAligner;
import evpose.camera.CameraRig;
import evpose.camera.ProjectionCamera;
import evpose.messages.CalibrationMessage;
import evpose.messages.Inputs;
import evpose.messages.Pose2dMessage;
import evpose.messages.Pose3dMessage;
import evpose.messages.PoseSource;
import evpose.messages.RigCamera;
import evpose.messages.RigMessage;
import evpose.pose.Joints2d;
import evpose.pose.Joints3d;
import evpose.pose.Skeleton;
import evpose.triangulation.Triangulator;
import evpose.triangulation.WeightedDlt;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One rig: views in, poses out. Pure: what comes out depends on the views in their order, the rig
 * and its calibration. Not thread-safe.
 */
final class RigJoin {
  /**
   * Longest range of steps that one record may give up; more is refused, so that a bad record
   * cannot stop the stream.
   */
  static final int MAX_SHED_STEPS = 10_000;

  private static final String ENGINE = "weighted-dlt-1";

  /** Takes poses with the newest moment at which any of their packets was published. */
  @FunctionalInterface
  interface PoseSink {
    void pose(Pose3dMessage pose, long publishedNanos);
  }

  private final RigMessage rig;
  private final CalibrationMessage calibration;
  private final String calibrationSha256;
  private final String policy;
  private final Map<String, ProjectionCamera> cameras = new HashMap<>();
  private final StepAligner<View> aligner;
  private final Triangulator triangulator = new WeightedDlt();
  private final Joints3d joints = new Joints3d();
  private final PoseSink sink;
  private boolean silent;

  /**
   * @throws IllegalArgumentException when a matrix of the calibration is no camera
   */
  RigJoin(
      RigMessage rig,
      CalibrationMessage calibration,
      int graceSteps,
      int horizonSteps,
      PoseSink sink) {
    this.rig = rig;
    this.calibration = calibration;
    this.sink = sink;
    calibrationSha256 = calibration.sha256();
    policy = "grace-" + graceSteps + "-horizon-" + horizonSteps;
    CameraRig geometry = calibration.toRig();
    geometry.cameras().forEach(camera -> cameras.put(camera.id(), camera));
    List<String> ids = rig.cameras().stream().map(RigCamera::id).toList();
    aligner = new StepAligner<>(ids, graceSteps, horizonSteps, this::aligned);
  }

  /** Whether this join was made for that rig and calibration. */
  boolean isFor(RigMessage otherRig, CalibrationMessage otherCalibration) {
    return rig.equals(otherRig)
        && (calibration == otherCalibration || calibrationSha256.equals(otherCalibration.sha256()));
  }

  /** The cameras that the calibration does not know. */
  List<String> uncalibrated() {
    return rig.cameras().stream()
        .map(RigCamera::id)
        .filter(id -> !cameras.containsKey(id))
        .toList();
  }

  /** Takes the next view of the log: one step, or a range of steps that the camera gave up. */
  void accept(View view) {
    Pose2dMessage pose = view.pose();
    for (long step = pose.step(); step <= pose.lastStep(); step++) {
      aligner.accept(pose.camera(), step, view);
    }
  }

  /** Takes a view that was answered before: the state follows, nothing is said. */
  void rebuild(View view) {
    silent = true;
    try {
      accept(view);
    } finally {
      silent = false;
    }
  }

  private void aligned(AlignedStep<View> step) {
    if (silent) {
      return;
    }
    List<ProjectionCamera> seenBy = new ArrayList<>();
    List<Joints2d> views = new ArrayList<>();
    List<String> names = new ArrayList<>();
    long published = View.UNKNOWN;
    long macs = 0;
    long acs = 0;
    long neuronUpdates = 0;
    Pose2dMessage first = null;
    for (View view : step.views().values()) {
      Pose2dMessage pose = view.pose();
      ProjectionCamera camera = cameras.get(pose.camera());
      published = Math.max(published, view.publishedNanos());
      macs += pose.macs();
      acs += pose.acs();
      neuronUpdates += pose.neuronUpdates();
      if (camera == null || pose.source().equals(PoseSource.SHED)) {
        continue;
      }
      first = first == null ? pose : first;
      seenBy.add(camera);
      Joints2d seen = new Joints2d();
      pose.toJoints(seen);
      views.add(seen);
      names.add(pose.camera());
    }
    if (first == null) {
      return;
    }
    triangulator.triangulate(seenBy, views, joints);
    if (!anyJoint() && step.revision() == 0) {
      return; // nobody sees a body yet
    }
    Inputs inputs =
        new Inputs(
            first.inputs().model(),
            calibrationSha256,
            policy,
            first.inputs().engine() + "+" + ENGINE);
    Pose3dMessage pose =
        new Pose3dMessage(
            rig.rig(),
            step.step(),
            rig.stepMicros(),
            (step.step() + 1) * rig.stepMicros(),
            step.revision(),
            step.isFinal(),
            names,
            rig.cameras().size(),
            Pose3dMessage.keypoints(joints),
            macs,
            acs,
            neuronUpdates,
            inputs);
    sink.pose(pose, published);
  }

  private boolean anyJoint() {
    for (int j = 0; j < Skeleton.JOINTS; j++) {
      if (joints.present(j)) {
        return true;
      }
    }
    return false;
  }
}
