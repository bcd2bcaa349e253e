package evpose.calibration;

import evpose.camera.ProjectionCamera;
import evpose.messages.Pose2dMessage;
import evpose.pose.Joints2d;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * {@link DriftAlarm} for 2D poses as they come: cameras in any order, a step is taken when the
 * fastest camera is {@value #GRACE_STEPS} steps ahead. Holds no more than those. Not thread-safe.
 */
public final class DriftWatch {
  private static final int GRACE_STEPS = 50;

  /** A step so much older than those that wait: data time began anew. */
  private static final long ANEW_MICROS = 20_000_000;

  private final List<ProjectionCamera> cameras;
  private final List<String> names;
  private final TreeMap<Long, List<Joints2d>> waiting = new TreeMap<>();
  private @Nullable DriftAlarm alarm;
  private long stepMicros;

  /**
   * @param cameras of the rig, as its calibration says
   */
  public DriftWatch(List<ProjectionCamera> cameras) {
    this.cameras = List.copyOf(cameras);
    names = cameras.stream().map(ProjectionCamera::id).toList();
  }

  /**
   * Takes a pose; other cameras' are passed over, and those of steps that were given up.
   *
   * @return a camera that moved, when this pose completes the proof
   */
  public Optional<DriftAlarm.Drift> take(Pose2dMessage pose) {
    int camera = names.indexOf(pose.camera());
    if (camera < 0 || pose.isShed()) {
      return Optional.empty();
    }
    DriftAlarm using = alarm;
    if (using == null || pose.stepMicros() != stepMicros) {
      stepMicros = pose.stepMicros();
      using = new DriftAlarm(cameras, stepMicros);
      alarm = using;
      waiting.clear();
    }
    if (!waiting.isEmpty()
        && pose.step() < waiting.lastKey() - ANEW_MICROS / Math.max(1, stepMicros)) {
      waiting.clear(); // what waits would never be the oldest again
    }
    pose.toJoints(waiting.computeIfAbsent(pose.step(), s -> nothing()).get(camera));
    Optional<DriftAlarm.Drift> drift = Optional.empty();
    while (waiting.size() > GRACE_STEPS) {
      var oldest = waiting.pollFirstEntry();
      Optional<DriftAlarm.Drift> now = using.step(oldest.getKey(), oldest.getValue());
      drift = now.isPresent() ? now : drift;
    }
    return drift;
  }

  private List<Joints2d> nothing() {
    List<Joints2d> views = new ArrayList<>();
    for (int c = 0; c < names.size(); c++) {
      views.add(new Joints2d());
    }
    return views;
  }
}
