package evpose.events;

/**
 * The time grid that all cameras of a rig share: step k covers [k·dT, (k+1)·dT) of data time.
 *
 * @param stepMicros dT, microseconds
 */
public record StepGrid(long stepMicros) {
  public StepGrid {
    if (stepMicros < 1) {
      throw new IllegalArgumentException("a step must last: stepMicros=" + stepMicros);
    }
  }

  /** The step that a moment of data time falls into. */
  public long stepOf(long micros) {
    return Math.floorDiv(micros, stepMicros);
  }

  public long beginMicros(long step) {
    return Math.multiplyExact(step, stepMicros);
  }

  public long endMicros(long step) {
    return Math.multiplyExact(step + 1, stepMicros);
  }
}
