package evpose.messages;

import evpose.camera.Lens;
import java.util.Arrays;

/**
 * The lens of a camera: how the image that {@link CameraCalibration#worldToImage} gives is bent.
 *
 * @param model {@code brown-conrady} or {@code kannala-brandt}
 * @param fx focal length, pixels
 * @param fy focal length, pixels
 * @param cx principal point, pixels, corner origin
 * @param cy principal point, pixels
 * @param coefficients in OpenCV's order: k1, k2, p1, p2, k3, k4, k5, k6, or a fisheye's k1 to k4;
 *     not to be written to
 */
@SuppressWarnings("ArrayRecordComponent") // compared and hashed by content below
public record CameraLens(
    String model, double fx, double fy, double cx, double cy, double[] coefficients) {
  public CameraLens {
    new Lens(Lens.Model.of(model), fx, fy, cx, cy, coefficients); // refuses what is no lens
  }

  static CameraLens of(Lens lens) {
    return new CameraLens(
        lens.model().label(), lens.fx(), lens.fy(), lens.cx(), lens.cy(), lens.coefficients());
  }

  Lens toLens() {
    return new Lens(Lens.Model.of(model), fx, fy, cx, cy, coefficients);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CameraLens l
        && model.equals(l.model)
        && fx == l.fx
        && fy == l.fy
        && cx == l.cx
        && cy == l.cy
        && Arrays.equals(coefficients, l.coefficients);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(new double[] {fx, fy, cx, cy}) * 31 + Arrays.hashCode(coefficients);
  }
}
