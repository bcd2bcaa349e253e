package evpose.realism;

import evpose.camera.CameraRig;
import evpose.camera.Dhp19Rig;
import evpose.pose.Skeleton;
import evpose.simulation.Movements;
import evpose.simulation.SimulatedStep;
import evpose.simulation.Simulator;
import evpose.simulation.SimulatorSettings;
import java.util.List;

/** A person doing one movement before the cameras of DHP19, frame after frame. Not thread-safe. */
final class SimulatedFrames {
  private static final int COORDINATES = 3 * Skeleton.JOINTS;

  /** Somebody who hardly moves fills a frame in a second or two; after this the scene is dead. */
  private static final int MOST_STEPS_A_FRAME = 3000;

  private final CameraRig rig = Dhp19Rig.rig();
  private final Simulator simulator;
  private final FrameBuilder builder =
      new FrameBuilder(rig.cameras().size(), Dhp19Rig.WIDTH, Dhp19Rig.HEIGHT);

  /**
   * One frame of all cameras.
   *
   * @param images by camera
   * @param joints truth, [camera][13][2]: whole pixels (column, row) of the mean position while the
   *     frame was filled; NaN where it is not in the image
   * @param micros how long it took to fill
   */
  record Frame(List<Dhp19Frame> images, double[][][] joints, long micros) {}

  /**
   * @param subjectSeed who
   * @param seed of style, backgrounds and noise
   */
  SimulatedFrames(int movement, long subjectSeed, long seed) {
    this(settings(movement, subjectSeed, seed));
  }

  /**
   * @param settings with the cameras of DHP19
   */
  SimulatedFrames(SimulatorSettings settings) {
    simulator = new Simulator(settings);
  }

  /** A person, whose temperament is their own, before the cameras of DHP19. */
  static SimulatorSettings settings(int movement, long subjectSeed, long seed) {
    return SimulatorSettings.of(
        Dhp19Rig.rig(), Movements.of(movement, subjectSeed), subjectSeed, seed);
  }

  /**
   * The next frame.
   *
   * @throws IllegalStateException when the scene makes no events
   */
  Frame next() {
    double[] sum = new double[COORDINATES];
    for (int steps = 1; steps <= MOST_STEPS_A_FRAME; steps++) {
      SimulatedStep step = simulator.next();
      for (int camera = 0; camera < rig.cameras().size(); camera++) {
        builder.add(camera, step.events().get(camera));
      }
      for (int i = 0; i < COORDINATES; i++) {
        sum[i] += step.jointsInWorldMm()[i];
      }
      if (builder.isFull()) {
        for (int i = 0; i < COORDINATES; i++) {
          sum[i] /= steps;
        }
        return new Frame(
            builder.take(), labels(sum), steps * SimulatorSettings.DEFAULT_STEP_MICROS);
      }
    }
    throw new IllegalStateException(
        "the scene makes no events: steps without a frame=" + MOST_STEPS_A_FRAME);
  }

  private double[][][] labels(double[] jointsInWorldMm) {
    double[][][] labels = new double[rig.cameras().size()][Skeleton.JOINTS][2];
    for (int camera = 0; camera < labels.length; camera++) {
      for (int j = 0; j < Skeleton.JOINTS; j++) {
        double[] pixel = labels[camera][j];
        rig.cameras()
            .get(camera)
            .project(
                jointsInWorldMm[3 * j],
                jointsInWorldMm[3 * j + 1],
                jointsInWorldMm[3 * j + 2],
                pixel);
        pixel[0] = Math.floor(pixel[0]);
        pixel[1] = Math.floor(pixel[1]);
        if (!(pixel[0] >= 0
            && pixel[0] < Dhp19Frame.COLUMNS
            && pixel[1] >= 0
            && pixel[1] < Dhp19Frame.ROWS)) {
          pixel[0] = Double.NaN;
          pixel[1] = Double.NaN;
        }
      }
    }
    return labels;
  }
}
