package evpose.exports;

import evpose.messages.Pose3dMessage;

/**
 * Which poses of one rig a live outlet shows: never an older step than the last, of a step only
 * higher revisions. A rig whose data time began anew is followed there.
 */
public final class NewestRevision {
  /** So far back is a new beginning and no straggler. */
  private static final long ANEW_MICROS = 10_000_000;

  private final boolean provisional;
  private long step = Long.MIN_VALUE;
  private long endMicros = Long.MIN_VALUE;
  private int revision;

  /**
   * @param provisional whether poses that may still change are shown
   */
  public NewestRevision(boolean provisional) {
    this.provisional = provisional;
  }

  /** Whether to show it; if so it is the newest from now on. */
  public boolean take(Pose3dMessage pose) {
    if (!provisional && !pose.isFinal()) {
      return false;
    }
    boolean anew = step != Long.MIN_VALUE && pose.endMicros() < endMicros - ANEW_MICROS;
    boolean newer = pose.step() > step || (pose.step() == step && pose.revision() > revision);
    if (!newer && !anew) {
      return false;
    }
    step = pose.step();
    endMicros = pose.endMicros();
    revision = pose.revision();
    return true;
  }
}
