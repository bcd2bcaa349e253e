package evpose.body;

import evpose.pose.Joints3d;
import evpose.pose.Skeleton;
import java.util.Arrays;

/**
 * A body's believed joints, step by step, as a function of a bounded past.
 *
 * <pre>
 *   steps       0        R        2R       3R
 *   started 0   learns   speaks
 *   started R            learns   speaks
 *   started 2R                    learns   speaks           R = memorySteps
 * </pre>
 *
 * Each start knows nothing; it listens for R steps and speaks for the next R. So what is said at a
 * step depends on at most 2R steps before it, and a task that is restarted and given those says the
 * same.
 *
 * <p>Steps may come out of order and twice (a better revision): a step is taken from the state
 * after the newest step before it, and later steps that were said already stay said. Only the last
 * {@value #MOST_REVISABLE_STEPS} steps (and no more than R) can be said again; an older revision
 * keeps its joints as they were triangulated.
 *
 * <p>Not thread-safe.
 */
public final class BodyMemory {
  private static final int MOST_REVISABLE_STEPS = 64;

  private final BodyRules rules;
  private final double stepSeconds;
  private final BodySense sense;
  private final int revisableSteps;
  private final Track[] tracks;
  private final Joints3d unsaid = new Joints3d();
  private long newest = Long.MIN_VALUE;

  /** States after the last steps, of one start. */
  private static final class Track {
    private final BodyState[] after;
    private final BodyState fresh = new BodyState();
    private long generation = Long.MIN_VALUE;

    Track(int revisableSteps) {
      after = new BodyState[revisableSteps + 1];
      for (int i = 0; i < after.length; i++) {
        after[i] = new BodyState();
      }
    }

    void begin(long generation) {
      this.generation = generation;
      for (BodyState state : after) {
        state.clear();
      }
    }

    BodyState slot(long step) {
      return after[(int) Math.floorMod(step, (long) after.length)];
    }

    /** The state after the newest step before this one. */
    BodyState before(long step) {
      BodyState best = fresh;
      for (BodyState state : after) {
        if (state.step < step && state.step > best.step) {
          best = state;
        }
      }
      return best;
    }
  }

  /**
   * @param stepMicros length of a step
   */
  public BodyMemory(BodyRules rules, long stepMicros) {
    if (stepMicros < 1) {
      throw new IllegalArgumentException("a step has a length: stepMicros=" + stepMicros);
    }
    this.rules = rules;
    this.stepSeconds = stepMicros / 1e6;
    this.sense = new BodySense(rules);
    this.revisableSteps = revisableSteps(rules);
    this.tracks =
        new Track[] {
          new Track(revisableSteps), new Track(revisableSteps), new Track(revisableSteps)
        };
  }

  /** How many steps before a step can matter to what is said at it. */
  public static int reachSteps(BodyRules rules) {
    return rules.any() ? 2 * rules.memorySteps() + revisableSteps(rules) : 0;
  }

  /** How many steps before the newest one can matter to what will be said from now on. */
  public static int reachBeforeNewest(BodyRules rules) {
    return rules.any() ? reachSteps(rules) + revisableSteps(rules) : 0;
  }

  private static int revisableSteps(BodyRules rules) {
    return Math.min(MOST_REVISABLE_STEPS, rules.memorySteps());
  }

  /**
   * Takes a step's triangulated joints and makes them believed ones.
   *
   * @param joints in: triangulated; out: believed
   * @param ageSteps [13] (out) steps since each joint was seen and believed
   * @return false when the step is too old to be told again: joints are as they were
   */
  public boolean step(long step, Joints3d joints, int[] ageSteps) {
    Arrays.fill(ageSteps, 0);
    if (!rules.any()) {
      return true;
    }
    if (newest != Long.MIN_VALUE && step <= newest - revisableSteps) {
      return false;
    }
    newest = Math.max(newest, step);
    long generation = Math.floorDiv(step, (long) rules.memorySteps());
    advance(track(generation), step, joints, unsaid); // learns
    BodyState said = advance(track(generation - 1), step, joints, joints); // speaks
    System.arraycopy(said.ageSteps, 0, ageSteps, 0, Skeleton.JOINTS);
    return true;
  }

  private Track track(long generation) {
    Track track = tracks[(int) Math.floorMod(generation, (long) tracks.length)];
    if (track.generation < generation) {
      track.begin(generation);
    }
    return track;
  }

  private BodyState advance(Track track, long step, Joints3d joints, Joints3d out) {
    BodyState from = track.before(step);
    BodyState to = track.slot(step);
    if (to != from) {
      to.copyFrom(from);
    }
    if (out != joints) {
      out.copyFrom(joints);
    }
    sense.step(to, step, stepSeconds, out);
    return to;
  }
}
