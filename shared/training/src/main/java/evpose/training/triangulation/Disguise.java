package evpose.training.triangulation;

import evpose.camera.ProjectionCamera;
import evpose.datasets.Take;
import evpose.temporal.TemporalInput;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Makes other people of those there are: a window's body gets other bones, is turned about the
 * vertical and put elsewhere, in the room and in the images alike. What the hybrid got wrong stays
 * as it was: image points move by as much as the projection of their joint does.
 *
 * <p>The room is that of DHP19, z up. Not thread-safe.
 */
final class Disguise {
  /** Bones become longer or shorter by up to this share. */
  private static final double BONES = 0.12;

  private static final double TURN_RADIANS = 0.25;
  private static final double SHIFT_MM = 120;

  /** Joints in an order in which parents come first; -1 is the body's centre. */
  private static final int[] ORDER = {1, 2, 5, 6, 0, 3, 4, 7, 8, 9, 10, 11, 12};

  private static final int[] PARENT = {-1, -1, -1, 1, 2, -1, -1, 3, 4, 5, 6, 9, 10};

  /** Left and right share a bone's length: trunk, head, upper arm, forearm, thigh, shank. */
  private static final int[] BONE = {1, 0, 0, 2, 2, 0, 0, 3, 3, 4, 4, 5, 5};

  private static final int BONE_KINDS = 6;

  private final List<ProjectionCamera> cameras;
  private final double[] factor = new double[BONE_KINDS];
  private final double[] shift = new double[2];
  private final double[] pose = new double[3 * Take.JOINTS];
  private final double[] other = new double[3 * Take.JOINTS];
  private final double[] before = new double[2];
  private final double[] after = new double[2];
  private double cosine;
  private double sine;

  Disguise(List<ProjectionCamera> cameras) {
    this.cameras = cameras;
  }

  /** Somebody else by chance. */
  void draw(SplittableRandom random) {
    for (int k = 0; k < BONE_KINDS; k++) {
      factor[k] = 1 + BONES * (2 * random.nextDouble() - 1);
    }
    double angle = TURN_RADIANS * (2 * random.nextDouble() - 1);
    cosine = Math.cos(angle);
    sine = Math.sin(angle);
    shift[0] = SHIFT_MM * (2 * random.nextDouble() - 1);
    shift[1] = SHIFT_MM * (2 * random.nextDouble() - 1);
  }

  /**
   * Disguises a window and its target, both seen from the body's centre, which stays theirs.
   *
   * @param window [..][channels][frames] from {@code at} on. Modified.
   * @param target [39] from {@code targetAt} on. Modified.
   */
  void apply(float[] window, int at, int frames, double[] centreMm, float[] target, int targetAt) {
    int points = TemporalInput.pointChannels(cameras.size());
    int room = at + (TemporalInput.channels(cameras.size()) - pose.length) * frames;
    for (int t = 0; t < frames; t++) {
      for (int i = 0; i < pose.length; i++) {
        pose[i] = window[room + i * frames + t];
      }
      change();
      for (int c = 0; c < cameras.size(); c++) {
        move(window, at + c * points / cameras.size() * frames + t, frames, centreMm, c);
      }
      for (int i = 0; i < pose.length; i++) {
        window[room + i * frames + t] = (float) other[i];
      }
    }
    for (int i = 0; i < pose.length; i++) {
      pose[i] = target[targetAt + i];
    }
    change();
    for (int i = 0; i < pose.length; i++) {
      target[targetAt + i] = (float) other[i];
    }
  }

  /** From {@code pose} to {@code other}; where the body went is left to the images. */
  private void change() {
    for (int joint : ORDER) {
      int parent = PARENT[joint];
      for (int axis = 0; axis < 3; axis++) {
        double from = parent < 0 ? 0 : pose[3 * parent + axis];
        double to = parent < 0 ? 0 : other[3 * parent + axis];
        other[3 * joint + axis] = to + factor[BONE[joint]] * (pose[3 * joint + axis] - from);
      }
    }
    for (int j = 0; j < Take.JOINTS; j++) {
      double x = other[3 * j];
      double y = other[3 * j + 1];
      other[3 * j] = cosine * x - sine * y;
      other[3 * j + 1] = sine * x + cosine * y;
    }
  }

  private void move(float[] window, int at, int frames, double[] centreMm, int camera) {
    ProjectionCamera eye = cameras.get(camera);
    for (int j = 0; j < Take.JOINTS; j++) {
      boolean both =
          project(eye, pose, j, centreMm, 0, before) && project(eye, other, j, centreMm, 1, after);
      if (both) {
        window[at + 2 * j * frames] += (float) TemporalInput.units(after[0] - before[0]);
        window[at + (2 * j + 1) * frames] -= (float) TemporalInput.units(after[1] - before[1]);
      }
    }
  }

  private boolean project(
      ProjectionCamera eye, double[] body, int j, double[] centreMm, int moved, double[] pixel) {
    return eye.project(
        centreMm[0] + TemporalInput.UNIT_MM * body[3 * j] + moved * shift[0],
        centreMm[1] + TemporalInput.UNIT_MM * body[3 * j + 1] + moved * shift[1],
        centreMm[2] + TemporalInput.UNIT_MM * body[3 * j + 2],
        pixel);
  }
}
