package evpose.simulation.render;

/**
 * How scenes look and how much they differ. Brightness is in natural logarithms relative to the
 * background's mean; the defaults are those with which a network trained on real recordings finds
 * the joints best: a dark body before a bright, quiet wall.
 *
 * @param bodyLow darkest body of the usual kind
 * @param bodyHigh brightest body of the usual kind
 * @param brightBodyShare share of subjects who are brighter than the background instead
 * @param materialVariation deviation between the materials of one body
 * @param cloth deviation of the body's texture
 * @param backgroundGradient deviation of the background's slope across half the image
 * @param backgroundTexture deviation of the background's pattern
 * @param ambient share of light that comes from everywhere
 */
public record SceneSettings(
    double bodyLow,
    double bodyHigh,
    double brightBodyShare,
    double materialVariation,
    double cloth,
    double backgroundGradient,
    double backgroundTexture,
    double ambient) {
  public SceneSettings {
    if (!(bodyLow <= bodyHigh)) { // negated so that NaN is refused too
      throw new IllegalArgumentException(
          "bodyLow must not lie above bodyHigh: bodyLow=" + bodyLow + ", bodyHigh=" + bodyHigh);
    }
  }

  /**
   * Rooms like DHP19's, varied until the greys of its two real frames lie within those of simulated
   * ones.
   */
  public static SceneSettings usual() {
    return new SceneSettings(-2.4, -1.2, 0.1, 0.15, 0.2, 0.1, 0.05, 0.45);
  }
}
