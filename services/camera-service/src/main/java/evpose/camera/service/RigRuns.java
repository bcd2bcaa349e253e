package evpose.camera.service;

import evpose.events.EventPacket;
import evpose.events.SensorGeometry;
import evpose.hybrid.KeyFramePolicy;
import evpose.hybrid.ModelDescription;
import evpose.messages.RigCamera;
import evpose.messages.RigMessage;
import evpose.messages.RigRun;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which network answers which steps of a rig, and when its ANN runs: what the rig's record says,
 * with this process's networks and defaults.
 *
 * @param models closed by whoever made them
 */
record RigRuns(CameraModels models, KeyFrames keyFrames) {

  /** Why a run that a packet needs cannot be followed, or null when all can. */
  TaskCameras.@Nullable Refusal refusal(RigMessage rig, EventPacket packet) {
    long first = packet.beginMicros() / rig.stepMicros();
    long last = Math.max(first, (packet.endMicros() - 1) / rig.stepMicros());
    long begin = 0;
    for (RigRun run : rig.runs()) {
      if (first < run.beforeStep() && last >= begin) {
        TaskCameras.Refusal refusal = refusal(rig.as(run));
        if (refusal != null) {
          return refusal;
        }
      }
      begin = run.beforeStep();
    }
    return null;
  }

  private TaskCameras.@Nullable Refusal refusal(RigMessage rig) {
    ModelDescription description = models.description(rig.model());
    if (description == null) {
      return new TaskCameras.Refusal(
          "unknown-model",
          "a rig's model must be a shipped preset, the SHA-256 of one in camera-service's folder of"
              + " models (CAMERA_MODELS), or empty: rig="
              + rig.rig()
              + ", model="
              + rig.model());
    }
    TaskCameras.Refusal refusal = keyFrames.refusal(rig);
    if (refusal == null && description.looksAtFrames()) {
      KeyFramePolicy policy = keyFrames.ofCamera(rig, 0);
      if (policy.demand() != null || policy.regionOnly()) {
        return new TaskCameras.Refusal(
            "unknown-policy",
            "a network whose ANN looks at frames has key frames where frames are, its rig's policy"
                + " must be fixed-N or empty: rig="
                + rig.rig()
                + ", policy="
                + rig.policy());
      }
    }
    return refusal;
  }

  /** How far back in data time the state of any of the rig's cameras reaches, microseconds. */
  long reachMicros(RigMessage rig) {
    long reach = 0;
    for (RigRun run : rig.runs()) {
      RigMessage as = rig.as(run);
      ModelDescription description = models.description(as.model());
      if (description != null && refusal(as) == null) {
        reach = Math.max(reach, reachMicros(as, description));
      }
    }
    return reach;
  }

  private long reachMicros(RigMessage rig, ModelDescription description) {
    int windows = description.looksAtFrames() ? 2 : 1; // see FrameWindows: one must be whole
    return BoundedPast.reachMicros(
        description.annMaxAgeMicros(),
        windows * keyFrames.periodSteps(rig),
        keyFrames.delaySteps(rig),
        rig.stepMicros());
  }

  /**
   * How one of the rig's cameras is run, in the order of steps. Networks that are not here yet
   * begin to be loaded.
   */
  List<CameraRun> ofCamera(RigMessage rig, int camera) {
    RigCamera self = rig.cameras().get(camera);
    SensorGeometry sensor = new SensorGeometry(self.width(), self.height());
    List<CameraRun> runs = new ArrayList<>();
    for (RigRun run : rig.runs()) {
      runs.add(run(rig.as(run), camera, sensor, run.beforeStep()));
    }
    models.prepare(rig.model());
    return runs;
  }

  private CameraRun run(RigMessage rig, int camera, SensorGeometry sensor, long beforeStep) {
    ModelDescription description = models.description(rig.model());
    String sha256 = models.sha256(rig.model());
    if (description == null || sha256 == null || refusal(rig) != null) {
      return new CameraRun(beforeStep, 0, new KeyFramePolicy(1, 0, 0), "", null);
    }
    KeyFramePolicy policy = keyFrames.ofCamera(rig, camera);
    long stepMicros = rig.stepMicros();
    return new CameraRun(
        beforeStep,
        (reachMicros(rig, description) + stepMicros - 1) / stepMicros,
        policy,
        sha256,
        frames -> models.get(rig.model()).estimator(sensor, stepMicros, policy, frames));
  }
}
