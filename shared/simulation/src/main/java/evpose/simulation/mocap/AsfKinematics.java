package evpose.simulation.mocap;

import static evpose.simulation.body.Rotations.aboutX;
import static evpose.simulation.body.Rotations.aboutY;
import static evpose.simulation.body.Rotations.aboutZ;
import static evpose.simulation.body.Rotations.identity;
import static evpose.simulation.body.Rotations.times;
import static evpose.simulation.mocap.Vectors.plus;
import static evpose.simulation.mocap.Vectors.transposed;

import java.util.List;

/**
 * The poses of an ASF skeleton in an AMC file:
 *
 * <pre>
 *   M_b     = ... R2 · R1                          freedoms in the order they are written
 *   turn_b  = turn_parent · A_b · M_b · A_b^T      A: the bone's own axes at rest
 *   begin_b = end_parent,  end_b = begin_b + turn_b · (reach_b + shift_b)
 * </pre>
 *
 * A bone's place is its beginning: that of {@code lfemur} is the left hip joint. Not thread-safe.
 *
 * @see "Acclaim 1995, ASF and AMC formats; Lander 1998, Working with motion capture file formats"
 */
final class AsfKinematics implements CapturedSkeleton {
  /** AMC files have no clock; CMU's cameras ran at 120 Hz. */
  private static final double FRAME_SECONDS = 1 / 120.0;

  private final AsfSkeleton skeleton;
  private final String name;
  private final double[][] frames;
  private final int[] firstValue;
  private final double[] nothing;
  private final double[][] turns;
  private final double[][] begins;
  private final double[][] ends;

  /**
   * @param frames [frames][sum of all bones' freedoms], bones in the skeleton's order
   */
  AsfKinematics(AsfSkeleton skeleton, String name, double[][] frames) {
    this.skeleton = skeleton;
    this.name = name;
    this.frames = frames;
    int bones = skeleton.bones().size();
    firstValue = new int[bones];
    int values = 0;
    for (int i = 0; i < bones; i++) {
      firstValue[i] = values;
      values += skeleton.bones().get(i).freedoms().size();
    }
    nothing = new double[values];
    turns = new double[bones][];
    begins = new double[bones][];
    ends = new double[bones][];
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<String> jointNames() {
    return skeleton.bones().stream().map(AsfBone::name).toList();
  }

  @Override
  public int frames() {
    return frames.length;
  }

  @Override
  public double frameSeconds() {
    return FRAME_SECONDS;
  }

  @Override
  public void pose(int frame) {
    pose(frames[frame]);
  }

  @Override
  public void rest() {
    pose(nothing);
  }

  private void pose(double[] values) {
    for (int i = 0; i < begins.length; i++) {
      AsfBone bone = skeleton.bones().get(i);
      double[] shift = new double[3];
      double[] own = identity();
      for (int k = 0; k < bone.freedoms().size(); k++) {
        double value = values[firstValue[i] + k];
        switch (bone.freedoms().get(k)) {
          case TX -> shift[0] += value;
          case TY -> shift[1] += value;
          case TZ -> shift[2] += value;
          case RX -> own = times(aboutX(degrees(value)), own);
          case RY -> own = times(aboutY(degrees(value)), own);
          case RZ -> own = times(aboutZ(degrees(value)), own);
        }
      }
      double[] local = times(times(bone.axis(), own), transposed(bone.axis()));
      boolean root = bone.parent() < 0;
      turns[i] = root ? local : times(turns[bone.parent()], local);
      begins[i] = root ? plus(skeleton.rootPlace(), 1, shift) : ends[bone.parent()];
      double[] reach = root ? bone.reach() : plus(bone.reach(), 1, shift);
      ends[i] = plus(begins[i], 1, Vectors.times(turns[i], reach));
    }
  }

  private double degrees(double angle) {
    return skeleton.radians() ? StrictMath.toDegrees(angle) : angle;
  }

  @Override
  public double[] place(int joint) {
    return begins[joint];
  }

  @Override
  public double[] turn(int joint) {
    return turns[joint];
  }
}
