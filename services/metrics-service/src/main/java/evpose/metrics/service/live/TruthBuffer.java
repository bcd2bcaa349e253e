package evpose.metrics.service.live;

import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The truth of the last steps of a rig, bounded in data time. Not thread-safe. */
final class TruthBuffer {
  private final long horizonSteps;
  private final TreeMap<Long, double[]> steps = new TreeMap<>();

  TruthBuffer(long horizonSteps) {
    this.horizonSteps = horizonSteps;
  }

  /**
   * @param xyzMm [13][3], NaN where missing; kept, not copied
   */
  void put(long step, double[] xyzMm) {
    if (!steps.isEmpty() && step < steps.lastKey() - horizonSteps) {
      steps.clear(); // another recording under the same name
    }
    steps.put(step, xyzMm);
    while (steps.firstKey() < steps.lastKey() - horizonSteps) {
      steps.pollFirstEntry();
    }
  }

  double @Nullable [] get(long step) {
    return steps.get(step);
  }

  /** The newest; null when there is none. */
  double @Nullable [] newest() {
    return steps.isEmpty() ? null : steps.lastEntry().getValue();
  }

  boolean isEmpty() {
    return steps.isEmpty();
  }
}
