package evpose.exports;

import evpose.pose.Skeleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A grown-up who walks, swings arms and turns, at 100 Hz. */
public final class Tracks {
  private Tracks() {}

  /** [13][4] mm and confidence; every bone keeps its length. */
  public static double[][] joints(double seconds, boolean turning) {
    double phase = 2 * Math.PI * 0.9 * seconds;
    double about = turning ? 0.8 * seconds : 0;
    double x = turning ? 400 * Math.sin(0.31 * seconds) : 0;
    double twist = 0.2 * Math.sin(phase);
    double[][] body = new double[Skeleton.JOINTS][];
    body[0] = new double[] {0, -60, 1650, 0.9};
    for (int side = 0; side < 2; side++) {
      double s = side == 0 ? -1 : 1;
      double leg = 0.5 * s * Math.sin(phase);
      double knee = leg - 0.5 - 0.4 * Math.cos(phase + (side == 0 ? 0 : Math.PI));
      double arm = -0.7 * s * Math.sin(phase) + 0.3;
      double elbow = arm + 0.6 + 0.5 * Math.sin(2 * phase + s);
      body[1 + side] =
          new double[] {s * 190 * Math.cos(twist), s * 190 * Math.sin(twist), 1450, 0.9};
      body[3 + side] = limb(body[1 + side], 290, arm, 0.3 * s);
      body[5 + side] = new double[] {s * 110, 0, 950, 0.9};
      body[7 + side] = limb(body[3 + side], 260, elbow, 0.1 * s);
      body[9 + side] = limb(body[5 + side], 440, leg, 0.05 * s);
      body[11 + side] = limb(body[9 + side], 420, knee, 0.02 * s);
    }
    for (double[] joint : body) {
      double bx = joint[0];
      double by = joint[1];
      joint[0] = x + Math.cos(about) * bx - Math.sin(about) * by;
      joint[1] = Math.sin(about) * bx + Math.cos(about) * by;
    }
    return body;
  }

  /** Forward is -y. */
  private static double[] limb(double[] from, double length, double forward, double aside) {
    double down = length * Math.cos(forward);
    return new double[] {
      from[0] + down * Math.sin(aside),
      from[1] - length * Math.sin(forward),
      from[2] - down * Math.cos(aside),
      0.9
    };
  }

  /** A track with noise of so many mm. */
  public static PoseTrack walk(int frames, boolean turning, double noiseMm, long seed) {
    Random random = new Random(seed);
    List<double[][]> all = new ArrayList<>();
    for (int f = 0; f < frames; f++) {
      double[][] joints = joints(f / 100.0, turning);
      for (double[] joint : joints) {
        for (int i = 0; i < 3; i++) {
          joint[i] += noiseMm * random.nextGaussian();
        }
      }
      all.add(joints);
    }
    return new PoseTrack("lab", 10_000, 0, all);
  }

  /** Makes a joint missing. */
  public static void hide(double[][] joints, int joint) {
    joints[joint] = new double[] {Double.NaN, Double.NaN, Double.NaN, 0};
  }
}
