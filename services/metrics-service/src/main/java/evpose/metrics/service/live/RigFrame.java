package evpose.metrics.service.live;

import evpose.messages.Pose2dMessage;
import evpose.messages.Pose3dMessage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The newest moment of a rig, for one picture.
 *
 * @param pose the newest 3D pose; null when there is none
 * @param truthMm [13][3] of the same step, NaN where missing; null when not known
 * @param changes grows with everything that comes in; equal means an equal picture
 * @param endMicros data time of the newest pose, 3D or else 2D; -1 when there is none
 */
@SuppressWarnings("ArrayRecordComponent") // passed on, never compared
public record RigFrame(
    long changes,
    @Nullable Pose3dMessage pose,
    double @Nullable [] truthMm,
    long endMicros,
    List<View> views) {
  /**
   * What one camera sees.
   *
   * @param pose the newest 2D pose; null when there is none
   * @param truthPx [13][2] of the same step, NaN where missing; null when not known
   * @param events of the last 30 ms, each (row · width + column) · 2 + polarity
   */
  public record View(
      String camera, @Nullable Pose2dMessage pose, double @Nullable [] truthPx, int[] events) {}
}
