package evpose.training.triangulation;

import evpose.datasets.Take;
import evpose.hybrid.djl.TrainableTemporal;
import evpose.temporal.TemporalDescription;
import evpose.temporal.TemporalInput;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Errors over windows, mean over poses of the mean over joints, mm.
 *
 * @param geometryMm of geometry alone, joints that it does not place left out
 * @param learnedMm of the network on the same joints
 * @param learnedAllMm of the network on all joints
 * @param geometryPerJointMm by joint
 * @param learnedPerJointMm by joint, on the same
 * @param poses that were measured
 */
record Measurement(
    double geometryMm,
    double learnedMm,
    double learnedAllMm,
    double[] geometryPerJointMm,
    double[] learnedPerJointMm,
    int poses) {
  private static final int BATCH = 64;
  private static final int ROOM = EstimatedTake.ROOM;

  static Measurement of(
      TrainableTemporal network,
      TemporalDescription d,
      Windows source,
      List<Windows.Window> windows) {
    Sums sums = new Sums();
    int length = d.channels() * d.frames();
    float[] inputs = new float[BATCH * length];
    float[] targets = new float[BATCH * ROOM];
    Windows.Window[] cut = new Windows.Window[BATCH];
    double[] centre = new double[3];
    int filled = 0;
    for (int i = 0; i < windows.size(); i++) {
      if (source.cut(windows.get(i), inputs, filled * length, centre)) {
        Windows.target(windows.get(i), centre, targets, filled * ROOM);
        cut[filled++] = windows.get(i);
      }
      if (filled == BATCH || (i == windows.size() - 1 && filled > 0)) {
        float[] told = network.run(Arrays.copyOf(inputs, filled * length), filled);
        for (int b = 0; b < filled; b++) {
          sums.add(cut[b], told, targets, b * ROOM);
        }
        filled = 0;
      }
    }
    return sums.result();
  }

  double gain() {
    return 1 - learnedMm / geometryMm;
  }

  String line() {
    return String.format(
        Locale.ROOT,
        "%d poses: geometry %.2f mm, learned %.2f mm (%.1f %% less), on all joints %.2f mm",
        poses,
        geometryMm,
        learnedMm,
        100 * gain(),
        learnedAllMm);
  }

  private static final class Sums {
    private double geometry;
    private double learned;
    private double all;
    private int poses;
    private final double[][] perJoint = new double[2][Take.JOINTS];
    private final int[] counts = new int[Take.JOINTS];

    void add(Windows.Window window, float[] told, float[] truth, int at) {
      float[] frame = window.track().frames()[window.step()];
      float[] world = window.track().take().worldMm();
      double[] sums = new double[3];
      int placed = 0;
      for (int j = 0; j < Take.JOINTS; j++) {
        double own = TemporalInput.UNIT_MM * distance(told, at + 3 * j, truth, at + 3 * j);
        sums[2] += own;
        double theirs =
            distance(frame, frame.length - ROOM + 3 * j, world, window.step() * ROOM + 3 * j);
        if (!Double.isNaN(theirs)) {
          sums[0] += theirs;
          sums[1] += own;
          perJoint[0][j] += theirs;
          perJoint[1][j] += own;
          counts[j]++;
          placed++;
        }
      }
      if (placed > 0) {
        geometry += sums[0] / placed;
        learned += sums[1] / placed;
        all += sums[2] / Take.JOINTS;
        poses++;
      }
    }

    private static double distance(float[] a, int at, float[] b, int bt) {
      double dx = a[at] - b[bt];
      double dy = a[at + 1] - b[bt + 1];
      double dz = a[at + 2] - b[bt + 2];
      return Math.sqrt(dx * dx + dy * dy + dz * dz);
    }

    Measurement result() {
      for (int j = 0; j < Take.JOINTS; j++) {
        perJoint[0][j] /= counts[j];
        perJoint[1][j] /= counts[j];
      }
      return new Measurement(
          geometry / poses, learned / poses, all / poses, perJoint[0], perJoint[1], poses);
    }
  }
}
