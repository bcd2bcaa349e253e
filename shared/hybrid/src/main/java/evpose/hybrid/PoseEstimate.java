package evpose.hybrid;

import evpose.pose.Joints2d;

/**
 * What one camera says about one step.
 *
 * @param step index on the rig's grid
 * @param source {@link #SNN} or {@link #NONE}
 * @param joints in sensor pixels, with confidence and spread; all missing when the source is none
 * @param keyFrameStep the key frame that it rests on, -1 when there is none
 * @param operations work done in this step
 * @param heatmaps o, [13][N][N]: a view that the next step overwrites; stale when the source is
 *     none
 */
@SuppressWarnings("ArrayRecordComponent") // a view to look at, never compared
public record PoseEstimate(
    long step,
    String source,
    Joints2d joints,
    long keyFrameStep,
    OperationCounts operations,
    float[] heatmaps) {
  /** The spiking network spoke. */
  public static final String SNN = "snn";

  /** No key frame with enough events yet: nothing is known, and nothing is made up. */
  public static final String NONE = "none";

  static final long NO_KEY_FRAME = -1;

  public boolean known() {
    return source.equals(SNN);
  }
}
