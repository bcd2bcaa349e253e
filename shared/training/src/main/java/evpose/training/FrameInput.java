package evpose.training;

import evpose.representation.GreyImage;
import evpose.representation.PlaneMap;

/**
 * A grey frame through the map of its sample; the arithmetic is the stream's, {@link GreyImage}.
 */
final class FrameInput {
  private FrameInput() {}

  /**
   * Fills one input.
   *
   * @param pixels grey levels, unsigned, [height][width]. Not modified.
   * @param pointsASide of a cell: the bin of the stream's map
   * @param out [..][N][N], N² numbers from {@code at} on overwritten
   */
  static void of(
      byte[] pixels, int width, int height, SampleMap by, int pointsASide, float[] out, int at) {
    GreyImage.annInput(pixels, width, height, plane(by), pointsASide, out, at);
  }

  /** The same before cells are shifted and scaled: levels in [0, 1]. */
  static void levels(
      byte[] pixels, int width, int height, SampleMap by, int pointsASide, float[] out, int at) {
    GreyImage.levels(pixels, width, height, plane(by), pointsASide, out, at);
  }

  private static PlaneMap plane(SampleMap by) {
    return new PlaneMap(by.a(), by.b(), by.c(), by.d(), by.e(), by.f(), by.inputSize());
  }
}
