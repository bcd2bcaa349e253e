package evpose.triangulation;

import evpose.camera.ProjectionCamera;
import evpose.pose.Joints2d;
import evpose.pose.Joints3d;
import java.util.List;

/** Places joints in the room. Implementations say whether they may be shared between threads. */
public interface Triangulator {

  /** One view has no depth. */
  int MIN_VIEWS = 2;

  /**
   * Triangulates all joints of one step.
   *
   * @param cameras with a view of this step. Not modified.
   * @param views joints in the same order as the cameras; a joint that a view lacks is left out
   *     there. Not modified.
   * @param out (out) joints in the world, mm; a joint with fewer than two views, or whose rays do
   *     not meet in front of the cameras, is missing; its verdict says why
   * @throws IllegalArgumentException if there are not as many views as cameras
   */
  void triangulate(List<ProjectionCamera> cameras, List<Joints2d> views, Joints3d out);

  /** Refuses lists of different length. */
  static void checkSameLength(List<ProjectionCamera> cameras, List<Joints2d> views) {
    if (cameras.size() != views.size()) {
      throw new IllegalArgumentException(
          "each view needs its camera: cameras=" + cameras.size() + ", views=" + views.size());
    }
  }
}
