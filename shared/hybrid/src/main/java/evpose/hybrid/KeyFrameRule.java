package evpose.hybrid;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * When the ANNs of a whole rig run, as its record says it: {@code fixed-10} for every ten steps, or
 * {@code demand-10-e40-c80-100} for at most every ten, when events came that are more than 40 % of
 * what the ANN looks at or confidence fell below 80 %, and every 100 whatever happens. Of events
 * and confidence one may be left out. {@code demand-10-e40-k20-100} keeps 20 % of the output
 * through a key frame on demand. With {@code -roi} at the end the ANN and the SNN's head look only
 * where something has moved lately.
 *
 * @param periodSteps one is due so often
 * @param demand for those between; null for none
 * @param regionOnly whether the ANN and the SNN's head look only where something has moved lately
 */
public record KeyFrameRule(int periodSteps, @Nullable Demand demand, boolean regionOnly) {
  private static final String REGION_ONLY = "-roi";
  private static final Pattern FIXED = Pattern.compile("fixed-([0-9]{1,4})");
  private static final Pattern DEMAND =
      Pattern.compile(
          "demand-([0-9]{1,3})(?:-e([0-9]{1,4}))?(?:-c([0-9]{1,2}))?(?:-k([0-9]{1,2}))?-([0-9]{1,4})");

  public KeyFrameRule {
    new KeyFramePolicy(periodSteps, 0, 0, demand, regionOnly); // throws when they do not fit
  }

  /** Key frames at fixed times. */
  public static KeyFrameRule fixed(int periodSteps) {
    return new KeyFrameRule(periodSteps, null, false);
  }

  /** Reads a rule; empty when the text is none. */
  public static Optional<KeyFrameRule> of(String text) {
    boolean regionOnly = text.endsWith(REGION_ONLY);
    String when = regionOnly ? text.substring(0, text.length() - REGION_ONLY.length()) : text;
    try {
      Matcher fixed = FIXED.matcher(when);
      if (fixed.matches()) {
        return Optional.of(new KeyFrameRule(Integer.parseInt(fixed.group(1)), null, regionOnly));
      }
      Matcher demand = DEMAND.matcher(when);
      if (demand.matches() && (demand.group(2) != null || demand.group(3) != null)) {
        return Optional.of(
            new KeyFrameRule(Integer.parseInt(demand.group(5)), demand(demand), regionOnly));
      }
      return Optional.empty();
    } catch (IllegalArgumentException e) { // numbers that do not fit one another
      return Optional.empty();
    }
  }

  private static Demand demand(Matcher text) {
    double events =
        text.group(2) == null ? Double.POSITIVE_INFINITY : Integer.parseInt(text.group(2)) / 100.0;
    double confidence = text.group(3) == null ? 0 : Integer.parseInt(text.group(3)) / 100.0;
    double kept = text.group(4) == null ? 0 : Integer.parseInt(text.group(4)) / 100.0;
    return new Demand(Integer.parseInt(text.group(1)), events, confidence, kept);
  }

  /** The longest delay that fits. */
  public int longestDelaySteps() {
    return (demand == null ? periodSteps : demand.everySteps()) - 1;
  }

  /** When the key frames of one of a rig's cameras fall: those of a rig are spread. */
  public KeyFramePolicy ofCamera(int delaySteps, int camera, int cameras) {
    if (camera < 0 || camera >= cameras) {
      throw new IllegalArgumentException(
          "a camera's index lies below their number: camera=" + camera + ", cameras=" + cameras);
    }
    int every = demand == null ? periodSteps : demand.everySteps();
    int due = camera * (periodSteps / every) / cameras * every;
    int phase = due + camera * every / cameras;
    return new KeyFramePolicy(periodSteps, phase, delaySteps, demand, regionOnly);
  }

  /** As {@link #of} reads it. */
  public String name() {
    return (demand == null ? "fixed-" : "demand-" + demand.name() + "-")
        + periodSteps
        + (regionOnly ? REGION_ONLY : "");
  }
}
