package evpose.benchmarks;

import evpose.camera.CameraRig;
import evpose.camera.Dhp19Rig;
import evpose.camera.ProjectionCamera;
import evpose.camera.RingRig;
import evpose.pose.Joints2d;
import evpose.pose.Joints3d;
import evpose.pose.Skeleton;
import evpose.triangulation.RobustTriangulator;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One pose of 13 joints from 2D noise of 2 px by the default triangulator; one operation is one
 * pose, of 256 that take turns.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class TriangulationBenchmark {
  private static final int POSES = 256;
  private static final double NOISE_PX = 2;

  /** Cameras; four are DHP19's, any other number stand in a ring. */
  @Param({"2", "4", "8", "16"})
  public int views;

  /** Share of joints that are seen somewhere else altogether, percent. */
  @Param({"0", "5"})
  public int wrongPercent;

  private final RobustTriangulator triangulator = new RobustTriangulator();
  private final Joints3d joints = new Joints3d();
  private final List<List<Joints2d>> poses = new ArrayList<>();
  private List<ProjectionCamera> cameras = List.of();
  private int next;

  /** Draws the poses, the same for every run. */
  @Setup
  public void draw() {
    CameraRig rig = views == 4 ? Dhp19Rig.rig() : RingRig.of(views);
    cameras = rig.cameras();
    poses.clear();
    Random random = new Random(views);
    for (int i = 0; i < POSES; i++) {
      poses.add(pose(random));
    }
  }

  private List<Joints2d> pose(Random random) {
    List<Joints2d> seen = new ArrayList<>();
    for (int c = 0; c < cameras.size(); c++) {
      seen.add(new Joints2d());
    }
    double[] pixel = new double[2];
    for (int j = 0; j < Skeleton.JOINTS; j++) {
      double x = random.nextInt(800) - 400;
      double y = random.nextInt(800) - 400;
      double z = random.nextInt(1800);
      for (int c = 0; c < cameras.size(); c++) {
        cameras.get(c).project(x, y, z, pixel);
        boolean wrong = random.nextInt(100) < wrongPercent;
        seen.get(c)
            .set(
                j,
                wrong ? random.nextInt(346) : pixel[0] + NOISE_PX * random.nextGaussian(),
                wrong ? random.nextInt(260) : pixel[1] + NOISE_PX * random.nextGaussian(),
                1);
      }
    }
    return seen;
  }

  /**
   * Places one pose.
   *
   * @return the joints, so that no work is dead
   */
  @Benchmark
  public Joints3d pose() {
    next = (next + 1) % POSES;
    triangulator.triangulate(cameras, poses.get(next), joints);
    return joints;
  }
}
