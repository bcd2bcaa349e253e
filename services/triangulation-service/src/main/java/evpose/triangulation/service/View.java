package evpose.triangulation.service;

import evpose.messages.Pose2dMessage;

/**
 * A camera's pose with what a wall clock said about it.
 *
 * @param publishedNanos when the packet that closed the step was published; -1 when unknown
 */
record View(Pose2dMessage pose, long publishedNanos) {
  static final long UNKNOWN = -1;
}
