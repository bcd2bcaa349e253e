package evpose.messages;

import evpose.pose.Skeleton;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where the joints really were, at the beginning of the step. Never read by anything that infers.
 *
 * @param joints [13][3] x, y, z in the world frame, mm; a missing joint's row is null; not to be
 *     written to
 */
@SuppressWarnings("ArrayRecordComponent") // compared and hashed by content below
public record TruthMessage(
    String rig,
    long step,
    long stepMicros,
    long endMicros,
    @Decimals(Decimals.MM) double[] @Nullable [] joints) {
  public TruthMessage {
    Checks.name("rig", rig);
    Checks.step(step, stepMicros, endMicros);
    Checks.joints(joints.length);
    joints = joints.clone();
    for (int j = 0; j < joints.length; j++) {
      double[] row = joints[j];
      if (row == null) {
        continue;
      }
      int joint = j;
      Checks.require(
          row.length == 3, () -> "a joint has x, y and z: joint=" + joint + ", n=" + row.length);
      if (!(Double.isFinite(row[0]) && Double.isFinite(row[1]) && Double.isFinite(row[2]))) {
        joints[j] = null;
      }
    }
  }

  /**
   * From the simulator's flat array.
   *
   * @param jointsInWorldMm [39] x, y, z of each joint, NaN when missing; copied
   */
  public static TruthMessage of(String rig, long step, long stepMicros, double[] jointsInWorldMm) {
    double[][] rows = new double[Skeleton.JOINTS][];
    for (int j = 0; j < rows.length; j++) {
      rows[j] = Arrays.copyOfRange(jointsInWorldMm, 3 * j, 3 * j + 3);
    }
    return new TruthMessage(rig, step, stepMicros, (step + 1) * stepMicros, rows);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TruthMessage t
        && rig.equals(t.rig)
        && step == t.step
        && stepMicros == t.stepMicros
        && endMicros == t.endMicros
        && Arrays.deepEquals(joints, t.joints);
  }

  @Override
  public int hashCode() {
    return (rig.hashCode() * 31 + Long.hashCode(step)) * 31 + Arrays.deepHashCode(joints);
  }
}
