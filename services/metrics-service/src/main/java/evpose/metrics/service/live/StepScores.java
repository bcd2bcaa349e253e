package evpose.metrics.service.live;

import evpose.evaluation.accuracy.JointErrors;
import evpose.pose.Skeleton;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The errors of one stream of poses against the truth: every step counts once, with its highest
 * revision. Poses and truth may come in any order; what has not met within the horizon of data time
 * is forgotten. Not thread-safe.
 *
 * <p>A step that lies further back than the horizon is the beginning of another recording under the
 * same name: the sums stay, the steps begin anew.
 */
final class StepScores {
  /** What became of a pose. */
  enum Offer {
    /** The step's first. */
    NEW,
    /** Replaces an earlier revision. */
    NEWER,
    /** Nothing that was not known: a repetition, or a revision that was overtaken. */
    STALE
  }

  private static final class Entry {
    int revision;
    double[] joints; // [13][dimensions], NaN where missing
    double error = Double.NaN;

    Entry(int revision, double[] joints) {
      this.revision = revision;
      this.joints = joints;
    }
  }

  private final int dimensions;
  private final long horizonSteps;
  private final TreeMap<Long, Entry> steps = new TreeMap<>();
  private long newest;
  private double sum;
  private long scored;
  private long restarts;

  /**
   * @param dimensions 2 or 3
   * @param horizonSteps how far back a step may still be revised or meet its truth
   */
  StepScores(int dimensions, long horizonSteps) {
    this.dimensions = dimensions;
    this.horizonSteps = horizonSteps;
  }

  /**
   * Takes the pose of a step.
   *
   * @param joints [13][dimensions] row-major, NaN where missing; kept, not copied
   */
  Offer offer(long step, int revision, double[] joints) {
    if (!steps.isEmpty() && step < newest - horizonSteps) {
      steps.clear();
      restarts++;
    }
    newest = steps.isEmpty() ? step : Math.max(newest, step);
    Entry known = steps.get(step);
    if (known != null && revision <= known.revision) {
      return Offer.STALE;
    }
    if (known == null) {
      steps.put(step, new Entry(revision, joints));
      while (steps.firstKey() < newest - horizonSteps) {
        steps.pollFirstEntry();
      }
      return Offer.NEW;
    }
    known.revision = revision;
    known.joints = joints;
    return Offer.NEWER;
  }

  /**
   * Compares the pose of a step with the truth; nothing happens when one of them is not here yet.
   *
   * @param truth [13][dimensions] row-major, NaN where missing
   */
  void score(long step, double @Nullable [] truth) {
    Entry entry = steps.get(step);
    if (entry == null || truth == null) {
      return;
    }
    double error = meanDistance(entry.joints, truth);
    if (!Double.isNaN(entry.error)) {
      sum -= entry.error;
      scored--;
    }
    if (!Double.isNaN(error)) {
      sum += error;
      scored++;
    }
    entry.error = error;
  }

  /** Steps that wait for their truth. */
  Iterable<Long> unscored() {
    return steps.entrySet().stream()
        .filter(step -> Double.isNaN(step.getValue().error))
        .map(Map.Entry::getKey)
        .toList();
  }

  private double meanDistance(double[] joints, double[] truth) {
    JointErrors pose = new JointErrors();
    for (int j = 0; j < Skeleton.JOINTS; j++) {
      double squares = 0;
      for (int d = 0; d < dimensions; d++) {
        double difference = joints[dimensions * j + d] - truth[dimensions * j + d];
        squares += difference * difference;
      }
      pose.joint(j, Math.sqrt(squares));
    }
    return pose.endPose();
  }

  /** Sum of the errors of all steps compared; with {@link #scored} it gives a mean over streams. */
  double sum() {
    return sum;
  }

  /** Steps compared with the truth. */
  long scored() {
    return scored;
  }

  /** Adds the steps newer than the given number of steps before the newest one to {@code mean}. */
  void addLast(long lastSteps, Mean mean) {
    if (!steps.isEmpty()) {
      for (Entry entry : steps.tailMap(newest - lastSteps, false).values()) {
        mean.add(entry.error);
      }
    }
  }

  /** Times that the steps began anew. */
  long restarts() {
    return restarts;
  }
}
