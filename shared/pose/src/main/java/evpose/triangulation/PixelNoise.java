package evpose.triangulation;

/**
 * How far off a view's joint is, by what the view says of it: the standard deviation per image
 * axis, pixels.
 *
 * <pre>
 *   σ² = floor² + (share · spread)²     spread known        else     σ = unknown
 *   σ  is divided by the confidence: a joint of confidence 0.5 counts as twice as uncertain
 * </pre>
 *
 * @param unknownPx σ where the view has no spread
 * @param floorPx what no view falls below: labels and cells are not points
 * @param spreadShare how much of a heat map's spread is error
 * @param trust ν, how many residuals' worth σ is believed in: small where errors have heavy tails
 * @param commonMm σ per axis of what all views get wrong alike, because one network looks through
 *     all of them: no number of views takes it away. Added where all views have a spread, so come
 *     from a network
 */
public record PixelNoise(
    double unknownPx, double floorPx, double spreadShare, double trust, double commonMm) {
  /**
   * Measured on the shipped network's poses of unseen simulated people, see the room's RATIONALE.
   */
  public static final PixelNoise DEFAULT = new PixelNoise(2, 0.5, 0.14, 6, 22.8);

  private static final double LEAST_CONFIDENCE = 0.02;

  public PixelNoise {
    if (!(unknownPx > 0
        && floorPx > 0
        && spreadShare >= 0
        && trust > 0
        && commonMm >= 0)) { // negated so that NaN is refused too
      throw new IllegalArgumentException(
          "noise is positive: unknownPx="
              + unknownPx
              + ", floorPx="
              + floorPx
              + ", spreadShare="
              + spreadShare
              + ", trust="
              + trust
              + ", commonMm="
              + commonMm);
    }
  }

  /** σ of a joint in a view, pixels per axis. */
  public double sigmaPx(double confidence, double spreadPx) {
    double sigma =
        Double.isNaN(spreadPx)
            ? unknownPx
            : Math.sqrt(floorPx * floorPx + spreadShare * spreadShare * spreadPx * spreadPx);
    return sigma / Math.max(confidence, LEAST_CONFIDENCE);
  }
}
