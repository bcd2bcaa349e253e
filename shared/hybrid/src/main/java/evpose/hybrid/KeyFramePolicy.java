package evpose.hybrid;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * When the ANN runs, and when its answer counts: every so many steps of the rig's grid, and between
 * them on demand. Cameras of one rig take turns, so that their ANNs do not collide.
 *
 * <p>The key frames that are due whatever happens bound how far back an answer reaches: each of
 * them resets all that a demand is told by, and begins anew.
 *
 * @param periodSteps steps from one key frame to the next, 10 in the paper
 * @param phaseSteps the step, modulo the period, at which they fall
 * @param delaySteps so many steps later a key frame takes effect; 0 in the paper. The more, the
 *     slower an ANN may be without anybody waiting for it, and the older what the network rests on
 * @param demand when one is wanted before it is due; null for never, as in the paper
 * @param regionOnly whether the ANN and the SNN's head look only where something has moved lately;
 *     in the paper they look everywhere
 */
public record KeyFramePolicy(
    int periodSteps, int phaseSteps, int delaySteps, @Nullable Demand demand, boolean regionOnly) {
  private static final Pattern NAME = Pattern.compile("(.+)\\+([0-9]{1,4})(?:-late-([0-9]{1,4}))?");

  public KeyFramePolicy {
    if (periodSteps < 1 || phaseSteps < 0 || phaseSteps >= periodSteps) {
      throw new IllegalArgumentException(
          "a period is at least one step and the phase lies inside it: periodSteps="
              + periodSteps
              + ", phaseSteps="
              + phaseSteps);
    }
    if (delaySteps < 0 || delaySteps >= periodSteps) {
      throw new IllegalArgumentException(
          "a key frame takes effect before the next one is due: delaySteps="
              + delaySteps
              + ", periodSteps="
              + periodSteps);
    }
    if (demand != null
        && (periodSteps % demand.everySteps() != 0 || delaySteps >= demand.everySteps())) {
      throw new IllegalArgumentException(
          "a period holds demands a whole number of times, and each takes effect before the next:"
              + " periodSteps="
              + periodSteps
              + ", delaySteps="
              + delaySteps
              + ", everySteps="
              + demand.everySteps());
    }
  }

  /** Key frames at fixed times only. */
  public KeyFramePolicy(int periodSteps, int phaseSteps, int delaySteps) {
    this(periodSteps, phaseSteps, delaySteps, null, false);
  }

  /** Spreads the key frames of n cameras over the period. */
  public static KeyFramePolicy ofCamera(int periodSteps, int delaySteps, int camera, int cameras) {
    return KeyFrameRule.fixed(periodSteps).ofCamera(delaySteps, camera, cameras);
  }

  /** Whether a key frame is due at a step, whatever happens. */
  public boolean keyFrameAt(long step) {
    return Math.floorMod(step - phaseSteps, (long) periodSteps) == 0;
  }

  /** Whether a key frame may fall on a step when it is wanted. */
  boolean mayDemandAt(long step) {
    return demand != null && Math.floorMod(step - phaseSteps, (long) demand.everySteps()) == 0;
  }

  /** The newest key frame that is due at a step or before it. */
  public long lastKeyFrame(long step) {
    return step - Math.floorMod(step - phaseSteps, (long) periodSteps);
  }

  /** The key frame that the answer to a step rests on, or an older one than it rests on. */
  public long keyFrameInEffect(long step) {
    return lastKeyFrame(step - delaySteps);
  }

  /** Reads a policy as poses name it; empty when the text is none. */
  public static Optional<KeyFramePolicy> of(String name) {
    Matcher policy = NAME.matcher(name);
    if (!policy.matches()) {
      return Optional.empty();
    }
    int phase = Integer.parseInt(policy.group(2));
    int delay = policy.group(3) == null ? 0 : Integer.parseInt(policy.group(3));
    try {
      return KeyFrameRule.of(policy.group(1))
          .map(
              rule ->
                  new KeyFramePolicy(
                      rule.periodSteps(), phase, delay, rule.demand(), rule.regionOnly()));
    } catch (IllegalArgumentException e) { // numbers that do not fit one another
      return Optional.empty();
    }
  }

  /**
   * As poses name it, such as fixed-10+3, fixed-10+3-late-2, demand-10-e40-k20-100+3 or
   * fixed-10-roi+3.
   */
  public String name() {
    return new KeyFrameRule(periodSteps, demand, regionOnly).name()
        + "+"
        + phaseSteps
        + (delaySteps > 0 ? "-late-" + delaySteps : "");
  }
}
