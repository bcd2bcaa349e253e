package evpose.simulation.sensor;

import evpose.simulation.chance.Dice;

/**
 * Read noise of a frame, pixel by pixel: normal deviates out of a table, since a frame wants ninety
 * thousand and nobody looks at their tails. Not thread-safe.
 */
final class GreyNoise {
  private static final int BITS = 12;
  private static final int MASK = (1 << BITS) - 1;
  private static final int A_DRAW = Long.SIZE / BITS;

  private final double[] deviates = new double[1 << BITS]; // grey levels; every second mirrors
  private final Dice dice;
  private final boolean none;
  private long drawn;
  private int left;

  /**
   * @param deviation grey levels
   */
  GreyNoise(double deviation, long seed) {
    none = deviation == 0;
    dice = Dice.of(seed, "grey");
    for (int i = 0; i < deviates.length && !none; i += 2) {
      deviates[i] = deviation * dice.gaussian();
      deviates[i + 1] = -deviates[i];
    }
  }

  /** What the next pixel's level is off by. */
  double next() {
    if (none) {
      return 0;
    }
    if (left == 0) {
      drawn = dice.nextLong();
      left = A_DRAW;
    }
    left--;
    int entry = (int) drawn & MASK;
    drawn >>>= BITS;
    return deviates[entry];
  }
}
