package evpose.evaluation.cost;

import java.util.List;

/**
 * Cores that one camera keeps busy, as a rule: so much for each step, so much for each event.
 *
 * <pre>
 *   cores = secondsPerStep · steps a second + secondsPerEvent · events a second
 * </pre>
 *
 * @param secondsPerStep processor time of a step without events, its share of a key frame included
 * @param secondsPerEvent processor time of one event, from the wire to the spikes it causes
 */
public record CameraCost(double secondsPerStep, double secondsPerEvent) {

  /**
   * One measurement.
   *
   * @param stepsPerSecond of the camera
   * @param eventsPerSecond of the camera
   * @param cores measured
   */
  public record Sample(double stepsPerSecond, double eventsPerSecond, double cores) {}

  /**
   * The rule that fits measurements best, each by its relative error.
   *
   * @param samples at least two, not all with the same ratio of steps to events
   * @throws IllegalArgumentException when they do not tell steps from events
   */
  public static CameraCost fit(List<Sample> samples) {
    double ss = 0;
    double se = 0;
    double ee = 0;
    double s1 = 0;
    double e1 = 0;
    for (Sample sample : samples) {
      double s = sample.stepsPerSecond / sample.cores;
      double e = sample.eventsPerSecond / sample.cores;
      ss += s * s;
      se += s * e;
      ee += e * e;
      s1 += s;
      e1 += e;
    }
    double determinant = ss * ee - se * se;
    if (samples.size() < 2 || !(determinant > 1e-6 * ss * ee)) {
      throw new IllegalArgumentException(
          "steps and events must differ between measurements, or they cannot be told apart:"
              + " measurements="
              + samples.size());
    }
    return new CameraCost((s1 * ee - e1 * se) / determinant, (e1 * ss - s1 * se) / determinant);
  }

  /** Cores by the rule. */
  public double cores(double stepsPerSecond, double eventsPerSecond) {
    return secondsPerStep * stepsPerSecond + secondsPerEvent * eventsPerSecond;
  }

  /** The rule over the measurement, minus one. */
  public double error(Sample sample) {
    return cores(sample.stepsPerSecond, sample.eventsPerSecond) / sample.cores - 1;
  }
}
