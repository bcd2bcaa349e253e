package evpose.simulation;

import evpose.events.EventBuffer;
import evpose.pose.Skeleton;
import evpose.simulation.sensor.GreyFrame;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one step of simulated time brought: each camera's events and where the joints were. The
 * {@link Simulator} fills the same object at every step.
 */
public final class SimulatedStep {
  private final List<EventBuffer> events;
  private final double[] jointsInWorldMm = new double[3 * Skeleton.JOINTS];
  private final List<@Nullable GreyFrame> greyFrames;
  private long step = -1;

  SimulatedStep(int cameras) {
    List<EventBuffer> buffers = new ArrayList<>();
    for (int i = 0; i < cameras; i++) {
      buffers.add(new EventBuffer(2048));
    }
    events = List.copyOf(buffers);
    greyFrames = new ArrayList<>(Collections.nCopies(cameras, null));
  }

  void begin(long step, double[] joints) {
    this.step = step;
    System.arraycopy(joints, 0, jointsInWorldMm, 0, joints.length);
  }

  void greyFrame(int camera, @Nullable GreyFrame frame) {
    greyFrames.set(camera, frame);
  }

  /** Index on the time grid: this step covers [step · stepMicros, (step + 1) · stepMicros). */
  public long step() {
    return step;
  }

  /** Events by camera in the rig's order, each by time and inside the step. */
  public List<EventBuffer> events() {
    return events;
  }

  /**
   * The grey frame of a camera whose shutter closed in this step; null where none did. Valid until
   * the next step.
   *
   * @param camera in the rig's order
   */
  public @Nullable GreyFrame greyFrame(int camera) {
    return greyFrames.get(camera);
  }

  /** Joints at the <b>begin</b> of the step, [13][3] mm in the world. */
  public double[] jointsInWorldMm() {
    return jointsInWorldMm;
  }
}
