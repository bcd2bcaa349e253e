package evpose.messages;

import evpose.pose.Joints3d;
import evpose.pose.Skeleton;
import evpose.pose.Verdict;
import java.util.ArrayList;
import java.util.List;

/**
 * The body in the room in one step. A provisional one (k of n views) may be followed by others: for
 * a key (rig, step) the highest revision wins, and after a final one none comes.
 *
 * @param step index on the rig's time grid
 * @param stepMicros length of a step
 * @param endMicros data time at the end of the step
 * @param revision 0 for the first pose of the step
 * @param isFinal whether no later revision will come; {@code final} in JSON
 * @param cameras cameras with a view of the step, in the rig's order
 * @param camerasExpected cameras of the rig
 * @param joints 13, in the order of {@link evpose.pose.Joint}
 * @param macs multiply-accumulates of all views, and of the network that placed joints, if one did
 * @param acs accumulates of all views
 * @param neuronUpdates neurons advanced in all views
 */
public record Pose3dMessage(
    String rig,
    long step,
    long stepMicros,
    long endMicros,
    int revision,
    boolean isFinal,
    List<String> cameras,
    int camerasExpected,
    List<Keypoint3d> joints,
    long macs,
    long acs,
    long neuronUpdates,
    Inputs inputs) {
  public Pose3dMessage {
    Checks.name("rig", rig);
    Checks.step(step, stepMicros, endMicros);
    Checks.notNegative("revision", revision);
    cameras = List.copyOf(cameras);
    cameras.forEach(camera -> Checks.name("camera", camera));
    int seen = cameras.size();
    Checks.require(
        seen <= camerasExpected,
        () ->
            "not more cameras than the rig has: cameras="
                + seen
                + ", camerasExpected="
                + camerasExpected);
    Checks.joints(joints.size());
    joints = List.copyOf(joints);
    Checks.notNegative("macs", macs);
    Checks.notNegative("acs", acs);
    Checks.notNegative("neuronUpdates", neuronUpdates);
  }

  /** Joints as they travel, all of this step. */
  public static List<Keypoint3d> keypoints(Joints3d joints) {
    return keypoints(joints, new int[Skeleton.JOINTS]);
  }

  /**
   * Joints as they travel.
   *
   * @param ageSteps [13] steps since each joint was last seen
   */
  public static List<Keypoint3d> keypoints(Joints3d joints, int[] ageSteps) {
    return keypoints(joints, ageSteps, joints);
  }

  /**
   * Joints as they travel, with where they were before they were smoothed.
   *
   * @param ageSteps [13] steps since each joint was last seen
   * @param raw the joints as triangulated; a place is sent only where it differs
   */
  public static List<Keypoint3d> keypoints(Joints3d joints, int[] ageSteps, Joints3d raw) {
    List<Keypoint3d> keypoints = new ArrayList<>(Skeleton.JOINTS);
    for (int j = 0; j < Skeleton.JOINTS; j++) {
      Verdict verdict = joints.verdict(j);
      if (!joints.present(j)) {
        keypoints.add(
            Keypoint3d.missing(
                ageSteps[j], verdict == Verdict.TOO_FEW_VIEWS ? null : verdict.label()));
        continue;
      }
      boolean moved =
          raw.present(j)
              && (raw.xMm(j) != joints.xMm(j)
                  || raw.yMm(j) != joints.yMm(j)
                  || raw.zMm(j) != joints.zMm(j));
      keypoints.add(
          new Keypoint3d(
              joints.xMm(j),
              joints.yMm(j),
              joints.zMm(j),
              joints.confidence(j),
              joints.covarianceMm2(j).clone(),
              joints.reprojectionPx(j),
              joints.views(j),
              ageSteps[j],
              verdict == Verdict.PLACED ? null : verdict.label(),
              moved ? new RawPoint(raw.xMm(j), raw.yMm(j), raw.zMm(j)) : null));
    }
    return keypoints;
  }

  /** Writes the joints into {@code out}. */
  public void toJoints(Joints3d out) {
    out.clear();
    for (int j = 0; j < Skeleton.JOINTS; j++) {
      Keypoint3d k = joints.get(j);
      if (k.present()) {
        out.set(
            j,
            k.x(),
            k.y(),
            k.z(),
            k.confidence(),
            k.covarianceMm2(),
            k.reprojectionPx(),
            k.views());
      }
    }
  }

  /** Whether this pose replaces {@code other}: same rig and step, and a higher revision. */
  public boolean supersedes(Pose3dMessage other) {
    return rig.equals(other.rig) && step == other.step && revision > other.revision;
  }
}
