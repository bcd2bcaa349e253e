package evpose.triangulation.service;

import evpose.camera.ProjectionCamera;
import evpose.pose.Joints2d;
import evpose.pose.Joints3d;
import evpose.triangulation.Triangulator;
import java.util.List;

/** Each step by itself, from its views. */
record ByGeometry(Triangulator triangulator, String name) implements Placing {
  @Override
  public long place(long step, List<ProjectionCamera> cameras, List<Joints2d> views, Joints3d out) {
    triangulator.triangulate(cameras, views, out);
    return 0;
  }

  @Override
  public void see(long step, List<ProjectionCamera> cameras, List<Joints2d> views) {}

  @Override
  public String engine() {
    return "";
  }
}
