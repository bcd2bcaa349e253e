package evpose.training.evaluation;

import evpose.camera.CameraRig;
import evpose.camera.Dhp19Rig;
import evpose.camera.ProjectionCamera;
import java.util.ArrayList;
import java.util.List;

/** Which of DHP19's four cameras place a body. */
enum Rig {
  /** The paper's cameras 2 and 3: event channels 3 and 2, matrices P2 and P3. */
  TWO_CAMERAS("twoCameras", 3, 2),
  FOUR_CAMERAS("fourCameras", 0, 1, 2, 3);

  static final CameraRig DHP19 = Dhp19Rig.rig();

  private final String key;
  private final int[] indices;
  private final List<ProjectionCamera> cameras = new ArrayList<>();

  Rig(String key, int... indices) {
    this.key = key;
    this.indices = indices;
    for (int index : indices) {
      cameras.add(Dhp19Rig.rig().cameras().get(index));
    }
  }

  /** Its key in the report. */
  String key() {
    return key;
  }

  /** Cameras of a take that it uses. */
  int cameras() {
    return indices.length;
  }

  /** Index in the take of its i-th camera. */
  int index(int i) {
    return indices[i];
  }

  ProjectionCamera camera(int i) {
    return cameras.get(i);
  }
}
