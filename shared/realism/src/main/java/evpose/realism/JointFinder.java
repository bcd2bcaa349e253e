package evpose.realism;

import evpose.hybrid.djl.CalabreseNetwork;
import evpose.pose.Skeleton;
import evpose.weights.Tensors;

/** A network that finds joints in frames. Not thread-safe. */
final class JointFinder implements AutoCloseable {
  private final CalabreseNetwork network;

  JointFinder(Tensors weights, int threads) {
    network = new CalabreseNetwork(weights, threads);
  }

  /**
   * The highest point of each joint's heatmap, without any threshold.
   *
   * @return [13][2] column and row
   */
  double[][] find(Dhp19Frame frame) {
    float[] maps = network.heatmaps(frame.floats(), 1, frame.rows(), frame.columns());
    int size = frame.rows() * frame.columns();
    double[][] joints = new double[Skeleton.JOINTS][];
    for (int j = 0; j < joints.length; j++) {
      int best = j * size;
      for (int i = j * size; i < (j + 1) * size; i++) {
        if (maps[i] > maps[best]) {
          best = i;
        }
      }
      int place = best - j * size;
      joints[j] = new double[] {place % frame.columns(), place / frame.columns()};
    }
    return joints;
  }

  @Override
  public void close() {
    network.close();
  }
}
