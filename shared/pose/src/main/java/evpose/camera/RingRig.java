package evpose.camera;

import java.util.ArrayList;
import java.util.List;

/**
 * Any number of equal cameras, evenly around a person who stands at the origin: for rigs that exist
 * only in simulation.
 *
 * <p>346x260 pixels each, 3.2 m from the axis, 1.8 m high, looking at a point 0.9 m above the
 * floor; the optical axis meets the middle of the square that networks cut out of this sensor,
 * (162, 130).
 */
public final class RingRig {
  private static final double RADIUS_MM = 3200;
  private static final double HEIGHT_MM = 1800;
  private static final double TARGET_HEIGHT_MM = 900;
  private static final double FOCAL_PX = 330;
  private static final double CENTRE_X_PX = 162;
  private static final double CENTRE_Y_PX = 130;

  private RingRig() {}

  /**
   * The rig "ring-n".
   *
   * @param cameras 1 to 16
   */
  public static CameraRig of(int cameras) {
    if (cameras < 1 || cameras > 16) {
      throw new IllegalArgumentException("a ring has 1 to 16 cameras: cameras=" + cameras);
    }
    List<ProjectionCamera> ring = new ArrayList<>();
    for (int c = 0; c < cameras; c++) {
      // starts in front of the person, who faces -y
      double angle = 2 * Math.PI * c / cameras - Math.PI / 2;
      ring.add(camera("cam" + c, angle));
    }
    return new CameraRig("ring-" + cameras, ring);
  }

  private static ProjectionCamera camera(String id, double angle) {
    double[] centre = {
      RADIUS_MM * StrictMath.cos(angle), RADIUS_MM * StrictMath.sin(angle), HEIGHT_MM
    };
    double[] forward = unit(-centre[0], -centre[1], TARGET_HEIGHT_MM - HEIGHT_MM);
    double[] right = unit(forward[1], -forward[0], 0);
    double[] down = cross(forward, right);
    double[] p = new double[12];
    for (int i = 0; i < 3; i++) {
      p[i] = FOCAL_PX * right[i] + CENTRE_X_PX * forward[i];
      p[4 + i] = FOCAL_PX * down[i] + CENTRE_Y_PX * forward[i];
      p[8 + i] = forward[i];
    }
    for (int row = 0; row < 3; row++) {
      p[4 * row + 3] =
          -(p[4 * row] * centre[0] + p[4 * row + 1] * centre[1] + p[4 * row + 2] * centre[2]);
    }
    return new ProjectionCamera(id, Dhp19Rig.WIDTH, Dhp19Rig.HEIGHT, p);
  }

  private static double[] unit(double x, double y, double z) {
    double length = Math.sqrt(x * x + y * y + z * z);
    return new double[] {x / length, y / length, z / length};
  }

  private static double[] cross(double[] a, double[] b) {
    return new double[] {
      a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]
    };
  }
}
