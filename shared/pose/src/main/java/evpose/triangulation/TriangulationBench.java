package evpose.triangulation;

import evpose.camera.CameraRig;
import evpose.camera.Dhp19Rig;
import evpose.camera.ProjectionCamera;
import evpose.camera.RingRig;
import evpose.pose.Joints2d;
import evpose.pose.Joints3d;
import evpose.pose.Skeleton;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.LongSupplier;

/** How long a pose of 13 joints takes, by number of views, on one core. */
public final class TriangulationBench {
  private static final int POSES = 256;
  private static final double NOISE_PX = 2;

  /**
   * What was measured.
   *
   * @param medianMicros time a pose, median of the rounds
   * @param leastMicros time a pose, fastest round
   */
  public record Result(int views, double wrongShare, double medianMicros, double leastMicros) {}

  private final LongSupplier nanos;
  private double sum; // of results, so that no work is optimised away

  /**
   * @param nanos a clock, or the processor time of this thread
   */
  public TriangulationBench(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /**
   * Times a triangulator on poses with Gaussian noise of 2 px.
   *
   * @param views 2 to 16; 4 are DHP19's rig, any other number a ring
   * @param wrongShare share of the joints that are seen somewhere else altogether
   * @param rounds of 256 poses each, after as many again to warm up
   */
  public Result run(Triangulator triangulator, int views, double wrongShare, int rounds) {
    CameraRig rig = views == 4 ? Dhp19Rig.rig() : RingRig.of(views);
    List<List<Joints2d>> poses = new ArrayList<>();
    Random random = new Random(views);
    for (int i = 0; i < POSES; i++) {
      poses.add(pose(rig.cameras(), wrongShare, random));
    }
    double[] micros = new double[rounds];
    for (int round = -rounds; round < rounds; round++) {
      double took = time(triangulator, rig.cameras(), poses);
      if (round >= 0) {
        micros[round] = took;
      }
    }
    Arrays.sort(micros);
    return new Result(views, wrongShare, micros[rounds / 2], micros[0]);
  }

  private double time(
      Triangulator triangulator, List<ProjectionCamera> cameras, List<List<Joints2d>> poses) {
    Joints3d out = new Joints3d();
    long began = nanos.getAsLong();
    for (List<Joints2d> pose : poses) {
      triangulator.triangulate(cameras, pose, out);
      sum += out.xMm(0);
    }
    return (nanos.getAsLong() - began) / 1e3 / poses.size();
  }

  /** Depends on every result. */
  double sum() {
    return sum;
  }

  private static List<Joints2d> pose(
      List<ProjectionCamera> cameras, double wrongShare, Random random) {
    double[][] points = new double[Skeleton.JOINTS][];
    for (int j = 0; j < points.length; j++) {
      points[j] =
          new double[] {random.nextInt(800) - 400, random.nextInt(800) - 400, random.nextInt(1800)};
    }
    List<Joints2d> views = new ArrayList<>();
    double[] pixel = new double[2];
    for (ProjectionCamera camera : cameras) {
      Joints2d view = new Joints2d();
      for (int j = 0; j < points.length; j++) {
        camera.project(points[j][0], points[j][1], points[j][2], pixel);
        boolean wrong = random.nextDouble() < wrongShare;
        double x = wrong ? random.nextInt(346) : pixel[0] + NOISE_PX * random.nextGaussian();
        double y = wrong ? random.nextInt(260) : pixel[1] + NOISE_PX * random.nextGaussian();
        view.set(j, x, y, 1);
      }
      views.add(view);
    }
    return views;
  }
}
