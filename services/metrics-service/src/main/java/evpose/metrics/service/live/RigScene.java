package evpose.metrics.service.live;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What stays the same from picture to picture.
 *
 * @param cameras in the rig's order
 * @param version changes whenever the rest does
 */
public record RigScene(String rig, List<Camera> cameras, long version) {
  /**
   * @param worldToImage [3][4] row-major, mm to pixels; null without a calibration
   */
  @SuppressWarnings("ArrayRecordComponent") // passed on, never compared
  public record Camera(String id, int width, int height, double @Nullable [] worldToImage) {}
}
