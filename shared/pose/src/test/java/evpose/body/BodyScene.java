package evpose.body;

import evpose.camera.Dhp19Rig;
import evpose.camera.ProjectionCamera;
import evpose.pose.Joints2d;
import evpose.pose.Joints3d;
import evpose.pose.Skeleton;
import evpose.triangulation.RobustTriangulator;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A grown-up who walks, waves and bends, triangulated from four noisy views at 100 Hz. */
final class BodyScene {
  static final double STEP_SECONDS = 0.01;

  private final Random random;
  private final RobustTriangulator triangulator = new RobustTriangulator();
  private final List<ProjectionCamera> cameras;
  private final double[][][] lasting; // [camera][joint][2] px: errors of networks last

  BodyScene(int cameras, long seed) {
    this.cameras = Dhp19Rig.rig().cameras().subList(4 - cameras, 4);
    random = new Random(seed);
    lasting = new double[cameras][Skeleton.JOINTS][2];
  }

  /** [13][3] mm. */
  static double[][] truthMm(double seconds) {
    double phase = 2 * Math.PI * 0.9 * seconds;
    double about = 0.5 * seconds;
    double x = 400 * Math.sin(0.31 * seconds);
    double y = 300 * Math.cos(0.23 * seconds);
    double[][] body = new double[Skeleton.JOINTS][];
    body[0] = new double[] {0, 60, 1650};
    for (int side = 0; side < 2; side++) {
      double s = side == 0 ? -1 : 1;
      double leg = 0.5 * s * Math.sin(phase);
      double knee = leg - 0.5 - 0.4 * Math.cos(phase + (side == 0 ? 0 : Math.PI));
      double arm = -0.7 * s * Math.sin(phase) + 0.3;
      double elbow = arm + 0.6 + 0.5 * Math.sin(2 * phase + s);
      body[1 + side] = new double[] {s * 190, 0, 1450};
      body[3 + side] = limb(body[1 + side], 290, arm);
      body[5 + side] = new double[] {s * 110, 0, 950};
      body[7 + side] = limb(body[3 + side], 260, elbow);
      body[9 + side] = limb(body[5 + side], 440, leg);
      body[11 + side] = limb(body[9 + side], 420, knee);
    }
    for (double[] joint : body) {
      double bx = joint[0];
      double by = joint[1];
      joint[0] = x + Math.cos(about) * bx - Math.sin(about) * by;
      joint[1] = y + Math.sin(about) * bx + Math.cos(about) * by;
    }
    return body;
  }

  private static double[] limb(double[] from, double length, double angle) {
    return new double[] {
      from[0], from[1] + length * Math.sin(angle), from[2] - length * Math.cos(angle)
    };
  }

  /**
   * The joints of a step as triangulated.
   *
   * @param whitePx noise of this step alone
   * @param lastingPx noise that is forgotten over 50 ms
   */
  void see(long step, double whitePx, double lastingPx, Joints3d out) {
    double[][] truth = truthMm(step * STEP_SECONDS);
    double[] pixel = new double[2];
    List<Joints2d> views = new ArrayList<>();
    double keep = 0.8;
    for (int c = 0; c < cameras.size(); c++) {
      Joints2d view = new Joints2d();
      for (int j = 0; j < Skeleton.JOINTS; j++) {
        cameras.get(c).project(truth[j][0], truth[j][1], truth[j][2], pixel);
        for (int axis = 0; axis < 2; axis++) {
          lasting[c][j][axis] =
              keep * lasting[c][j][axis]
                  + Math.sqrt(1 - keep * keep) * lastingPx * random.nextGaussian();
          pixel[axis] += lasting[c][j][axis] + whitePx * random.nextGaussian();
        }
        view.set(j, pixel[0], pixel[1], 1);
      }
      views.add(view);
    }
    triangulator.triangulate(cameras, views, out);
  }
}
