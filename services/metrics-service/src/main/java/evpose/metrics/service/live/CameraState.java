package evpose.metrics.service.live;

import evpose.camera.ProjectionCamera;
import evpose.events.EventPacket;
import evpose.messages.Keypoint2d;
import evpose.messages.Pose2dMessage;
import evpose.messages.PoseSource;
import evpose.pose.Skeleton;
import org.jspecify.annotations.Nullable;

/** All that is known of one camera of one rig. Not thread-safe. */
final class CameraState {
  private final String id;
  private final TruthBuffer truth;
  private final StepScores scores;
  private final PacketLedger packets = new PacketLedger();
  private final OperationMeter operations = new OperationMeter();
  private final EventTail events = new EventTail();
  private int width;
  private int height;
  private @Nullable ProjectionCamera projection;
  private @Nullable Pose2dMessage newest;
  private long lastPacketNanos = Long.MIN_VALUE;
  private boolean posed;

  CameraState(String id, TruthBuffer truth, long horizonSteps) {
    this.id = id;
    this.truth = truth;
    this.scores = new StepScores(2, horizonSteps);
  }

  void packet(EventPacket packet, long nowNanos) {
    width = packet.width();
    height = packet.height();
    lastPacketNanos = nowNanos;
    if (packets.published(packet)) {
      events.add(packet);
    }
  }

  /** Whether the pose told anything new. */
  boolean pose(Pose2dMessage pose) {
    if (pose.isShed()) {
      return false;
    }
    if (scores.offer(pose.step(), 0, flat(pose)) == StepScores.Offer.STALE) {
      return false;
    }
    packets.consumed(pose.packets(), pose.endMicros());
    operations.add(pose.stepMicros(), pose.macs(), pose.acs(), pose.neuronUpdates());
    scores.score(pose.step(), truthInImage(pose.step()));
    newest = pose;
    posed |= !pose.source().equals(PoseSource.NONE);
    return true;
  }

  void truthArrived(long step) {
    scores.score(step, truthInImage(step));
  }

  void size(int width, int height) {
    this.width = width;
    this.height = height;
  }

  /** From now on the truth is seen through this camera. */
  void calibrate(ProjectionCamera camera) {
    projection = camera;
    width = camera.width();
    height = camera.height();
    for (long step : scores.unscored()) {
      truthArrived(step);
    }
  }

  private static double[] flat(Pose2dMessage pose) {
    double[] joints = new double[2 * Skeleton.JOINTS];
    for (int j = 0; j < Skeleton.JOINTS; j++) {
      Keypoint2d joint = pose.joints().get(j);
      joints[2 * j] = joint.present() ? joint.x() : Double.NaN;
      joints[2 * j + 1] = joint.present() ? joint.y() : Double.NaN;
    }
    return joints;
  }

  /** The truth of a step in this camera's image, [13][2] pixels; null when not known. */
  double @Nullable [] truthInImage(long step) {
    double[] world = truth.get(step);
    ProjectionCamera camera = projection;
    if (world == null || camera == null) {
      return null;
    }
    double[] image = new double[2 * Skeleton.JOINTS];
    double[] pixel = new double[2];
    for (int j = 0; j < Skeleton.JOINTS; j++) {
      camera.project(world[3 * j], world[3 * j + 1], world[3 * j + 2], pixel);
      image[2 * j] = pixel[0];
      image[2 * j + 1] = pixel[1];
    }
    return image;
  }

  RigFrame.View view(int mostEvents) {
    Pose2dMessage pose = newest;
    return new RigFrame.View(
        id, pose, pose == null ? null : truthInImage(pose.step()), events.sample(mostEvents));
  }

  RigScene.Camera scene() {
    ProjectionCamera camera = projection;
    return new RigScene.Camera(id, width, height, camera == null ? null : camera.worldToImage());
  }

  boolean hasSize() {
    return width > 0;
  }

  boolean isCalibrated() {
    return projection != null;
  }

  /** Whether a network has answered: its first key frame is behind it. */
  boolean hasPosed() {
    return posed;
  }

  /** Whether any 2D pose came at all, an empty one included. */
  boolean hasAnswered() {
    return newest != null;
  }

  /** Data time of the newest 2D pose, microseconds; -1 before the first. */
  long endMicros() {
    return newest == null ? -1 : newest.endMicros();
  }

  /** When its last packet came, wall nanoseconds; {@link Long#MIN_VALUE} before the first. */
  long lastPacketNanos() {
    return lastPacketNanos;
  }

  String id() {
    return id;
  }

  StepScores scores() {
    return scores;
  }

  PacketLedger packets() {
    return packets;
  }

  OperationMeter operations() {
    return operations;
  }
}
