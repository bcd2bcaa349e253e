package evpose.hybrid;

import evpose.pose.Joint;
import evpose.pose.Joints2d;

/**
 * Watches for a {@link Demand} from one key frame to the next. Every key frame resets it, so what
 * it says is a function of what came since. Not thread-safe.
 */
final class DemandWatch {
  private static final int JOINTS = Joint.values().length;

  private final Demand demand;
  private final double manyEvents;
  private final int fewestEvents;
  private long events;
  private double atFirst;
  private double now;

  /**
   * @param annEvents that the ANN looks at, on this sensor
   * @param annMinEvents without which it says nothing
   */
  DemandWatch(Demand demand, int annEvents, int annMinEvents) {
    this.demand = demand;
    manyEvents = demand.events() * annEvents;
    fewestEvents = annMinEvents;
  }

  /** A key frame was begun with the events before it. */
  void begun() {
    events = 0;
    atFirst = 0;
    now = 0;
  }

  /** A step's events have come. */
  void came(int count) {
    events += count;
  }

  /**
   * A step was answered.
   *
   * @param restsOnLast whether the newest key frame is in effect
   */
  void answered(Joints2d joints, boolean restsOnLast) {
    if (restsOnLast) {
      double sum = 0;
      for (int j = 0; j < JOINTS; j++) {
        sum += joints.confidence(j);
      }
      now = sum / JOINTS;
      atFirst = atFirst == 0 ? now : atFirst;
    }
  }

  /**
   * Whether a key frame is wanted now.
   *
   * @param known whether there is a state; without one the first key frame that can tell anything
   *     is wanted
   */
  boolean wants(boolean known) {
    return events > manyEvents
        || (known ? now < demand.confidence() * atFirst : events >= fewestEvents);
  }
}
