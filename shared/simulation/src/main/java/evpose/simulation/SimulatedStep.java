package evpose.simulation;

import evpose.events.EventBuffer;
import evpose.pose.Skeleton;
import java.util.ArrayList;
import java.util.List;

/**
 * What one step of simulated time brought: each camera's events and where the joints were. The
 * {@link Simulator} fills the same object at every step.
 */
public final class SimulatedStep {
  private final List<EventBuffer> events;
  private final double[] jointsInWorldMm = new double[3 * Skeleton.JOINTS];
  private long step = -1;

  SimulatedStep(int cameras) {
    List<EventBuffer> buffers = new ArrayList<>();
    for (int i = 0; i < cameras; i++) {
      buffers.add(new EventBuffer(2048));
    }
    events = List.copyOf(buffers);
  }

  void begin(long step, double[] joints) {
    this.step = step;
    System.arraycopy(joints, 0, jointsInWorldMm, 0, joints.length);
  }

  /** Index on the time grid: this step covers [step · stepMicros, (step + 1) · stepMicros). */
  public long step() {
    return step;
  }

  /** Events by camera in the rig's order, each by time and inside the step. */
  public List<EventBuffer> events() {
    return events;
  }

  /** Joints at the <b>begin</b> of the step, [13][3] mm in the world. */
  public double[] jointsInWorldMm() {
    return jointsInWorldMm;
  }
}
