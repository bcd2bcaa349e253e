package evpose.calibration;

import evpose.camera.Lens;
import evpose.camera.ProjectionCamera;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a file says of one camera; it may be wrong, see {@link FileAudit}.
 *
 * @param width sensor columns; 0 when the file does not say
 * @param height sensor rows; 0 when the file does not say
 * @param worldToImage P, [3][4] row-major: mm to ideal pixels, corner origin, rows down; not to be
 *     written to
 * @param lens how the lens bends that image; null when it does not
 * @param timeOffsetMicros add it to the camera's time to get the rig's
 */
@SuppressWarnings("ArrayRecordComponent") // compared and hashed by content below
public record CalibratedCamera(
    String id,
    int width,
    int height,
    double[] worldToImage,
    @Nullable Lens lens,
    long timeOffsetMicros) {
  public CalibratedCamera {
    if (worldToImage.length != 12 || !Arrays.stream(worldToImage).allMatch(Double::isFinite)) {
      throw new IllegalArgumentException(
          "a projection matrix has 3x4 finite numbers: camera="
              + id
              + ", numbers="
              + Arrays.toString(worldToImage));
    }
  }

  /** P = K·[R | t]. */
  public static CalibratedCamera of(
      String id,
      int width,
      int height,
      double[] k,
      double[] rotation,
      double[] translationMm,
      @Nullable Lens lens) {
    double[] p = new double[12];
    for (int row = 0; row < 3; row++) {
      for (int c = 0; c < 4; c++) {
        for (int i = 0; i < 3; i++) {
          p[4 * row + c] += k[3 * row + i] * (c < 3 ? rotation[3 * i + c] : translationMm[i]);
        }
      }
    }
    return new CalibratedCamera(id, width, height, p, lens, 0);
  }

  /** The same camera with another matrix. */
  public CalibratedCamera withMatrix(double[] p) {
    return new CalibratedCamera(id, width, height, p, lens, timeOffsetMicros);
  }

  /**
   * The camera, for triangulation.
   *
   * @throws IllegalArgumentException if its matrix is no camera's
   */
  public ProjectionCamera toCamera() {
    return new ProjectionCamera(id, width, height, worldToImage, lens);
  }

  /** What a camera in use is; the clock's offset unknown. */
  public static CalibratedCamera of(ProjectionCamera c) {
    return new CalibratedCamera(c.id(), c.width(), c.height(), c.worldToImage(), c.lens(), 0);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CalibratedCamera c
        && id.equals(c.id)
        && width == c.width
        && height == c.height
        && Arrays.equals(worldToImage, c.worldToImage)
        && Objects.equals(lens, c.lens)
        && timeOffsetMicros == c.timeOffsetMicros;
  }

  @Override
  public int hashCode() {
    return id.hashCode() * 31 + Arrays.hashCode(worldToImage);
  }
}
