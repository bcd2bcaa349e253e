package evpose.training.triangulation;

import evpose.datasets.Take;
import evpose.pose.Joints2d;
import java.util.Arrays;

/**
 * What a hybrid saw of one take, with the truth: small enough that all takes fit in memory.
 *
 * @param modelSha256 whose eyes
 * @param cameras indices in the take of the cameras that were looked through, in order
 * @param steps of the take
 * @param seen [camera][step][13][4]: x, y in sensor pixels, confidence, spread in pixels; NaN with
 *     confidence 0 where a joint is missing
 * @param worldMm [step][13][3]
 */
record EstimatedTake(
    String modelSha256,
    int subject,
    int movement,
    int stepMicros,
    int[] cameras,
    int steps,
    float[] seen,
    float[] worldMm) {
  static final int NUMBERS = 4;

  /** Coordinates of a pose in the room. */
  static final int ROOM = 3 * Take.JOINTS;

  private static final int VIEW = NUMBERS * Take.JOINTS;

  /** Nothing seen yet; the truth is the take's. */
  static EstimatedTake of(String modelSha256, Take take, int[] cameras) {
    int steps = take.steps();
    float[] seen = new float[cameras.length * steps * VIEW];
    for (int at = 0; at < seen.length; at += NUMBERS) {
      Arrays.fill(seen, at, at + NUMBERS, Float.NaN);
      seen[at + 2] = 0;
    }
    float[] world = new float[steps * ROOM];
    for (int i = 0; i < world.length; i++) {
      int joint = i / 3 % Take.JOINTS;
      world[i] = take.worldMm(i / ROOM, joint, i % 3);
    }
    Take.Header h = take.header();
    return new EstimatedTake(
        modelSha256, h.subject(), h.movement(), h.stepMicros(), cameras, steps, seen, world);
  }

  /** Takes down what a camera saw at a step. */
  void put(int camera, int step, Joints2d joints) {
    int at = (camera * steps + step) * VIEW;
    for (int j = 0; j < Take.JOINTS; j++, at += NUMBERS) {
      seen[at] = (float) joints.x(j);
      seen[at + 1] = (float) joints.y(j);
      seen[at + 2] = (float) joints.confidence(j);
      seen[at + 3] = (float) joints.spreadPx(j);
    }
  }

  /** Gives back what a camera saw at a step; all joints missing where it was not asked. */
  void get(int camera, int step, Joints2d joints) {
    int at = (camera * steps + step) * VIEW;
    for (int j = 0; j < Take.JOINTS; j++, at += NUMBERS) {
      joints.set(j, seen[at], seen[at + 1], seen[at + 2], seen[at + 3]);
    }
  }
}
