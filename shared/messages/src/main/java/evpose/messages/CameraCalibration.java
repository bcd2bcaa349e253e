package evpose.messages;

import java.util.Arrays;

/**
 * How one camera maps the room to its image.
 *
 * @param width sensor columns
 * @param height sensor rows
 * @param worldToImage [3][4] row-major: mm to pixels, corner origin, rows down; not to be written
 *     to
 */
@SuppressWarnings("ArrayRecordComponent") // compared and hashed by content below
public record CameraCalibration(String id, int width, int height, double[] worldToImage) {
  public CameraCalibration {
    Checks.name("camera", id);
    Checks.positive("width", width);
    Checks.positive("height", height);
    Checks.require(
        worldToImage.length == 12,
        "a projection matrix has 3x4 numbers: camera=" + id + ", numbers=" + worldToImage.length);
    Checks.require(
        Arrays.stream(worldToImage).allMatch(Double::isFinite),
        "a projection matrix has finite numbers only: camera=" + id);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CameraCalibration c
        && id.equals(c.id)
        && width == c.width
        && height == c.height
        && Arrays.equals(worldToImage, c.worldToImage);
  }

  @Override
  public int hashCode() {
    return id.hashCode() * 31 + Arrays.hashCode(worldToImage);
  }
}
