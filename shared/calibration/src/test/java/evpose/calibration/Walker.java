package evpose.calibration;

import evpose.camera.ProjectionCamera;
import evpose.pose.Joints2d;
import evpose.pose.Skeleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A grown-up who walks in circles, swings arms and bends down, as cameras with noise see it. */
final class Walker {
  static final long STEP_MICROS = 10_000;

  private Walker() {}

  /** [13][3] mm, z up, at a time. */
  static double[][] jointsMm(double seconds) {
    double phase = 2 * Math.PI * 0.9 * seconds;
    double about = 0.5 * seconds;
    double x = 500 * Math.sin(0.31 * seconds);
    double y = 400 * Math.cos(0.23 * seconds);
    double bend = 0.3 + 0.3 * Math.sin(0.7 * seconds);
    double[][] body = new double[Skeleton.JOINTS][];
    body[0] = new double[] {0, 120 * bend + 40, 1680 - 200 * bend};
    for (int side = 0; side < 2; side++) {
      double s = side == 0 ? -1 : 1;
      double swing = s * Math.sin(phase);
      double lift = Math.max(0, Math.sin(phase + (side == 0 ? 0 : Math.PI)));
      body[1 + side] = new double[] {s * 190, 100 * bend, 1450 - 170 * bend};
      body[3 + side] = new double[] {s * 230, 200 * bend - 120 * swing, 1180 - 150 * bend};
      body[5 + side] = new double[] {s * 110, 0, 930 - 20 * Math.abs(swing)};
      body[7 + side] =
          new double[] {s * 240, 300 * bend - 260 * swing + 80, 970 + 180 * lift - 130 * bend};
      body[9 + side] = new double[] {s * 120, 180 * swing + 50, 500 + 60 * lift};
      body[11 + side] = new double[] {s * 120, 330 * swing - 40, 80 + 120 * lift};
    }
    for (double[] joint : body) {
      double bx = joint[0];
      double by = joint[1];
      joint[0] = x + Math.cos(about) * bx - Math.sin(about) * by;
      joint[1] = y + Math.sin(about) * bx + Math.cos(about) * by;
    }
    return body;
  }

  /**
   * Views of the cameras that really stand there.
   *
   * @param lateMicros for each camera, how old what it shows is
   */
  static Views views(
      List<ProjectionCamera> cameras, int steps, double noisePx, double[] lateMicros, long seed) {
    Random random = new Random(seed);
    List<List<Joints2d>> all = new ArrayList<>();
    double[] pixel = new double[2];
    for (int s = 0; s < steps; s++) {
      List<Joints2d> views = new ArrayList<>();
      for (int c = 0; c < cameras.size(); c++) {
        double[][] body = jointsMm((s * STEP_MICROS - lateMicros[c]) / 1e6);
        Joints2d view = new Joints2d();
        for (int j = 0; j < body.length; j++) {
          cameras.get(c).project(body[j][0], body[j][1], body[j][2], pixel);
          boolean wrong = random.nextInt(50) == 0; // networks are grossly wrong now and then
          double x =
              pixel[0] + noisePx * random.nextGaussian() + (wrong ? 40 * random.nextGaussian() : 0);
          double y = pixel[1] + noisePx * random.nextGaussian();
          view.set(j, x, y, 0.9);
        }
        views.add(view);
      }
      all.add(views);
    }
    return new Views(STEP_MICROS, all);
  }
}
