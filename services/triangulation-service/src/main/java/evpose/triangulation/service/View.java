package evpose.triangulation.service;

import evpose.messages.Pose2dMessage;

/**
 * One camera's pose as it arrived.
 *
 * @param publishedNanos when the source published the step's last packet; {@link #UNKNOWN} when
 *     nobody measured it. Not part of any decision.
 */
record View(Pose2dMessage pose, long publishedNanos) {
  static final long UNKNOWN = -1;

  /** Whether the camera saw anything of the body. */
  boolean seesJoints() {
    return pose.joints().stream().anyMatch(joint -> joint.present());
  }
}
