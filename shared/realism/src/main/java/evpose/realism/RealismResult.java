package evpose.realism;

import evpose.pose.Joint;
import evpose.pose.Skeleton;
import evpose.simulation.Movements;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a judge found in simulated frames. Scenes are added in any order and reported in a fixed
 * one. Thread-safe.
 */
public final class RealismResult {
  private static final int BINS = 8;
  private static final double FAR_OFF_PX = 20;

  /** Session 2, movement 1: walking; what the two real frames show. */
  private static final int WALKING = 8;

  /**
   * One image.
   *
   * @param camera 2 or 3
   * @param error [13][2] found minus true, NaN where there is no truth
   */
  record Seen(
      int subject,
      int movement,
      int index,
      int camera,
      double[][] error,
      Dhp19Frame frame,
      long micros) {}

  private final List<Seen> all = new ArrayList<>();

  synchronized void add(List<Seen> scene) {
    all.addAll(scene);
    all.sort(
        java.util.Comparator.comparingInt(Seen::movement)
            .thenComparingInt(Seen::subject)
            .thenComparingInt(Seen::index)
            .thenComparingInt(Seen::camera));
  }

  private interface Choice {
    boolean of(Seen seen, int joint);
  }

  private Errors errors(Choice choice) {
    Errors errors = new Errors();
    for (Seen seen : all) {
      for (int j = 0; j < Skeleton.JOINTS; j++) {
        double[] e = seen.error[j];
        if (choice.of(seen, j) && !Double.isNaN(e[0])) {
          errors.add(Math.hypot(e[0], e[1]));
        }
      }
    }
    return errors;
  }

  /** Images looked at. */
  public synchronized int images() {
    return all.size();
  }

  /** Mean over all joints of all images, pixels. */
  public synchronized double meanPx() {
    return errors((s, j) -> true).mean();
  }

  /** Median over all joints of all images, pixels. */
  public synchronized double medianPx() {
    return errors((s, j) -> true).median();
  }

  /** All of it, for a report. */
  public synchronized Map<String, Object> report() {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("frames", all.size());
    report.put("mpjpePx", summary(errors((s, j) -> true)));
    Map<String, Object> perMovement = new LinkedHashMap<>();
    for (int m = 0; m < Movements.COUNT; m++) {
      int movement = m;
      Errors errors = errors((s, j) -> s.movement == movement);
      if (errors.count() > 0) {
        perMovement.put(Movements.nameOf(m), summary(errors));
      }
    }
    report.put("perMovement", perMovement);
    Map<String, Object> perJoint = new LinkedHashMap<>();
    for (Joint joint : Joint.values()) {
      perJoint.put(joint.label(), ofJoint(joint.ordinal()));
    }
    report.put("perJoint", perJoint);
    Map<String, Object> statistics = new LinkedHashMap<>();
    statistics.put("all", statistics(all));
    statistics.put("walking", statistics(all.stream().filter(s -> s.movement == WALKING).toList()));
    report.put("frameStatistics", statistics);
    return report;
  }

  private Map<String, Object> ofJoint(int joint) {
    Map<String, Object> of = summary(errors((s, j) -> j == joint));
    for (int camera = 2; camera <= 3; camera++) {
      Errors du = new Errors();
      Errors dv = new Errors();
      for (Seen seen : all) {
        if (seen.camera == camera && !Double.isNaN(seen.error[joint][0])) {
          du.add(seen.error[joint][0]);
          dv.add(seen.error[joint][1]);
        }
      }
      of.put("offsetPxCam" + camera, List.of(round(du.median()), round(dv.median())));
    }
    return of;
  }

  private static Map<String, Object> summary(Errors errors) {
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("mean", round(errors.mean()));
    summary.put("median", round(errors.median()));
    summary.put("shareAbove20Px", round(errors.shareAbove(FAR_OFF_PX)));
    summary.put("joints", errors.count());
    return summary;
  }

  private static Map<String, Object> statistics(List<Seen> images) {
    Map<String, Object> statistics = new LinkedHashMap<>();
    statistics.put("activePixels", spread(images, s -> s.frame.activePixels()));
    statistics.put("meanGrey", spread(images, s -> s.frame.meanGrey()));
    statistics.put("isolatedPixels", spread(images, s -> s.frame.isolatedPixels()));
    statistics.put("milliseconds", spread(images, s -> s.micros * 1e-3));
    List<Object> histogram = new ArrayList<>();
    for (int bin = 0; bin < BINS; bin++) {
      int b = bin;
      histogram.add(spread(images, s -> s.frame.histogram(BINS)[b]));
    }
    statistics.put("greyHistogram", histogram);
    return statistics;
  }

  /** Lower and upper end of what 90 % of the walking images show: active pixels, then the bins. */
  synchronized double[][] walkingRanges() {
    List<Seen> walking = all.stream().filter(s -> s.movement == WALKING).toList();
    double[][] ranges = new double[1 + BINS][];
    ranges[0] = range(walking, s -> s.frame.activePixels());
    for (int bin = 0; bin < BINS; bin++) {
      int b = bin;
      ranges[1 + bin] = range(walking, s -> s.frame.histogram(BINS)[b]);
    }
    return ranges;
  }

  /** The same numbers of one frame. */
  static double[] numbers(Dhp19Frame frame) {
    double[] numbers = new double[1 + BINS];
    numbers[0] = frame.activePixels();
    System.arraycopy(frame.histogram(BINS), 0, numbers, 1, BINS);
    return numbers;
  }

  private static double[] range(
      List<Seen> images, java.util.function.ToDoubleFunction<Seen> number) {
    Errors values = new Errors();
    images.forEach(s -> values.add(number.applyAsDouble(s)));
    return new double[] {values.quantile(0.05), values.quantile(0.95)};
  }

  private static Map<String, Object> spread(
      List<Seen> images, java.util.function.ToDoubleFunction<Seen> number) {
    Errors values = new Errors();
    images.forEach(s -> values.add(number.applyAsDouble(s)));
    Map<String, Object> spread = new LinkedHashMap<>();
    spread.put("p5", round(values.quantile(0.05)));
    spread.put("p50", round(values.median()));
    spread.put("p95", round(values.quantile(0.95)));
    return spread;
  }

  private static Object round(double value) {
    return Double.isNaN(value) ? "none" : Math.round(value * 1e4) / 1e4;
  }
}
