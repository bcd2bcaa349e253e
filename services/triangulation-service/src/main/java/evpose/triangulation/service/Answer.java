package evpose.triangulation.service;

import evpose.messages.Pose3dMessage;

/**
 * A 3D pose on its way out.
 *
 * @param publishedNanos latest of its views; {@link View#UNKNOWN} when nobody measured it
 */
record Answer(Pose3dMessage pose, long publishedNanos) {}
