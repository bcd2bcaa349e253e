package evpose.triangulation.service;

import evpose.alignment.AlignedStep;
import evpose.alignment.RigAligner;
import evpose.alignment.RigTime;
import evpose.alignment.StepAligner.Accepted;
import evpose.body.BodyMemory;
import evpose.messages.CalibrationMessage;
import evpose.messages.Pose2dMessage;
import evpose.messages.RigMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The join of one rig: views in, poses in the room out. Its state is a function of the rig's last
 * records, see {@link RigPast}. Not thread-safe.
 */
final class RigJoin {
  private final RigMessage rig;
  private final TriangulationSettings settings;
  private final Placings placings;
  private final int horizonSteps;
  private final Consumer<Answer> sink;
  private final RigAligner<View> aligner;
  private Optional<CalibrationMessage> calibration = Optional.empty();
  private @Nullable Room room;
  private @Nullable String unplaceable;

  /** What the past said, while it is read. */
  private @Nullable List<AlignedStep<View>> past;

  RigJoin(
      RigMessage rig, TriangulationSettings settings, Placings placings, Consumer<Answer> sink) {
    this.placings = placings;
    this.rig = rig;
    this.settings = settings;
    this.horizonSteps = settings.horizonSteps();
    this.sink = sink;
    this.aligner =
        new RigAligner<>(rig.cameraIds(), settings.graceSteps(), horizonSteps, new Answers());
  }

  /**
   * Whether the rig still has these cameras, this grid and this calibration, or its first one, so
   * that the state still means it.
   */
  boolean stillFits(RigMessage now, Optional<CalibrationMessage> calibrationNow) {
    return rig.stepMicros() == now.stepMicros()
        && rig.cameraIds().equals(now.cameraIds())
        && (calibration.isEmpty()
            || calibrationNow.isEmpty()
            || calibration.equals(calibrationNow));
  }

  /** Places bodies by this calibration from now on; does nothing when it is the one in use. */
  void calibrate(Optional<CalibrationMessage> now) {
    if (calibration.equals(now)) {
      return;
    }
    calibration = now;
    room = emptyRoom();
  }

  /** A room in which nobody has been seen yet. */
  private @Nullable Room emptyRoom() {
    unplaceable = calibration.map(c -> placings.refusal(rig, c)).orElse(null);
    return unplaceable != null
        ? null
        : calibration
            .map(c -> new Room(rig, c, placings.open(rig, c), settings.body().rules()))
            .orElse(null);
  }

  /** Why this pose cannot take part, or null when it can. */
  @Nullable Refusal refusal(Pose2dMessage pose) {
    if (pose.stepMicros() != rig.stepMicros()
        || pose.lastStep() >= Long.MAX_VALUE / pose.stepMicros()
        || pose.endMicros() != (pose.lastStep() + 1) * pose.stepMicros()) {
      return new Refusal(
          "step-mismatch",
          "a pose must lie on the rig's time grid: rig="
              + pose.rig()
              + ", camera="
              + pose.camera()
              + ", step="
              + pose.step()
              + ", endMicros="
              + pose.endMicros()
              + ", stepMicros="
              + pose.stepMicros()
              + ", stepMicros of the rig="
              + rig.stepMicros());
    }
    if (unplaceable != null) {
      return new Refusal("untrained-rig", unplaceable);
    }
    if (room == null || !room.knows(pose.camera())) {
      return new Refusal(
          "missing-calibration",
          "where this camera stands is not known, so there is no 3D: publish the rig's calibration"
              + " (evpose rig add): rig="
              + pose.rig()
              + ", camera="
              + pose.camera()
              + ", calibration="
              + (room == null ? "none that can be read" : "lacks this camera"));
    }
    long beginMicros = pose.step() * pose.stepMicros();
    if (beginMicros < room.calibration().validFromMicros()) {
      return new Refusal(
          "missing-calibration",
          "the rig's calibration begins later than this pose: rig="
              + pose.rig()
              + ", camera="
              + pose.camera()
              + ", beginMicros="
              + beginMicros
              + ", validFromMicros="
              + room.calibration().validFromMicros());
    }
    return null;
  }

  /**
   * Takes a view that is not refused and gives whatever answers it makes due.
   *
   * @return why it came too late, or null when it did not
   */
  @Nullable Refusal accept(View view) {
    Pose2dMessage pose = view.pose();
    Accepted accepted = aligner.accept(pose.camera(), pose.step(), pose.lastStep(), view);
    return accepted == Accepted.TOO_LATE ? tooLate(pose) : null;
  }

  private Refusal tooLate(Pose2dMessage pose) {
    return new Refusal(
        "too-late",
        "the rig is further than its horizon allows; it is believed to have begun anew after "
            + RigTime.BELIEVED_AFTER
            + " such poses for each of its cameras, with no other between: rig="
            + pose.rig()
            + ", camera="
            + pose.camera()
            + ", step="
            + pose.lastStep()
            + ", newest="
            + aligner.newest()
            + ", horizonSteps="
            + horizonSteps);
  }

  /** Takes the views of the past and says nothing. */
  void rebuild(Iterable<View> views) {
    List<AlignedStep<View>> told = new ArrayList<>();
    past = told;
    views.forEach(this::accept);
    past = null;
    if (room == null) {
      return;
    }
    long newest = told.stream().mapToLong(AlignedStep::step).max().orElse(Long.MIN_VALUE);
    long bodyReach = BodyMemory.reachBeforeNewest(settings.body().rules());
    for (AlignedStep<View> step : told) {
      room.rebuild(step.step(), step.views(), step.step() > newest - bodyReach);
    }
  }

  /** What the aligner says becomes poses in the room. */
  private final class Answers implements RigAligner.Sink<View> {
    @Override
    public void aligned(AlignedStep<View> aligned) {
      if (room == null) {
        return;
      }
      if (past != null) {
        past.add(aligned);
      } else {
        sink.accept(
            room.place(aligned.step(), aligned.revision(), aligned.isFinal(), aligned.views()));
      }
    }

    @Override
    public void beganAnew() {
      if (past != null) {
        past.clear();
      }
      room = emptyRoom();
    }
  }
}
