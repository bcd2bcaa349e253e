package evpose.metrics.service.live;

import evpose.evaluation.accuracy.Jitter;
import evpose.evaluation.accuracy.JointErrors;
import evpose.evaluation.accuracy.Pck;
import evpose.evaluation.accuracy.Procrustes;
import evpose.pose.Skeleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
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
    double @Nullable [] truth;
    double error = Double.NaN;
    double aligned = Double.NaN; // in 3D: what is left after moving, turning and scaling

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
    entry.truth = truth;
    entry.aligned = dimensions == 3 ? Procrustes.error(entry.joints, truth) : Double.NaN;
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
      pose.joint(j, distance(joints, truth, j));
    }
    return pose.endPose();
  }

  private double distance(double[] joints, double[] truth, int joint) {
    double squares = 0;
    for (int d = 0; d < dimensions; d++) {
      double difference = joints[dimensions * joint + d] - truth[dimensions * joint + d];
      squares += difference * difference;
    }
    return Math.sqrt(squares);
  }

  /** Sum of the errors of all steps compared; with {@link #scored} it gives a mean over streams. */
  double sum() {
    return sum;
  }

  /** Steps compared with the truth. */
  long scored() {
    return scored;
  }

  /** The joints of a step, [13][dimensions], NaN where missing; null when it is not held. */
  double @Nullable [] joints(long step) {
    Entry entry = steps.get(step);
    return entry == null ? null : entry.joints;
  }

  /** Adds the steps newer than the given number of steps before the newest one to {@code mean}. */
  void addLast(long lastSteps, Mean mean) {
    last(lastSteps).values().forEach(entry -> mean.add(entry.error));
  }

  /** The same with the errors that are left after alignment. */
  void addLastAligned(long lastSteps, Mean mean) {
    last(lastSteps).values().forEach(entry -> mean.add(entry.aligned));
  }

  /** Asks about every joint of those steps that has a truth. */
  void addLast(long lastSteps, Pck correct) {
    for (Entry entry : last(lastSteps).values()) {
      double[] truth = entry.truth;
      for (int j = 0; truth != null && j < Skeleton.JOINTS; j++) {
        if (!Double.isNaN(truth[dimensions * j])) {
          correct.joint(distance(entry.joints, truth, j));
        }
      }
    }
  }

  /** Follows the steps that come one after another and have a truth. */
  void addLast(long lastSteps, Jitter jitter) {
    List<double[]> told = new ArrayList<>();
    List<double[]> truth = new ArrayList<>();
    long next = Long.MIN_VALUE;
    for (Map.Entry<Long, Entry> step : last(lastSteps).entrySet()) {
      Entry entry = step.getValue();
      if (step.getKey() != next || entry.truth == null) {
        track(told, truth, jitter);
      }
      if (entry.truth != null) {
        told.add(entry.joints);
        truth.add(entry.truth);
      }
      next = step.getKey() + 1;
    }
    track(told, truth, jitter);
  }

  private static void track(List<double[]> told, List<double[]> truth, Jitter jitter) {
    if (told.size() > 2) { // an acceleration needs three
      jitter.track(
          told.toArray(double[][]::new), truth.toArray(double[][]::new), 1, told.size() - 1);
    }
    told.clear();
    truth.clear();
  }

  private SortedMap<Long, Entry> last(long lastSteps) {
    return steps.tailMap(newest - lastSteps, false);
  }

  /** Times that the steps began anew. */
  long restarts() {
    return restarts;
  }
}
