package evpose.realism;

import java.util.SplittableRandom;

/**
 * What one sample suffers, so that a network learns bodies and not our simulator's pixels: turned
 * and scaled about its middle, brighter or darker, pixels displaced, lost and invented. Wider than
 * any real camera.
 *
 * @param cosine of the turn, divided by the scale
 * @param sine of the turn, divided by the scale
 * @param gain of the grey levels
 * @param lost share of the active pixels that are dark
 * @param invented share of the dark pixels that are not
 * @param displaced pixels, at most, in both axes
 */
record Wear(
    double cosine, double sine, double gain, double lost, double invented, double displaced) {
  private static final double TURN = Math.toRadians(12);
  private static final double SCALE = 0.3;
  private static final double GAIN = 0.5;
  private static final double LOST = 0.5;
  private static final double INVENTED = 0.02;
  private static final double DISPLACED = 1.5;

  static Wear draw(SplittableRandom random) {
    double turn = TURN * bothWays(random);
    double scale = Math.exp(SCALE * bothWays(random));
    return new Wear(
        Math.cos(turn) / scale,
        Math.sin(turn) / scale,
        Math.exp(GAIN * bothWays(random)),
        LOST * random.nextDouble(),
        INVENTED * random.nextDouble(),
        DISPLACED * random.nextDouble());
  }

  private static double bothWays(SplittableRandom random) {
    return 2 * random.nextDouble() - 1;
  }

  /**
   * The grey level seen at a place.
   *
   * @param middleX column of the frame that stays where it is
   * @param middleY row of it
   * @param x columns from there, after the turn
   * @param y rows from there
   */
  float look(
      Dhp19Frame frame,
      double middleX,
      double middleY,
      double x,
      double y,
      SplittableRandom random) {
    double column = middleX + cosine * x + sine * y + displaced * bothWays(random);
    double row = middleY - sine * x + cosine * y + displaced * bothWays(random);
    boolean inside = column >= 0 && row >= 0 && column < frame.columns() && row < frame.rows();
    int grey = inside ? frame.grey((int) row, (int) column) : 0;
    double fate = random.nextDouble();
    if (grey == 0) {
      return fate < invented ? 20 + random.nextInt(100) : 0;
    }
    return fate < lost ? 0 : (float) Math.min(255, gain * grey);
  }

  /** Where a point of the frame comes to lie, both relative to the middle. */
  double[] place(double x, double y) {
    double square = cosine * cosine + sine * sine;
    return new double[] {(cosine * x - sine * y) / square, (sine * x + cosine * y) / square};
  }
}
