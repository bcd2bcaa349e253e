package evpose.testkit;

import evpose.camera.CameraRig;
import evpose.camera.ProjectionCamera;
import evpose.pose.Joints2d;
import evpose.pose.Skeleton;
import java.util.SplittableRandom;

/**
 * Thirteen joints that move smoothly about a standing person, and what perfect cameras would see of
 * them: exact projections, confidence 1. For testing whatever comes after 2D poses with a known
 * answer; no event and no network is involved.
 *
 * <p>The same seed gives the same scene everywhere.
 */
public final class PerfectScene {
  private static final double SWING_MM = 120;

  /** A person who stands at the origin and faces -y: x, y, z in mm, in the order of joints. */
  private static final double[][] STANDING_MM = {
    {0, -40, 1650},
    {-180, 0, 1420},
    {180, 0, 1420},
    {-290, 20, 1140},
    {290, 20, 1140},
    {-110, 0, 930},
    {110, 0, 930},
    {-330, -60, 900},
    {330, -60, 900},
    {-130, -20, 500},
    {130, -20, 500},
    {-140, 0, 90},
    {140, 0, 90},
  };

  private final CameraRig rig;
  private final double stepSeconds;
  private final double[] amplitudeMm = new double[3 * Skeleton.JOINTS];
  private final double[] hertz = new double[3 * Skeleton.JOINTS];
  private final double[] phase = new double[3 * Skeleton.JOINTS];

  /**
   * @param stepMicros length of a step, microseconds
   */
  public PerfectScene(CameraRig rig, long seed, long stepMicros) {
    this.rig = rig;
    this.stepSeconds = stepMicros * 1e-6;
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < phase.length; i++) {
      amplitudeMm[i] = SWING_MM * random.nextDouble();
      hertz[i] = 0.2 + random.nextDouble();
      phase[i] = 2 * Math.PI * random.nextDouble();
    }
  }

  public CameraRig rig() {
    return rig;
  }

  /** Where the joints are when the step begins, [13][3] mm in the world. */
  public double[][] jointsInWorldMm(long step) {
    double[][] joints = new double[Skeleton.JOINTS][3];
    double seconds = step * stepSeconds;
    for (int j = 0; j < Skeleton.JOINTS; j++) {
      for (int axis = 0; axis < 3; axis++) {
        int i = 3 * j + axis;
        double swing = StrictMath.sin(2 * Math.PI * hertz[i] * seconds + phase[i]);
        joints[j][axis] = STANDING_MM[j][axis] + amplitudeMm[i] * swing;
      }
    }
    return joints;
  }

  /**
   * What one camera sees of the step; joints outside its image are missing.
   *
   * @param camera index in the rig
   */
  public Joints2d view(int camera, long step) {
    ProjectionCamera eye = rig.cameras().get(camera);
    double[][] joints = jointsInWorldMm(step);
    double[] pixel = new double[2];
    Joints2d view = new Joints2d();
    for (int j = 0; j < Skeleton.JOINTS; j++) {
      boolean inFront = eye.project(joints[j][0], joints[j][1], joints[j][2], pixel);
      if (inFront && eye.sees(pixel[0], pixel[1])) {
        view.set(j, pixel[0], pixel[1], 1, 1);
      }
    }
    return view;
  }
}
