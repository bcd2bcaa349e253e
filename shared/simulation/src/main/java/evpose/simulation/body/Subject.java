package evpose.simulation.body;

import evpose.simulation.chance.Dice;

/**
 * The measures of one person, mm. Lengths are between joint centres, in proportion to standing
 * height as in the tables (men of 1741 mm: upper arm 282, thigh 422, shank 434), varied by a few
 * percent as people are. Height reaches from short women (5 % are below 1.53 m) to tall men (5 %
 * above 1.87 m) and a little beyond.
 *
 * @see "de Leva 1996, Adjustments to Zatsiorsky-Seluyanov's segment inertia parameters; Gordon et
 *     al. 2014, ANSUR II"
 * @param scale size of everything that is not named here, 1 = a person of 1.77 m
 * @param girth thickness of limbs and trunk, 1 = slim
 * @param trouserShare how far down the thigh the trousers reach, 1 = the knee; 2 = the ankle
 * @param hemMm how far the hem of short trousers stands off the leg
 */
public record Subject(
    double scale,
    double girth,
    double hipHalfWidthMm,
    double lumbarMm,
    double shoulderHalfWidthMm,
    double shoulderHeightMm,
    double neckHeightMm,
    double neckMm,
    double upperArmMm,
    double forearmMm,
    double thighMm,
    double shinMm,
    double ankleHeightMm,
    double trouserShare,
    double hemMm) {
  /** Top of the skull above the head's origin, at scale 1. */
  static final double SKULL_MM = 250;

  private static final double STANDING_AT_SCALE_1_MM = 1770;

  /** The person who grew from a seed. */
  public static Subject of(long seed) {
    Dice dice = Dice.of(seed, "subject");
    double heightMm = dice.around(1720, 95, 2.3);
    double s = heightMm / STANDING_AT_SCALE_1_MM;
    double legs = dice.around(1, 0.02, 2);
    return new Subject(
        s,
        dice.around(1.02, 0.1, 2),
        88 * s * dice.around(1, 0.05, 2),
        110 * s,
        172 * s * dice.around(1, 0.05, 2),
        372 * s,
        398 * s,
        88 * s * dice.around(1, 0.05, 2),
        285 * s * dice.around(1, 0.03, 2),
        255 * s * dice.around(1, 0.03, 2),
        428 * s * legs,
        428 * s * legs * dice.around(1, 0.02, 2),
        80 * s,
        dice.uniform() < 0.3 ? 2 : dice.uniform(0.6, 0.9),
        dice.uniform(0, 12));
  }

  /** Sole to crown when standing straight. */
  public double heightMm() {
    return ankleHeightMm + shinMm + thighMm + lumbarMm + neckHeightMm + neckMm + SKULL_MM * scale;
  }
}
