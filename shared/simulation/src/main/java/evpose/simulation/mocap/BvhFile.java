package evpose.simulation.mocap;

import java.util.List;

/**
 * A BVH file as it is written: a tree of joints with offsets from their parents, and a table of
 * channel values, one row a frame.
 */
final class BvhFile {
  /** What a channel moves: three shifts, three turns. */
  enum Channel {
    XPOSITION,
    YPOSITION,
    ZPOSITION,
    XROTATION,
    YROTATION,
    ZROTATION
  }

  /**
   * One joint; parents come before their children.
   *
   * @param parent index, -1 for the root
   * @param offset from the parent at rest, file units, in the file's axes
   * @param channels in the order in which they are written and applied
   * @param firstChannel column of the first in a frame
   */
  record Joint(
      String name, int parent, List<Double> offset, List<Channel> channels, int firstChannel) {}

  private final String name;
  private final List<Joint> joints;
  private final double frameSeconds;
  private final double[][] frames;

  BvhFile(String name, List<Joint> joints, double frameSeconds, double[][] frames) {
    this.name = name;
    this.joints = List.copyOf(joints);
    this.frameSeconds = frameSeconds;
    this.frames = frames;
  }

  /** The file's name, for messages. */
  String name() {
    return name;
  }

  List<Joint> joints() {
    return joints;
  }

  double frameSeconds() {
    return frameSeconds;
  }

  int frames() {
    return frames.length;
  }

  /** Channel values of one frame; the live array. */
  double[] frame(int i) {
    return frames[i];
  }
}
