package evpose.source.service;

import evpose.camera.CameraRig;
import evpose.events.SensorGeometry;
import evpose.simulation.SimulatedStep;
import evpose.simulation.Simulator;
import evpose.simulation.SimulatorSettings;
import evpose.simulation.sensor.GreyFrame;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A simulated person before simulated cameras; never ends. */
final class SimulatorFeed implements EventFeed {
  private final Simulator simulator;
  private final Rig rig;

  SimulatorFeed(SimulatorSettings settings) {
    simulator = new Simulator(settings);
    CameraRig cameras = settings.rig();
    rig =
        new Rig(
            cameras.id(),
            cameras.cameras().stream()
                .map(c -> new Camera(c.id(), new SensorGeometry(c.width(), c.height())))
                .toList(),
            settings.stepMicros(),
            cameras,
            "simulation of " + settings.motion().name() + ", seed " + settings.noiseSeed());
  }

  @Override
  public Rig rig() {
    return rig;
  }

  @Override
  public Step next() {
    SimulatedStep step = simulator.next();
    return new Step(step.step(), step.events(), step.jointsInWorldMm(), frames(step));
  }

  private List<@Nullable Frame> frames(SimulatedStep step) {
    List<@Nullable Frame> frames = new ArrayList<>();
    for (int c = 0; c < rig.cameras().size(); c++) {
      GreyFrame grey = step.greyFrame(c);
      frames.add(
          grey == null ? null : new Frame(grey.beginMicros(), grey.endMicros(), grey.pixels()));
    }
    return frames;
  }

  @Override
  public void close() {}
}
