package evpose.triangulation.service;

import evpose.camera.ProjectionCamera;
import evpose.pose.Joints2d;
import evpose.pose.Joints3d;
import java.util.List;

/**
 * How the joints of one rig are placed, step by step. What is said of a step is a function of the
 * steps of a bounded past, as they came. Not thread-safe.
 */
interface Placing {
  /**
   * Places joints.
   *
   * @param cameras with a view of this step, in the rig's order
   * @param views of them
   * @param out (out) joints in the world
   * @return multiply-accumulates of networks that took part
   */
  long place(long step, List<ProjectionCamera> cameras, List<Joints2d> views, Joints3d out);

  /** Takes in a step of the past whose joints nobody asks for. */
  void see(long step, List<ProjectionCamera> cameras, List<Joints2d> views);

  /** As poses name it; empty for the default. */
  String name();

  /** What its bytes depend on beside the views; empty where that is nothing. */
  String engine();
}
