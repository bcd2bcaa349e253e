package evpose.events.window;

import org.jspecify.annotations.Nullable;

/**
 * Which steps a camera gives up when its backlog is too long. Pure: whoever decides publishes the
 * decision first and then follows it, so that it can be followed again.
 *
 * <pre>
 *   backlog      |open . . . . . . . . . . . . . . . . . . . .|now
 *   oldest first |#### given up ####| kept: half the limit    |
 *   freshest     | kept: half the limit   |#### given up #####|
 * </pre>
 *
 * @param limitSteps a backlog up to this is worked off; 0 gives up nothing, ever
 * @param order which part is given up
 */
public record ShedPolicy(long limitSteps, Order order) {
  /** Most steps of one decision. */
  public static final long MAX_STEPS = 1000;

  /** Which part of a backlog is given up. */
  public enum Order {
    /** The oldest: what comes out is fresh again at once. */
    OLDEST_FIRST,
    /** The freshest: what has begun is finished, then comes a hole. */
    FRESHEST_FIRST
  }

  public ShedPolicy {
    if (limitSteps < 0) {
      throw new IllegalArgumentException("a limit must not be negative: limitSteps=" + limitSteps);
    }
  }

  /** Gives up nothing. */
  public static ShedPolicy none() {
    return new ShedPolicy(0, Order.OLDEST_FIRST);
  }

  /** So many steps ahead of the open one a decision may begin. */
  public long aheadSteps() {
    return limitSteps / 2;
  }

  /**
   * Whether a new decision may be made at a step: what was kept by the last one is answered first,
   * so that something comes out however great the backlog is.
   *
   * @param last the last decision
   */
  public boolean mayDecide(long openStep, Steps last) {
    long kept = order == Order.OLDEST_FIRST ? limitSteps / 2 : 0; // the others were kept before
    return openStep > last.last() + kept;
  }

  /**
   * What to give up now.
   *
   * @param openStep the step that is not closed yet
   * @param backlogSteps steps from there to now
   * @return null for nothing
   */
  public @Nullable Steps decide(long openStep, long backlogSteps) {
    if (limitSteps == 0 || backlogSteps <= limitSteps) {
      return null;
    }
    long tooMuch = Math.min(MAX_STEPS, backlogSteps - limitSteps / 2);
    long first = order == Order.OLDEST_FIRST ? openStep : openStep + limitSteps / 2;
    return new Steps(first, first + tooMuch - 1);
  }

  /**
   * Steps of one camera, in a row.
   *
   * @param first the first of them
   * @param last the last of them
   */
  public record Steps(long first, long last) {
    public boolean contains(long step) {
      return step >= first && step <= last;
    }
  }
}
