package evpose.datasets;

import evpose.camera.CameraRig;
import evpose.events.EventBuffer;
import evpose.simulation.Motion;
import evpose.simulation.Movements;
import evpose.simulation.SimulatedStep;
import evpose.simulation.Simulator;
import evpose.simulation.SimulatorSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A simulated person in motion, played for a take. Not thread-safe. */
public final class SimulatedScene implements TakeFile.Scene {
  private final Simulator simulator;
  private @Nullable SimulatedStep step;

  /**
   * @param personSeed body, clothes, temperament
   * @param sceneSeed lamps, background, noise
   */
  public SimulatedScene(CameraRig rig, int movement, long personSeed, long sceneSeed) {
    this(rig, Movements.of(movement, personSeed), personSeed, sceneSeed);
  }

  /**
   * Any motion, such as one that was captured.
   *
   * @param personSeed body, clothes
   * @param sceneSeed lamps, background, noise
   */
  public SimulatedScene(CameraRig rig, Motion motion, long personSeed, long sceneSeed) {
    simulator = new Simulator(SimulatorSettings.of(rig, motion, personSeed, sceneSeed));
  }

  @Override
  public void next() {
    step = simulator.next();
  }

  private SimulatedStep current() {
    SimulatedStep current = step;
    if (current == null) {
      throw new IllegalStateException("no step was played yet");
    }
    return current;
  }

  @Override
  public List<EventBuffer> events() {
    return current().events();
  }

  @Override
  public double[] jointsInWorldMm() {
    return current().jointsInWorldMm();
  }
}
