package evpose.triangulation.service;

import evpose.messages.CalibrationMessage;
import evpose.messages.Keys;
import evpose.messages.Pose2dMessage;
import evpose.messages.RigMessage;
import evpose.messages.TimingHeaders;
import evpose.streaming.LogReader;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The rigs of one partition of {@code poses-2d}. The join of a rig is made at the rig's first
 * record, and rebuilt there from the records before it: the log is the state. A calibration that
 * replaces another has it rebuilt as well, so that a pose depends on the calibration it names and
 * on no other. Not thread-safe.
 */
final class TaskRigs {
  private final Function<String, Optional<RigMessage>> rigs;
  private final Function<String, Optional<CalibrationMessage>> calibrations;
  private final LogReader log;
  private final TriangulationSettings settings;
  private final Placings placings;
  private final Consumer<Answer> sink;
  private final Consumer<String> notices;
  private final Map<String, RigJoin> joins = new HashMap<>();
  private final Set<String> toldToHaveOneCamera = new HashSet<>();

  /**
   * @param rigs by name, as registered now
   * @param calibrations by the rig's name, as they are now
   * @param sink receives answers, during {@link #accept}
   * @param notices receives what an operator should know, each once
   */
  TaskRigs(
      Function<String, Optional<RigMessage>> rigs,
      Function<String, Optional<CalibrationMessage>> calibrations,
      LogReader log,
      TriangulationSettings settings,
      Consumer<Answer> sink,
      Consumer<String> notices) {
    this.rigs = rigs;
    this.calibrations = calibrations;
    this.log = log;
    this.settings = settings;
    this.placings = new Placings(settings);
    this.sink = sink;
    this.notices = notices;
  }

  /**
   * Takes a record and gives whatever answers it makes due.
   *
   * @param offset where it lies; the past of its rig is read from before it
   * @return why it cannot be answered, or null when it can
   */
  @Nullable Refusal accept(
      TopicPartition partition,
      long offset,
      byte @Nullable [] key,
      Pose2dMessage pose,
      Headers headers) {
    Optional<RigMessage> rig = rigs.apply(pose.rig());
    if (rig.isEmpty()) {
      return new Refusal(
          "unknown-rig",
          "the rig is not registered, register it first (evpose rig add): rig=" + pose.rig());
    }
    if (!Arrays.equals(key, Keys.of(pose.rig()))) {
      return new Refusal(
          "wrong-key", "the key of a pose must be its rig's name: rig=" + pose.rig());
    }
    if (!rig.get().cameraIds().contains(pose.camera())) {
      return new Refusal(
          "unknown-camera",
          "the rig has no such camera, register it first (evpose rig add): rig="
              + pose.rig()
              + ", camera="
              + pose.camera());
    }
    if (rig.get().cameras().size() == 1) {
      if (toldToHaveOneCamera.add(pose.rig())) {
        notices.accept(
            "rig " + pose.rig() + " has one camera; depth needs at least two views: no 3D poses");
      }
      return null;
    }
    RigJoin join = join(rig.get(), partition, offset);
    Refusal refusal = join.refusal(pose);
    return refusal == null ? join.accept(view(pose, headers)) : refusal;
  }

  private RigJoin join(RigMessage rig, TopicPartition partition, long offset) {
    RigJoin held = joins.get(rig.rig());
    if (held != null && held.stillFits(rig, calibrations.apply(rig.rig()))) {
      held.calibrate(calibrations.apply(rig.rig()));
      return held;
    }
    RigJoin fresh = new RigJoin(rig, settings, placings, sink);
    fresh.calibrate(calibrations.apply(rig.rig()));
    RigPast past = new RigPast(rig, settings, placings);
    List<ConsumerRecord<byte[], byte[]>> records = log.tail(partition, offset, past);
    fresh.rebuild(
        () ->
            records.stream()
                .flatMap(
                    record ->
                        past
                            .poseOf(record)
                            .filter(pose -> rig.cameraIds().contains(pose.camera()))
                            .filter(pose -> fresh.refusal(pose) == null)
                            .map(pose -> view(pose, record.headers()))
                            .stream())
                .iterator());
    joins.put(rig.rig(), fresh);
    return fresh;
  }

  /** How far back before its newest step the state of a rig reaches. */
  long reachSteps() {
    return RigPast.reachSteps(settings, placings);
  }

  private static View view(Pose2dMessage pose, Headers headers) {
    return new View(
        pose, TimingHeaders.nanos(headers, TimingHeaders.PUBLISHED_NANOS).orElse(View.UNKNOWN));
  }
}
