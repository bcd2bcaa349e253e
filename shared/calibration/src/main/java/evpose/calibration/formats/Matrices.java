package evpose.calibration.formats;

import evpose.calibration.CalibratedCamera;
import evpose.calibration.Calibration;
import evpose.calibration.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Bare 3x4 matrices: what DHP19 publishes. */
final class Matrices {
  /** Of DHP19's DAVIS346. */
  private static final int WIDTH = 346;

  private static final int HEIGHT = 260;

  private Matrices() {}

  /**
   * Cameras from matrices of which nothing else is known: mm, z up, rows counted upwards, 346x260
   * unless said otherwise.
   */
  static Calibration read(Map<String, double[]> matrices, Reading how, String source) {
    List<String> notes = new ArrayList<>();
    World world = how.world(1, World.Up.Z, notes);
    if (how.rowsUp() == null) {
      notes.add("rows: taken as counted upwards, as DHP19's are: row = height - v");
    }
    if (how.width() == 0 || how.height() == 0) {
      notes.add("size: taken as " + WIDTH + "x" + HEIGHT + ", as DHP19's");
    }
    int width = how.width() > 0 ? how.width() : WIDTH;
    int height = how.height() > 0 ? how.height() : HEIGHT;
    List<CalibratedCamera> cameras = new ArrayList<>();
    matrices.forEach(
        (id, p) ->
            cameras.add(
                how.ours(new CalibratedCamera(id, width, height, p, null, 0), world, true)));
    return new Calibration(how.rig(), cameras, source, notes);
  }

  /** A matrix as DHP19 publishes it: rows counted upwards, last number 1 where it can be. */
  static double[] write(CalibratedCamera camera, Writing how, String format) {
    if (camera.lens() != null) {
      throw new IllegalArgumentException(
          format + " cannot say that a lens bends: camera=" + camera.id());
    }
    double[] p = how.world(1, World.Up.Z).fromOurs(camera.worldToImage());
    for (int c = 0; c < 4; c++) {
      p[4 + c] = camera.height() * p[8 + c] - p[4 + c];
    }
    double scale = p[11] != 0 ? p[11] : 1;
    for (int i = 0; i < 12; i++) {
      p[i] /= scale;
    }
    return p;
  }
}
