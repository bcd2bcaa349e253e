package evpose.calibration;

import evpose.pose.Joints2d;
import evpose.pose.Skeleton;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What the cameras of a rig saw of one person, step by step on one time grid.
 *
 * @param stepMicros length of a step
 * @param steps for each step, for each camera in the rig's order, the joints; all missing when that
 *     camera said nothing. Not to be modified.
 */
public record Views(long stepMicros, List<List<Joints2d>> steps) {
  public Views {
    steps = List.copyOf(steps);
  }

  int cameras() {
    return steps.isEmpty() ? 0 : steps.get(0).size();
  }

  /** Every n-th step, so that at most so many are left. */
  Views thinned(int most) {
    int every = Math.max(1, (steps.size() + most - 1) / most);
    List<List<Joints2d>> kept = new ArrayList<>();
    for (int i = 0; i < steps.size(); i += every) {
      kept.add(steps.get(i));
    }
    return new Views(stepMicros * every, kept);
  }

  /** With two cameras' views exchanged. */
  Views exchanged(int a, int b) {
    List<List<Joints2d>> exchanged = new ArrayList<>();
    for (List<Joints2d> step : steps) {
      List<Joints2d> views = new ArrayList<>(step);
      views.set(a, step.get(b));
      views.set(b, step.get(a));
      exchanged.add(views);
    }
    return new Views(stepMicros, exchanged);
  }

  /** With one camera's views taken from the path between its steps, so much later. */
  Views later(int camera, double micros) {
    List<List<Joints2d>> moved = new ArrayList<>();
    double shift = micros / stepMicros;
    for (int i = 0; i < steps.size(); i++) {
      List<Joints2d> views = new ArrayList<>(steps.get(i));
      views.set(camera, between(camera, i + shift));
      moved.add(views);
    }
    return new Views(stepMicros, moved);
  }

  /**
   * With less noise: the median of five steps, then the mean of three. Outliers go, and a view that
   * is taken from between two steps is no quieter than others.
   */
  Views quieted() {
    return filtered(2, Views::median).filtered(1, Views::mean);
  }

  private Views filtered(int reach, ToDoubleFunction<double[]> of) {
    List<List<Joints2d>> quiet = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      List<Joints2d> views = new ArrayList<>();
      for (int c = 0; c < steps.get(i).size(); c++) {
        views.add(filtered(i, c, reach, of));
      }
      quiet.add(views);
    }
    return new Views(stepMicros, quiet);
  }

  private Joints2d filtered(int at, int camera, int reach, ToDoubleFunction<double[]> of) {
    Joints2d out = new Joints2d();
    if (at < reach || at + reach >= steps.size()) {
      return out;
    }
    double[] x = new double[2 * reach + 1];
    double[] y = new double[2 * reach + 1];
    for (int j = 0; j < Skeleton.JOINTS; j++) {
      double least = 1;
      for (int i = 0; i < x.length; i++) {
        Joints2d joints = steps.get(at - reach + i).get(camera);
        x[i] = joints.x(j);
        y[i] = joints.y(j);
        least = Math.min(least, joints.confidence(j));
      }
      if (least > 0) {
        out.set(j, of.applyAsDouble(x), of.applyAsDouble(y), least);
      }
    }
    return out;
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private Joints2d between(int camera, double at) {
    Joints2d joints = new Joints2d();
    int before = (int) Math.floor(at);
    double share = at - before;
    if (before < 0 || before + 1 >= steps.size()) {
      return joints;
    }
    Joints2d a = steps.get(before).get(camera);
    Joints2d b = steps.get(before + 1).get(camera);
    for (int j = 0; j < Skeleton.JOINTS; j++) {
      if (a.present(j) && b.present(j)) {
        joints.set(
            j,
            (1 - share) * a.x(j) + share * b.x(j),
            (1 - share) * a.y(j) + share * b.y(j),
            Math.min(a.confidence(j), b.confidence(j)));
      }
    }
    return joints;
  }
}
