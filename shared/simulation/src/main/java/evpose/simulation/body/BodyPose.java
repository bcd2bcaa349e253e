package evpose.simulation.body;

import java.util.Arrays;

/**
 * How a body is turned and where it stands, for a body of any size: one rotation a segment, the
 * pelvis' place on the floor, and how high the lowest sole hovers. Lengths come from the {@link
 * Subject}, so one motion moves a tall and a small person alike and neither sinks into the floor.
 *
 * <p>Filled by a motion, read by {@link Figure}; reused between calls. Not thread-safe.
 */
public final class BodyPose {
  /** [Segment.COUNT][3][3], segment frame to world, row-major. */
  private final double[] rotations = new double[9 * Segment.COUNT];

  private double xMm;
  private double yMm;
  private double clearanceMm;

  public BodyPose() {
    for (Segment segment : Segment.values()) {
      turn(segment, Rotations.identity());
    }
  }

  /** Sets the rotation from a segment's frame to the world; copied. */
  public void turn(Segment segment, double[] segmentToWorld) {
    System.arraycopy(segmentToWorld, 0, rotations, 9 * segment.ordinal(), 9);
  }

  /** The rotation from a segment's frame to the world, [3][3] row-major; a copy. */
  public double[] rotation(Segment segment) {
    int from = 9 * segment.ordinal();
    return Arrays.copyOfRange(rotations, from, from + 9);
  }

  /**
   * Sets where the body stands.
   *
   * @param xMm pelvis in the world, to the person's left
   * @param yMm pelvis in the world, backwards
   * @param clearanceMm height of the lowest point of both soles above the floor; 0 unless jumping
   */
  public void place(double xMm, double yMm, double clearanceMm) {
    this.xMm = xMm;
    this.yMm = yMm;
    this.clearanceMm = clearanceMm;
  }

  public double xMm() {
    return xMm;
  }

  public double yMm() {
    return yMm;
  }

  public double clearanceMm() {
    return clearanceMm;
  }

  /** All rotations, [Segment.COUNT][3][3]; the live array, not to be changed. */
  double[] rotations() {
    return rotations;
  }

  /**
   * Becomes a pose between two others, segment by segment along the shorter arc.
   *
   * @param share 0 gives {@code from}, 1 gives {@code to}
   */
  public void blend(BodyPose from, BodyPose to, double share) {
    for (int o = 0; o < rotations.length; o += 9) {
      Rotations.blend(from.rotations, to.rotations, o, share, rotations, o);
    }
    place(
        from.xMm + share * (to.xMm - from.xMm),
        from.yMm + share * (to.yMm - from.yMm),
        from.clearanceMm + share * (to.clearanceMm - from.clearanceMm));
  }

  /** Turns the whole person about the vertical through the world's origin, then shifts them. */
  public void move(double yawDegrees, double dxMm, double dyMm) {
    double[] yaw = Rotations.aboutZ(yawDegrees);
    for (Segment segment : Segment.values()) {
      turn(segment, Rotations.times(yaw, rotation(segment)));
    }
    place(yaw[0] * xMm + yaw[1] * yMm + dxMm, yaw[3] * xMm + yaw[4] * yMm + dyMm, clearanceMm);
  }
}
