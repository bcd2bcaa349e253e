package evpose.datasets;

import evpose.camera.CameraRig;
import evpose.events.EventBuffer;
import evpose.simulation.Motion;
import evpose.simulation.Movements;
import evpose.simulation.SimulatedStep;
import evpose.simulation.Simulator;
import evpose.simulation.SimulatorSettings;
import evpose.simulation.sensor.GreyFrame;
import evpose.simulation.sensor.GreySettings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A simulated person in motion, played for a take. Not thread-safe. */
public final class SimulatedScene implements TakeFile.Scene {
  /**
   * From one grey frame to the next, where a scene has them; the paper's key frames, microseconds.
   */
  public static final long FRAME_PERIOD_MICROS = 100_000;

  private final Simulator simulator;
  private final int frameEverySteps;
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
    this(SimulatorSettings.of(rig, motion, personSeed, sceneSeed));
  }

  private SimulatedScene(SimulatorSettings settings) {
    simulator = new Simulator(settings);
    frameEverySteps =
        settings.grey().on() ? (int) (FRAME_PERIOD_MICROS / settings.stepMicros()) : 0;
  }

  /**
   * The same scene, event for event, with a grey frame of each camera before each key frame of the
   * paper: ten a second, 8 ms of light, read noise.
   *
   * @param personSeed body, clothes
   * @param sceneSeed lamps, background, noise
   */
  public static SimulatedScene withFrames(
      CameraRig rig, Motion motion, long personSeed, long sceneSeed) {
    return new SimulatedScene(
        SimulatorSettings.of(rig, motion, personSeed, sceneSeed)
            .withGrey(GreySettings.beforeKeyFrames(FRAME_PERIOD_MICROS)));
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

  @Override
  public int frameEverySteps() {
    return frameEverySteps;
  }

  @Override
  public byte[] frame(int camera) {
    GreyFrame frame = current().greyFrame(camera);
    if (frame == null) {
      throw new IllegalStateException(
          "no frame's shutter closed in this step: step=" + current().step());
    }
    return frame.pixels();
  }
}
