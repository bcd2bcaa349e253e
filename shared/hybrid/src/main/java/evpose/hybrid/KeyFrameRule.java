package evpose.hybrid;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * When the ANNs of a whole rig run, as its record says it: {@code fixed-10} for every ten steps, or
 * {@code demand-10-e40-c80-100} for at most every ten, when events came that are more than 40 % of
 * what the ANN looks at or confidence fell below 80 %, and every 100 whatever happens. Of events
 * and confidence one may be left out.
 *
 * @param periodSteps one is due so often
 * @param demand for those between; null for none
 */
public record KeyFrameRule(int periodSteps, @Nullable Demand demand) {
  private static final Pattern FIXED = Pattern.compile("fixed-([0-9]{1,4})");
  private static final Pattern DEMAND =
      Pattern.compile("demand-([0-9]{1,3})(?:-e([0-9]{1,4}))?(?:-c([0-9]{1,2}))?-([0-9]{1,4})");

  public KeyFrameRule {
    new KeyFramePolicy(periodSteps, 0, 0, demand); // throws when they do not fit
  }

  /** Key frames at fixed times. */
  public static KeyFrameRule fixed(int periodSteps) {
    return new KeyFrameRule(periodSteps, null);
  }

  /** Reads a rule; empty when the text is none. */
  public static Optional<KeyFrameRule> of(String text) {
    try {
      Matcher fixed = FIXED.matcher(text);
      if (fixed.matches()) {
        return Optional.of(fixed(Integer.parseInt(fixed.group(1))));
      }
      Matcher demand = DEMAND.matcher(text);
      if (demand.matches() && (demand.group(2) != null || demand.group(3) != null)) {
        double events =
            demand.group(2) == null
                ? Double.POSITIVE_INFINITY
                : Integer.parseInt(demand.group(2)) / 100.0;
        double confidence = demand.group(3) == null ? 0 : Integer.parseInt(demand.group(3)) / 100.0;
        Demand when = new Demand(Integer.parseInt(demand.group(1)), events, confidence);
        return Optional.of(new KeyFrameRule(Integer.parseInt(demand.group(4)), when));
      }
      return Optional.empty();
    } catch (IllegalArgumentException e) { // numbers that do not fit one another
      return Optional.empty();
    }
  }

  /** The longest delay that fits. */
  public int longestDelaySteps() {
    return (demand == null ? periodSteps : demand.everySteps()) - 1;
  }

  /** When the key frames of one of a rig's cameras fall. */
  public KeyFramePolicy ofCamera(int delaySteps, int camera, int cameras) {
    return demand == null
        ? KeyFramePolicy.ofCamera(periodSteps, delaySteps, camera, cameras)
        : KeyFramePolicy.ofCamera(periodSteps, delaySteps, demand, camera, cameras);
  }

  /** As {@link #of} reads it. */
  public String name() {
    return (demand == null ? "fixed-" : "demand-" + demand.name() + "-") + periodSteps;
  }
}
