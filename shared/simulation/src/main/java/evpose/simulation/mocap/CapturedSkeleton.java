package evpose.simulation.mocap;

import java.util.List;

/**
 * A captured skeleton that can take its poses, whatever file it came from: joints in the file's own
 * units and axes (y up), each with a place and a turn against the rest pose. Not thread-safe.
 */
interface CapturedSkeleton {
  /** The file's name, for messages. */
  String name();

  /** What the file calls its joints. */
  List<String> jointNames();

  int frames();

  double frameSeconds();

  /** Takes the pose of a frame. */
  void pose(int frame);

  /** Takes the pose in which nothing is turned. */
  void rest();

  /** Where a joint is, file units; the live array. */
  double[] place(int joint);

  /** A joint's turn against rest, [3][3]; the live array. */
  double[] turn(int joint);
}
