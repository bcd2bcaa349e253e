package evpose.simulation;

import evpose.simulation.body.BodyPose;

/**
 * A movement of a body of any size, as a function of time. Smooth, and a pure function of its
 * construction and {@code seconds}; may keep scratch space, so one instance belongs to one thread.
 */
public interface Motion {
  /** What a person would call it; goes to reports. */
  String name();

  /**
   * Where the body is.
   *
   * @param seconds from the motion's own beginning; motions go on for ever
   * @param out (out) every rotation and the place are overwritten
   */
  void poseAt(double seconds, BodyPose out);
}
