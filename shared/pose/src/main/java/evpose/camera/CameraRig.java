package evpose.camera;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Cameras that watch one scene, in a fixed order. */
public record CameraRig(String id, List<ProjectionCamera> cameras) {
  public CameraRig {
    cameras = List.copyOf(cameras);
    Set<String> seen = new HashSet<>();
    for (ProjectionCamera camera : cameras) {
      if (!seen.add(camera.id())) {
        throw new IllegalArgumentException(
            "cameras of a rig must have different names: rig=" + id + ", camera=" + camera.id());
      }
    }
  }
}
