package evpose.evaluation.health;

/**
 * By how much a camera's clock runs behind the rig's, from what it sees: a joint that moves with
 * velocity v in the image and is seen too late lies back by v times the delay.
 *
 * <pre>
 *   seen = place - v · delay        delay = - Σ (seen - place) · v / Σ v · v
 * </pre>
 *
 * The place is the body of all cameras seen through this one, so what all cameras have in common
 * (the network's own lag) and their mean delay remain in every camera alike: compare cameras, or
 * take their mean away. Not thread-safe.
 */
public final class ClockSkew {
  private double along;
  private double squares;

  /**
   * One coordinate of one joint.
   *
   * @param seen pixels
   * @param place where the body would be seen, pixels
   * @param velocity of that place, pixels a second
   */
  public void add(double seen, double place, double velocity) {
    double product = (seen - place) * velocity;
    if (!Double.isNaN(product)) {
      along += product;
      squares += velocity * velocity;
    }
  }

  /** Adds what another one has gathered. */
  public void add(ClockSkew other) {
    along += other.along;
    squares += other.squares;
  }

  /** Seconds that the camera is late; NaN while nothing moves. */
  public double seconds() {
    return squares == 0 ? Double.NaN : -along / squares;
  }
}
