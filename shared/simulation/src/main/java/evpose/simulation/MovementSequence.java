package evpose.simulation;

import evpose.simulation.body.BodyPose;
import evpose.simulation.chance.Dice;
import java.util.ArrayList;
import java.util.List;

/**
 * Several motions one after the other, each for the same time, flowing into the next; after the
 * last comes the first again.
 */
public final class MovementSequence implements Motion {
  private static final double FLOW_SECONDS = 0.7;

  private final List<Motion> motions;
  private final double secondsEach;
  private final BodyPose next = new BodyPose();
  private final BodyPose current = new BodyPose();

  /**
   * @param secondsEach how long each motion lasts, the flow into the next included; at least 1.4
   */
  public MovementSequence(List<Motion> motions, double secondsEach) {
    if (motions.isEmpty()) {
      throw new IllegalArgumentException("a sequence needs at least one motion: motions=0");
    }
    if (!(secondsEach >= 2 * FLOW_SECONDS)) { // negated so that NaN is refused too
      throw new IllegalArgumentException(
          "a motion needs 1.4 s, flowing in and out takes 0.7 s each: secondsEach=" + secondsEach);
    }
    this.motions = List.copyOf(motions);
    this.secondsEach = secondsEach;
  }

  /** All 33 movements in an order of the seed's choice, four seconds each. */
  public static MovementSequence tour(long seed) {
    Dice dice = Dice.of(seed, "tour");
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < Movements.COUNT; i++) {
      order.add(dice.below(order.size() + 1), i);
    }
    List<Motion> motions = new ArrayList<>();
    for (int movement : order) {
      motions.add(Movements.of(movement, seed));
    }
    return new MovementSequence(motions, 4);
  }

  @Override
  public String name() {
    return motions.size() == 1 ? motions.get(0).name() : motions.size() + " movements";
  }

  /** The name of what is going on at a time. */
  public String nameAt(double seconds) {
    return motions.get(indexAt(seconds)).name();
  }

  @Override
  public void poseAt(double seconds, BodyPose out) {
    int index = indexAt(seconds);
    double left = secondsEach * (Math.floor(seconds / secondsEach) + 1) - seconds;
    if (left >= FLOW_SECONDS) {
      motions.get(index).poseAt(seconds, out);
      return;
    }
    motions.get(index).poseAt(seconds, current);
    motions.get((index + 1) % motions.size()).poseAt(seconds, next);
    out.blend(current, next, Waves.rise(0, 1, 1 - left / FLOW_SECONDS));
  }

  private int indexAt(double seconds) {
    return (int) Math.floorMod((long) Math.floor(seconds / secondsEach), (long) motions.size());
  }
}
