package evpose.simulation;

import evpose.camera.Dhp19Rig;
import evpose.camera.ProjectionCamera;
import evpose.pose.Skeleton;
import evpose.simulation.chance.Dice;
import java.util.Arrays;
import java.util.List;

/**
 * How much worse a pose gets while it is held: 2D joints that were right but for isotropic normal
 * noise, compared with where the joints are 10, 20, ... 100 ms later. This asks nothing but how
 * fast people move, seen by DHP19's channels 2 and 3, those with published errors.
 */
final class HeldPose {
  static final int AGES = 10;

  /** The error of a network that runs at every step, channel 3: 5.03 px. */
  static final double NOISE_PX = 5.03;

  private static final double SIGMA_PX = NOISE_PX / Math.sqrt(Math.PI / 2);
  private static final double PERIOD_SECONDS = 0.1;

  private final List<ProjectionCamera> cameras = Dhp19Rig.rig().cameras().subList(2, 4);
  private final double[] worsePx = new double[AGES];
  private int poses;

  /** Adds a person who does a movement for a time, a pose every 100 ms. */
  void watch(SimulatorSettings settings, double seconds) {
    Stage stage = new Stage(settings);
    Dice dice = Dice.of(settings.noiseSeed(), "held pose");
    double[][] held = new double[cameras.size()][2 * Skeleton.JOINTS];
    double[] noise = new double[cameras.size() * Skeleton.JOINTS];
    for (int key = 0; key * PERIOD_SECONDS < seconds; key++) {
      hold(stage.stand(key * PERIOD_SECONDS).jointsInWorldMm(), dice, held, noise);
      for (int age = 1; age <= AGES; age++) {
        double now = key * PERIOD_SECONDS + age * 0.01;
        worsePx[age - 1] += worse(stage.stand(now).jointsInWorldMm(), held, noise);
      }
      poses++;
    }
  }

  private void hold(double[] joints, Dice dice, double[][] held, double[] noise) {
    double[] pixel = new double[2];
    for (int c = 0; c < held.length; c++) {
      for (int j = 0; j < Skeleton.JOINTS; j++) {
        project(c, joints, j, pixel);
        double dx = SIGMA_PX * dice.gaussian();
        double dy = SIGMA_PX * dice.gaussian();
        held[c][2 * j] = pixel[0] + dx;
        held[c][2 * j + 1] = pixel[1] + dy;
        noise[c * Skeleton.JOINTS + j] = Math.hypot(dx, dy);
      }
    }
  }

  private double worse(double[] joints, double[][] held, double[] noise) {
    double[] pixel = new double[2];
    double sum = 0;
    for (int c = 0; c < held.length; c++) {
      for (int j = 0; j < Skeleton.JOINTS; j++) {
        project(c, joints, j, pixel);
        sum += Math.hypot(held[c][2 * j] - pixel[0], held[c][2 * j + 1] - pixel[1]);
        sum -= noise[c * Skeleton.JOINTS + j];
      }
    }
    return sum / noise.length;
  }

  private void project(int camera, double[] joints, int j, double[] pixel) {
    cameras.get(camera).project(joints[3 * j], joints[3 * j + 1], joints[3 * j + 2], pixel);
  }

  /** How many pixels the error has grown after 10, 20, ... 100 ms. */
  double[] curvePx() {
    return Arrays.stream(worsePx).map(sum -> sum / poses).toArray();
  }

  /** The mean over the ten ages. */
  double meanPx() {
    return Arrays.stream(curvePx()).average().orElseThrow();
  }
}
