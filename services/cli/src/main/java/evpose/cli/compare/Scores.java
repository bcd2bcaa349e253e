package evpose.cli.compare;

import evpose.evaluation.accuracy.JointErrors;
import evpose.pose.Skeleton;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/** Distances of one track from another, by pose and joint. */
final class Scores {
  private final JointErrors errors = new JointErrors();
  private double largest = Double.NaN;

  /** Adds all steps that both have. */
  Scores add(Track track, NavigableMap<Long, double[]> other) {
    track
        .steps()
        .forEach(
            (step, row) -> {
              double[] its = other.get(step);
              if (its != null) {
                for (int j = 0; j < Skeleton.JOINTS; j++) {
                  errors.joint(j, track.distance(row, its, j));
                }
                double pose = errors.endPose();
                if (!Double.isNaN(pose)) {
                  largest = Double.isNaN(largest) ? pose : Math.max(largest, pose);
                }
              }
            });
    return this;
  }

  @Nullable Double mean() {
    return orNull(errors.mean());
  }

  /** Of the pose that lies farthest off. */
  @Nullable Double largest() {
    return orNull(largest);
  }

  List<@Nullable Double> joints() {
    List<@Nullable Double> means = new ArrayList<>();
    for (int j = 0; j < Skeleton.JOINTS; j++) {
      means.add(orNull(errors.mean(j)));
    }
    return means;
  }

  static @Nullable Double orNull(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
