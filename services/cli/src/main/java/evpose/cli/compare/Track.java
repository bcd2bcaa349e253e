package evpose.cli.compare;

import evpose.evaluation.accuracy.Jitter;
import evpose.pose.Skeleton;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Joints by step, of one camera in the image or of the body in the room. Not thread-safe. */
final class Track {
  /** Of a camera that said nothing. */
  static final Track EMPTY = new Track(2);

  private final int dimensions;
  private final TreeMap<Long, double[]> joints = new TreeMap<>();

  /**
   * @param dimensions 2 or 3
   */
  Track(int dimensions) {
    this.dimensions = dimensions;
  }

  /**
   * @param row [13·dimensions] NaN where missing; kept, not copied. Replaces the step's earlier one
   */
  void put(long step, double[] row) {
    joints.put(step, row);
  }

  NavigableMap<Long, double[]> steps() {
    return joints;
  }

  /** The steps from one on, up to before another. */
  Track part(long from, long to) {
    Track part = new Track(dimensions);
    part.joints.putAll(joints.subMap(from, to));
    return part;
  }

  /** Distance of a joint from the same joint elsewhere; NaN when either is missing. */
  double distance(double[] p, double[] q, int joint) {
    double squares = 0;
    for (int d = joint * dimensions; d < (joint + 1) * dimensions; d++) {
      squares += (p[d] - q[d]) * (p[d] - q[d]);
    }
    return Math.sqrt(squares);
  }

  /** Mean length of the joints' second differences, a step²; NaN when there are none. */
  double restlessness() {
    return acceleration(new TreeMap<>());
  }

  /**
   * The same of the difference from a truth: the body's own acceleration costs nothing.
   *
   * @param truth by step; steps without one are taken as motionless
   */
  private double acceleration(NavigableMap<Long, double[]> truth) {
    Jitter jitter = new Jitter(dimensions, 0);
    double[] still = new double[Skeleton.JOINTS * dimensions];
    joints.forEach(
        (step, row) -> {
          double[] before = joints.get(step - 1);
          double[] after = joints.get(step + 1);
          if (before != null && after != null) {
            jitter.track(
                new double[][] {before, row, after},
                new double[][] {
                  truth.getOrDefault(step - 1, still),
                  truth.getOrDefault(step, still),
                  truth.getOrDefault(step + 1, still)
                },
                1,
                2);
          }
        });
    return jitter.accelerationError();
  }

  /** Acceleration error against a truth that covers the track; NaN when there is no truth. */
  double accelerationError(NavigableMap<Long, double[]> truth) {
    TreeMap<Long, double[]> covered = new TreeMap<>(truth);
    Track both = new Track(dimensions);
    joints.forEach(
        (step, row) -> {
          if (covered.containsKey(step)) {
            both.put(step, row);
          }
        });
    return both.joints.isEmpty() ? Double.NaN : both.acceleration(covered);
  }
}
