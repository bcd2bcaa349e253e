package evpose.messages;

import evpose.camera.Lens;
import evpose.camera.ProjectionCamera;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How one camera maps the room to its image.
 *
 * @param width sensor columns
 * @param height sensor rows
 * @param worldToImage [3][4] row-major: mm to pixels, corner origin, rows down; not to be written
 *     to
 * @param lens how the lens bends that image; null when it does not, or nobody measured
 * @param timeOffsetMicros add it to the camera's time to get the rig's; null when nobody measured.
 *     Shown, never applied
 */
@SuppressWarnings("ArrayRecordComponent") // compared and hashed by content below
public record CameraCalibration(
    String id,
    int width,
    int height,
    double[] worldToImage,
    @Nullable CameraLens lens,
    @Nullable Long timeOffsetMicros) {
  public CameraCalibration {
    Checks.name("camera", id);
    Checks.positive("width", width);
    Checks.positive("height", height);
    Checks.require(
        worldToImage.length == 12,
        () ->
            "a projection matrix has 3x4 numbers: camera="
                + id
                + ", numbers="
                + worldToImage.length);
    Checks.require(
        Arrays.stream(worldToImage).allMatch(Double::isFinite),
        () -> "a projection matrix has finite numbers only: camera=" + id);
  }

  /** A camera whose lens does not bend. */
  public CameraCalibration(String id, int width, int height, double[] worldToImage) {
    this(id, width, height, worldToImage, null, null);
  }

  /** The calibration of a camera. */
  public static CameraCalibration of(ProjectionCamera camera) {
    Lens lens = camera.lens();
    return new CameraCalibration(
        camera.id(),
        camera.width(),
        camera.height(),
        camera.worldToImage(),
        lens == null ? null : CameraLens.of(lens),
        null);
  }

  /** The camera that it describes. */
  public ProjectionCamera toCamera() {
    return new ProjectionCamera(
        id, width, height, worldToImage, lens == null ? null : lens.toLens());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CameraCalibration c
        && id.equals(c.id)
        && width == c.width
        && height == c.height
        && Arrays.equals(worldToImage, c.worldToImage)
        && Objects.equals(lens, c.lens)
        && Objects.equals(timeOffsetMicros, c.timeOffsetMicros);
  }

  @Override
  public int hashCode() {
    return id.hashCode() * 31 + Arrays.hashCode(worldToImage) + Objects.hashCode(lens);
  }
}
