package evpose.alignment;

/**
 * How far a rig's data time has come, by the steps of its views in the log's order, and whether it
 * has begun anew.
 *
 * <pre>
 *   step  > newest - horizon    PRESENT
 *   step <= newest - horizon    TOO_LATE; after {@value #BELIEVED_AFTER} for each camera in a row
 *                               with no other between, every camera has turned back: BEGAN_ANEW
 * </pre>
 *
 * One camera that turned back while others go on stays too late: its clock is not the rig's. Not
 * thread-safe.
 */
public final class RigTime {
  /** So many views too late in a row, for each camera of the rig. */
  public static final int BELIEVED_AFTER = 8;

  /** What a step is to the rig. */
  public enum Place {
    PRESENT,
    TOO_LATE,
    BEGAN_ANEW
  }

  private final int horizonSteps;
  private final int believedAfter;
  private long newest = Long.MIN_VALUE;
  private int lateInARow;

  /**
   * @param horizonSteps how long late views are waited for
   */
  public RigTime(int cameras, int horizonSteps) {
    this.horizonSteps = horizonSteps;
    believedAfter = BELIEVED_AFTER * cameras;
  }

  /** Takes the step of the next view. */
  public Place place(long step) {
    if (newest == Long.MIN_VALUE || step > newest - horizonSteps) {
      newest = Math.max(newest, step);
      lateInARow = 0;
      return Place.PRESENT;
    }
    if (++lateInARow < believedAfter) {
      return Place.TOO_LATE;
    }
    newest = step;
    lateInARow = 0;
    return Place.BEGAN_ANEW;
  }

  /** The newest step of the present line of time; {@link Long#MIN_VALUE} before the first. */
  public long newest() {
    return newest;
  }
}
