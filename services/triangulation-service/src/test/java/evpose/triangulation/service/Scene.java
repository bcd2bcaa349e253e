package evpose.triangulation.service;

import evpose.camera.CameraRig;
import evpose.camera.Dhp19Rig;
import evpose.camera.ProjectionCamera;
import evpose.messages.CalibrationMessage;
import evpose.messages.Inputs;
import evpose.messages.Keypoint3d;
import evpose.messages.Pose2dMessage;
import evpose.messages.Pose3dMessage;
import evpose.messages.PoseSource;
import evpose.messages.RawPoint;
import evpose.messages.RigMessage;
import evpose.pose.Joints2d;
import evpose.pose.Skeleton;

/** A body that moves before the cameras of a rig, and what perfect networks would say of it. */
final class Scene {
  static final long STEP_MICROS = 10_000;

  /**
   * Pixels are rounded to 1e-4 and millimetres to 1e-3 on the wire; a pixel is about 10 mm wide at
   * the body.
   */
  static final double ROUNDED_MM = 1e-2;

  static final Scene DHP19 = new Scene(Dhp19Rig.rig());

  /** The cameras that the shipped network of learned triangulation knows, not in its order. */
  static final Scene PAIR =
      new Scene(new CameraRig("pair", Dhp19Rig.rig().cameras().subList(2, 4)));

  final CameraRig cameras;

  Scene(CameraRig cameras) {
    this.cameras = cameras;
  }

  String rig() {
    return cameras.id();
  }

  RigMessage registration() {
    return RigMessage.of(cameras, STEP_MICROS, "compact", "fixed-10");
  }

  CalibrationMessage calibration() {
    return CalibrationMessage.of(cameras, 0, "a test");
  }

  /** Joints of step, [13][3], world, mm: a body that walks on a circle and waves. */
  static double[][] jointsInWorldMm(long step) {
    double t = step * STEP_MICROS / 1e6;
    double[][] joints = new double[Skeleton.JOINTS][3];
    for (int j = 0; j < Skeleton.JOINTS; j++) {
      joints[j][0] = 300 * StrictMath.sin(t) + 150 * StrictMath.sin(3 * t + j);
      joints[j][1] = 300 * StrictMath.cos(t) + 40 * j - 240;
      joints[j][2] = 1700 - 130 * j + 20 * StrictMath.sin(5 * t);
    }
    return joints;
  }

  /** The camera's pose of a step. */
  Pose2dMessage view(String camera, long step) {
    return view(cameras.id(), camera(camera), step, STEP_MICROS);
  }

  static Pose2dMessage view(String rig, ProjectionCamera camera, long step, long stepMicros) {
    Joints2d joints = new Joints2d();
    double[][] world = jointsInWorldMm(step);
    double[] pixel = new double[2];
    for (int j = 0; j < Skeleton.JOINTS; j++) {
      camera.project(world[j][0], world[j][1], world[j][2], pixel);
      joints.set(j, pixel[0], pixel[1], 0.9);
    }
    return new Pose2dMessage(
        rig,
        camera.id(),
        step,
        stepMicros,
        (step + 1) * stepMicros,
        PoseSource.SNN,
        step - Math.floorMod(step, 10),
        Pose2dMessage.keypoints(joints),
        100,
        1,
        0,
        1000,
        100,
        10,
        new Inputs("m0de1", "", "fixed-10+" + camera.id().charAt(3), "plain"));
  }

  Pose2dMessage shed(String camera, long first, long last) {
    return Pose2dMessage.shed(
        rig(), camera, first, last, STEP_MICROS, "behind", new Inputs("m0de1", "", "", "plain"));
  }

  private ProjectionCamera camera(String id) {
    return cameras.cameras().stream().filter(c -> c.id().equals(id)).findFirst().orElseThrow();
  }

  /**
   * Largest distance of a joint, as triangulated, from where it is; infinite when one is missing.
   */
  static double worstErrorMm(Pose3dMessage pose) {
    double[][] truth = jointsInWorldMm(pose.step());
    double worst = 0;
    for (int j = 0; j < Skeleton.JOINTS; j++) {
      Keypoint3d found = pose.joints().get(j);
      if (!found.present()) {
        return Double.POSITIVE_INFINITY;
      }
      RawPoint raw = found.raw();
      double dx = (raw == null ? found.x() : raw.x()) - truth[j][0];
      double dy = (raw == null ? found.y() : raw.y()) - truth[j][1];
      double dz = (raw == null ? found.z() : raw.z()) - truth[j][2];
      worst = Math.max(worst, Math.sqrt(dx * dx + dy * dy + dz * dz));
    }
    return worst;
  }
}
