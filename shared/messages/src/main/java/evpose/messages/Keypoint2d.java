package evpose.messages;

/**
 * A joint in an image.
 *
 * @param x column, sensor pixels, corner origin; NaN (JSON null) when missing
 * @param y row, sensor pixels, down; NaN when missing
 * @param confidence in [0, 1], 0 exactly when missing
 * @param spreadPx standard deviation that the image suggests, pixels; NaN when unknown
 */
public record Keypoint2d(
    @Decimals(Decimals.PX) double x,
    @Decimals(Decimals.PX) double y,
    @Decimals(Decimals.CONFIDENCE) double confidence,
    @Decimals(Decimals.PX) double spreadPx) {
  /** A joint that nobody saw. */
  public static final Keypoint2d MISSING = new Keypoint2d(Double.NaN, Double.NaN, 0, Double.NaN);

  /** No joint is seen so far from its image, pixels; sums of squares stay finite. */
  private static final double FARTHEST_PX = 1e6;

  public Keypoint2d {
    Checks.confidence(confidence);
    Checks.require(
        confidence == 0 || (Math.abs(x) <= FARTHEST_PX && Math.abs(y) <= FARTHEST_PX),
        () ->
            "a joint with a confidence has a place within a million pixels: confidence="
                + confidence
                + ", x="
                + x
                + ", y="
                + y);
    Checks.require(
        !(spreadPx < 0 || spreadPx > FARTHEST_PX), // NaN is unknown
        () -> "spreadPx must be in [0, 1000000]: spreadPx=" + spreadPx);
  }

  public boolean present() {
    return confidence > 0;
  }
}
