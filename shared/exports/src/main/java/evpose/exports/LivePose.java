package evpose.exports;

import evpose.body.Prediction;
import evpose.messages.Keypoint3d;
import evpose.messages.Pose3dMessage;
import evpose.pose.Joints3d;
import evpose.pose.Skeleton;
import evpose.pose.Verdict;
import java.util.ArrayList;
import java.util.List;

/**
 * A pose on its way to a live outlet.
 *
 * @param pose as it came; its joints moved when they were predicted
 * @param predictedMicros how far beyond the pose's own time its joints are; 0 when they are not
 *     predicted
 */
public record LivePose(Pose3dMessage pose, int predictedMicros) {
  /** As it came. */
  public static LivePose of(Pose3dMessage pose) {
    return new LivePose(pose, 0);
  }

  /**
   * Moved to a moment after the pose's own.
   *
   * @param prediction of this rig; takes this pose
   * @param aheadMicros at most {@link Prediction#MOST_MICROS}
   */
  public static LivePose predicted(Pose3dMessage pose, Prediction prediction, int aheadMicros) {
    Joints3d joints = new Joints3d();
    pose.toJoints(joints);
    List<Keypoint3d> as = pose.joints();
    for (int j = 0; j < Skeleton.JOINTS; j++) {
      if (joints.present(j) && Verdict.HELD.label().equals(as.get(j).flag())) {
        joints.set(
            j,
            joints.xMm(j),
            joints.yMm(j),
            joints.zMm(j),
            joints.confidence(j),
            joints.covarianceMm2(j).clone(),
            joints.reprojectionPx(j),
            joints.views(j),
            Verdict.HELD);
      }
    }
    prediction.take(pose.endMicros(), joints);
    prediction.ahead(aheadMicros, joints);
    List<Keypoint3d> moved = new ArrayList<>(Skeleton.JOINTS);
    for (int j = 0; j < Skeleton.JOINTS; j++) {
      Keypoint3d k = as.get(j);
      moved.add(
          k.present()
              ? new Keypoint3d(
                  joints.xMm(j),
                  joints.yMm(j),
                  joints.zMm(j),
                  k.confidence(),
                  joints.covarianceMm2(j).clone(),
                  k.reprojectionPx(),
                  k.views(),
                  k.ageSteps(),
                  k.flag(),
                  k.raw())
              : k);
    }
    return new LivePose(
        new Pose3dMessage(
            pose.rig(),
            pose.step(),
            pose.stepMicros(),
            pose.endMicros(),
            pose.revision(),
            pose.isFinal(),
            pose.cameras(),
            pose.camerasExpected(),
            moved,
            pose.macs(),
            pose.acs(),
            pose.neuronUpdates(),
            pose.inputs()),
        aheadMicros);
  }

  /** Data time that its joints are meant for. */
  long atMicros() {
    return pose.endMicros() + predictedMicros;
  }

  /** [13][4] x, y, z in mm (z up) and confidence; NaN and 0 where missing. */
  double[][] joints() {
    double[][] joints = new double[Skeleton.JOINTS][];
    for (int j = 0; j < joints.length; j++) {
      Keypoint3d k = pose.joints().get(j);
      joints[j] =
          k.present()
              ? new double[] {k.x(), k.y(), k.z(), k.confidence()}
              : new double[] {Double.NaN, Double.NaN, Double.NaN, 0};
    }
    return joints;
  }
}
