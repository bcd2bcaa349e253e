package evpose.calibration;

import evpose.messages.Pose2dMessage;
import evpose.pose.Joints2d;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Makes views of a rig's cameras from 2D poses in any order. Other cameras' poses are passed over,
 * shed ones too. Holds a bounded number of steps.
 */
public final class ViewsCollector {
  private static final int MOST_STEPS = 120_000;

  private final List<String> cameras;
  private final TreeMap<Long, List<Joints2d>> steps = new TreeMap<>();
  private final int[] seen;
  private long stepMicros;

  /**
   * @param cameras their names, in order
   */
  public ViewsCollector(List<String> cameras) {
    this.cameras = List.copyOf(cameras);
    seen = new int[cameras.size()];
  }

  /** Whether no more steps are taken. */
  public boolean full() {
    return steps.size() > MOST_STEPS;
  }

  /**
   * Takes a pose.
   *
   * @throws IllegalArgumentException if it lies on another time grid than those before
   */
  public void take(Pose2dMessage pose) {
    int camera = cameras.indexOf(pose.camera());
    if (camera < 0 || pose.isShed() || full()) {
      return;
    }
    if (stepMicros != 0 && stepMicros != pose.stepMicros()) {
      throw new IllegalArgumentException(
          "all poses lie on one grid: stepMicros=" + pose.stepMicros());
    }
    stepMicros = pose.stepMicros();
    pose.toJoints(steps.computeIfAbsent(pose.step(), s -> nothing()).get(camera));
    seen[camera]++;
  }

  /** Data time from the first step to the last, seconds. */
  public double seconds() {
    return steps.isEmpty() ? 0 : (steps.lastKey() - steps.firstKey() + 1) * stepMicros / 1e6;
  }

  /** Data time at the end of the newest step; 0 before the first. */
  public long endMicros() {
    return steps.isEmpty() ? 0 : (steps.lastKey() + 1) * stepMicros;
  }

  /**
   * All views so far, with steps that nobody spoke of, so that neighbours are neighbours in time.
   *
   * @throws IllegalArgumentException if a camera has none
   */
  public Views views() {
    for (int c = 0; c < seen.length; c++) {
      if (seen[c] == 0) {
        throw new IllegalArgumentException("has no poses of this camera: camera=" + cameras.get(c));
      }
    }
    List<List<Joints2d>> whole = new ArrayList<>();
    long next = steps.firstKey();
    for (var step : steps.entrySet()) {
      for (; next < step.getKey() && whole.size() < MOST_STEPS; next++) {
        whole.add(nothing());
      }
      whole.add(step.getValue());
      next = step.getKey() + 1;
    }
    return new Views(stepMicros, whole);
  }

  private List<Joints2d> nothing() {
    List<Joints2d> views = new ArrayList<>();
    for (int c = 0; c < cameras.size(); c++) {
      views.add(new Joints2d());
    }
    return views;
  }
}
