package evpose.temporal;

import evpose.pose.Joints2d;
import evpose.pose.Joints3d;
import evpose.pose.Skeleton;
import java.util.List;

/**
 * What a temporal network reads: of each step of a window, where each view has each joint, how
 * surely, and where the joints are in the room by geometry.
 *
 * <pre>
 *   26 a view   u, then 260 - v, both by c ↦ 2c/346 - [1, 260/346]           as the paper has it
 *   13 a view   confidence, 0 where a joint is missing                       ours
 *   39          mm from the body's centre, in units of {@value #UNIT_MM} mm  ours
 * </pre>
 *
 * <p>The body's centre is the mean of shoulders and hips over the window, so nothing depends on
 * where in the room somebody stands but perspective. A joint that is missing is where it was last
 * seen in the window, before its first sight where it is seen first.
 *
 * <p>A window depends on its own steps only. Stateless.
 */
public final class TemporalInput {
  /** Of coordinates in the room, as they enter and leave the network. */
  public static final double UNIT_MM = 500;

  private static final double WIDTH = 346;
  private static final double HEIGHT = 260;
  private static final int POINTS = 2 * Skeleton.JOINTS;
  private static final int ROOM = 3 * Skeleton.JOINTS;

  /** Shoulders and hips. */
  private static final int[] TORSO = {1, 2, 5, 6};

  private TemporalInput() {}

  /** The steps before now. */
  public interface Past {
    /**
     * @param back 0 for the newest
     * @return a frame; the oldest one there is when the past does not go back so far
     */
    float[] frame(int back);
  }

  /** Channels of so many views. */
  public static int channels(int views) {
    return views * (POINTS + Skeleton.JOINTS) + ROOM;
  }

  /** Channels that are image points. */
  public static int pointChannels(int views) {
    return views * POINTS;
  }

  /** A difference in pixels as image points have it. */
  public static double units(double pixels) {
    return 2 * pixels / WIDTH;
  }

  /** A step as the window's channels have it, room in mm, NaN where a joint is missing. */
  public static float[] frame(List<Joints2d> views, Joints3d placed) {
    int points = views.size() * POINTS;
    float[] frame = new float[channels(views.size())];
    for (int v = 0; v < views.size(); v++) {
      Joints2d view = views.get(v);
      for (int j = 0; j < Skeleton.JOINTS; j++) {
        int at = v * POINTS + 2 * j;
        frame[at] = (float) (2 * view.x(j) / WIDTH - 1);
        frame[at + 1] = (float) ((2 * (HEIGHT - view.y(j)) - HEIGHT) / WIDTH);
        frame[points + v * Skeleton.JOINTS + j] = (float) view.confidence(j);
      }
    }
    int room = frame.length - ROOM;
    for (int j = 0; j < Skeleton.JOINTS; j++) {
      frame[room + 3 * j] = (float) placed.xMm(j);
      frame[room + 3 * j + 1] = (float) placed.yMm(j);
      frame[room + 3 * j + 2] = (float) placed.zMm(j);
    }
    return frame;
  }

  /**
   * Fills a window.
   *
   * @param frames of the window
   * @param out [..][channels][frames], written from {@code at} on
   * @param centreMm (out) the body's centre, world
   * @return false when shoulders and hips were never placed, {@code out} is then undefined
   */
  public static boolean window(Past past, int frames, float[] out, int at, double[] centreMm) {
    if (!centre(past, frames, centreMm)) {
      return false;
    }
    int channels = past.frame(0).length;
    int room = channels - ROOM;
    for (int t = 0; t < frames; t++) {
      float[] frame = past.frame(frames - 1 - t);
      for (int c = 0; c < channels; c++) {
        float value = frame[c];
        out[at + c * frames + t] =
            c < room ? value : (float) ((value - centreMm[(c - room) % 3]) / UNIT_MM);
      }
    }
    for (int c = 0; c < channels; c++) {
      hold(out, at + c * frames, frames);
    }
    return true;
  }

  private static boolean centre(Past past, int frames, double[] centreMm) {
    double[] sum = new double[3];
    int count = 0;
    for (int back = 0; back < frames; back++) {
      float[] frame = past.frame(back);
      for (int joint : TORSO) {
        int at = frame.length - ROOM + 3 * joint;
        if (!Float.isNaN(frame[at])) {
          sum[0] += frame[at];
          sum[1] += frame[at + 1];
          sum[2] += frame[at + 2];
          count++;
        }
      }
    }
    for (int axis = 0; axis < 3; axis++) {
      centreMm[axis] = sum[axis] / count;
    }
    return count > 0;
  }

  private static void hold(float[] row, int at, int length) {
    int first = 0;
    while (first < length && Float.isNaN(row[at + first])) {
      first++;
    }
    float held = first == length ? 0 : row[at + first];
    for (int t = 0; t < length; t++) {
      if (Float.isNaN(row[at + t])) {
        row[at + t] = held;
      } else {
        held = row[at + t];
      }
    }
  }
}
