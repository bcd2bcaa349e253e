package evpose.training.triangulation;

import evpose.camera.Dhp19Rig;
import evpose.camera.ProjectionCamera;
import evpose.pose.Joints2d;
import evpose.pose.Skeleton;
import java.util.SplittableRandom;

/** Estimates without a hybrid: a swaying stick figure, seen with noise. */
final class Estimates {
  static final int[] PAIR = {3, 2};

  private Estimates() {}

  static EstimatedTake of(int subject, int steps, double noisePx) {
    SplittableRandom random = new SplittableRandom(subject);
    int rows = PAIR.length * steps * Skeleton.JOINTS * EstimatedTake.NUMBERS;
    EstimatedTake take =
        new EstimatedTake(
            "0123456789abcdef".repeat(4),
            subject,
            8,
            10_000,
            PAIR,
            steps,
            new float[rows],
            new float[steps * EstimatedTake.ROOM]);
    double[] pixel = new double[2];
    Joints2d joints = new Joints2d();
    for (int step = 0; step < steps; step++) {
      for (int j = 0; j < Skeleton.JOINTS; j++) {
        double sway = 60 * Math.sin(0.08 * step + subject);
        double[] at = {sway + (j % 2 == 0 ? 200 : -200), 40 * Math.cos(j), 1700 - 120 * j};
        for (int axis = 0; axis < 3; axis++) {
          take.worldMm()[step * EstimatedTake.ROOM + 3 * j + axis] = (float) at[axis];
        }
      }
      for (int c = 0; c < PAIR.length; c++) {
        ProjectionCamera eye = Dhp19Rig.rig().cameras().get(PAIR[c]);
        for (int j = 0; j < Skeleton.JOINTS; j++) {
          int w = step * EstimatedTake.ROOM + 3 * j;
          eye.project(take.worldMm()[w], take.worldMm()[w + 1], take.worldMm()[w + 2], pixel);
          joints.set(
              j,
              pixel[0] + noisePx * (random.nextDouble() - 0.5),
              pixel[1] + noisePx * (random.nextDouble() - 0.5),
              0.8,
              3);
        }
        take.put(c, step, joints);
      }
    }
    return take;
  }
}
