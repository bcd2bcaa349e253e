package evpose.camera.service;

import evpose.events.EventPacket;
import evpose.events.FrameSource;
import evpose.events.SensorGeometry;
import evpose.events.StepGrid;
import evpose.events.window.ShedPolicy;
import evpose.events.window.SliceCounts;
import evpose.events.window.StepEvents;
import evpose.events.window.StepSlicer;
import evpose.hybrid.KeyFramePolicy;
import evpose.hybrid.OperationCounts;
import evpose.hybrid.PoseEstimate;
import evpose.messages.Inputs;
import evpose.messages.LayerWork;
import evpose.messages.Pose2dMessage;
import evpose.messages.RigCamera;
import evpose.messages.RigMessage;
import java.util.ArrayList;
import java.util.List;

/**
 * One camera: packets in, one pose out for each step that closes. Pure: what comes out depends on
 * the packets and the frames that they name alone, and on no more of them than {@link BoundedPast}
 * holds. Not thread-safe.
 */
final class CameraPipeline {
  /** Takes poses in ascending order of steps, until the camera's data time begins anew. */
  @FunctionalInterface
  interface PoseSink {
    void pose(Pose2dMessage pose);
  }

  private final String camera;
  private final StepGrid grid;
  private final StepSlicer slicer;
  private final PoseSink sink;
  private final List<ShedPolicy.Steps> shed = new ArrayList<>();
  private RigMessage rig;
  private List<CameraRun> runs;
  private Succession succession;
  private boolean silent;
  private boolean sliceOnly;

  /**
   * One network and one policy for all steps, without frames.
   *
   * @param camera index in the rig
   * @param policy of this camera; those of a rig take turns
   */
  CameraPipeline(
      RigMessage rig, int camera, CameraModel model, KeyFramePolicy policy, PoseSink sink) {
    this(rig, camera, List.of(always(rig, camera, model, policy)), FrameSource.NONE, sink);
  }

  /**
   * @param camera index in the rig
   * @param runs which network answers which steps
   * @param frames of this camera, asked for as packets name them
   */
  CameraPipeline(
      RigMessage rig, int camera, List<CameraRun> runs, FrameSource frames, PoseSink sink) {
    this.rig = rig;
    this.camera = rig.cameras().get(camera).id();
    this.runs = runs;
    this.sink = sink;
    grid = new StepGrid(rig.stepMicros());
    slicer =
        new StepSlicer(
            grid,
            new StepSlicer.StepSink() {
              @Override
              public void closed(StepEvents step) {
                answer(step);
              }

              @Override
              public void beganAnew() {
                succession = new Succession(CameraPipeline.this.runs, frames);
                if (!silent && !sliceOnly) { // whoever rebuilds knows those of this line alone
                  shed.clear();
                }
              }
            });
    succession = new Succession(runs, frames);
  }

  static CameraRun always(RigMessage rig, int camera, CameraModel model, KeyFramePolicy policy) {
    RigCamera self = rig.cameras().get(camera);
    SensorGeometry sensor = new SensorGeometry(self.width(), self.height());
    return new CameraRun(
        Long.MAX_VALUE,
        0,
        policy,
        model.sha256(),
        frames -> model.estimator(sensor, rig.stepMicros(), policy, frames));
  }

  /**
   * Goes on by another record of the same rig, when that says the same of all steps so far and of
   * those in which what comes next would have to run along already.
   *
   * @param reachSteps of the longest of its runs
   * @return false when what is held here does not fit it
   */
  boolean follow(RigMessage now, List<CameraRun> by, long reachSteps) {
    long open = slicer.openStep();
    if (open < 0 || !now.answersLike(rig, open + reachSteps + 1)) {
      return false;
    }
    succession = succession.by(by, open);
    runs = by;
    rig = now;
    return true;
  }

  /** Takes the next packet of the log. */
  void accept(EventPacket packet) {
    slicer.accept(packet);
  }

  /** Takes a packet that was answered before: the state follows, nothing is said. */
  void rebuild(EventPacket packet) {
    silent = true;
    try {
      slicer.accept(packet);
    } finally {
      silent = false;
    }
  }

  /** Takes a packet that was answered before and that no step to come depends on: it is sliced. */
  void slice(EventPacket packet) {
    sliceOnly = true;
    try {
      slicer.accept(packet);
    } finally {
      sliceOnly = false;
    }
  }

  /**
   * Gives up steps: they are sliced, and then neither looked at nor answered. Who decides that has
   * published it before.
   */
  void shed(ShedPolicy.Steps steps) {
    long open = slicer.openStep();
    shed.removeIf(s -> s.last() < open - ShedPolicy.MAX_STEPS); // long followed
    shed.add(steps);
  }

  /** Decisions that are held. */
  int decisions() {
    return shed.size();
  }

  /** The decision to give up steps, to be published before it is followed. */
  Pose2dMessage shedding(ShedPolicy.Steps steps, String reason) {
    return Pose2dMessage.shed(
        rig.rig(),
        camera,
        steps.first(),
        steps.last(),
        rig.stepMicros(),
        reason,
        succession.inputsAt(steps.first()));
  }

  /** The step that is not closed yet, when the policy allows a new decision there; -1 otherwise. */
  long undecidedStep(ShedPolicy policy) {
    long open = slicer.openStep();
    return shed.stream().allMatch(s -> policy.mayDecide(open, s)) ? open : -1;
  }

  /**
   * Data time before which all steps are closed, microseconds; negative before the first packet.
   */
  long closedMicros() {
    return slicer.openStep() * rig.stepMicros();
  }

  /** The rig by whose record this pipeline goes. */
  RigMessage rig() {
    return rig;
  }

  /** What the slicer met so far; a rebuilt pipeline counts from where it began. */
  SliceCounts counts() {
    return slicer.counts();
  }

  private void answer(StepEvents step) {
    if (sliceOnly) {
      return;
    }
    for (ShedPolicy.Steps steps : shed) {
      if (steps.contains(step.step())) {
        return;
      }
    }
    Succession.Answer answer = succession.accept(step);
    if (!silent) {
      sink.pose(message(step, answer.estimate(), answer.inputs()).onFrame(answer.frameSequence()));
    }
  }

  private Pose2dMessage message(StepEvents step, PoseEstimate estimate, Inputs inputs) {
    OperationCounts done = estimate.operations();
    Pose2dMessage pose =
        new Pose2dMessage(
            rig.rig(),
            camera,
            step.step(),
            rig.stepMicros(),
            grid.endMicros(step.step()),
            estimate.source(),
            estimate.keyFrameStep(),
            Pose2dMessage.keypoints(estimate.joints()),
            step.size(),
            step.packets(),
            step.missing(),
            done.macs(),
            done.acs(),
            done.neuronUpdates(),
            inputs);
    return pose.with(
        new LayerWork(
            done.annMacs(),
            done.stateInitMacs(),
            done.headMacs(),
            done.inputAcs(),
            done.spikeAcs(),
            done.spikes(),
            done.annMacs() == done.annWholeMacs() ? null : done.annWholeMacs()));
  }
}
