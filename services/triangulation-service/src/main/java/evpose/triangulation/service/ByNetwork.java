package evpose.triangulation.service;

import evpose.camera.ProjectionCamera;
import evpose.pose.Joints2d;
import evpose.pose.Joints3d;
import evpose.temporal.LearnedTriangulator;
import evpose.temporal.TemporalEngine;
import java.util.List;

/**
 * By a temporal network, which has seen the last steps as well. A step needs no later one, so
 * nothing waits; a step that comes late is seen late, and what was said meanwhile stays said.
 */
final class ByNetwork implements Placing {
  private final List<String> ids;
  private final LearnedTriangulator.Track track;
  private final String network;
  private final long macs;
  private final Joints3d unasked = new Joints3d();

  /**
   * @param ids of the rig's cameras, in the network's order
   * @param revisableSteps how late a step can come
   */
  ByNetwork(LearnedTriangulator triangulator, List<String> ids, int revisableSteps) {
    this.ids = List.copyOf(ids);
    track = triangulator.open(revisableSteps);
    network = triangulator.network();
    macs = triangulator.macs();
  }

  @Override
  public long place(long step, List<ProjectionCamera> cameras, List<Joints2d> views, Joints3d out) {
    return track.place(step, inItsOrder(cameras, views), out) ? macs : 0;
  }

  @Override
  public void see(long step, List<ProjectionCamera> cameras, List<Joints2d> views) {
    track.see(step, inItsOrder(cameras, views), unasked);
  }

  private List<Joints2d> inItsOrder(List<ProjectionCamera> cameras, List<Joints2d> views) {
    Joints2d[] ordered = new Joints2d[ids.size()];
    for (int i = 0; i < ordered.length; i++) {
      ordered[i] = new Joints2d();
      for (int k = 0; k < views.size(); k++) {
        if (cameras.get(k).id().equals(ids.get(i))) {
          ordered[i] = views.get(k);
        }
      }
    }
    return List.of(ordered);
  }

  @Override
  public String name() {
    return network;
  }

  @Override
  public String engine() {
    return TemporalEngine.FINGERPRINT;
  }
}
