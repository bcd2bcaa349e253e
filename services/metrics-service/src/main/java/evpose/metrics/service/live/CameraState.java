package evpose.metrics.service.live;

import evpose.camera.ProjectionCamera;
import evpose.events.EventPacket;
import evpose.messages.Keypoint2d;
import evpose.messages.Pose2dMessage;
import evpose.messages.PoseSource;
import evpose.pose.Skeleton;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All that is known of one camera of one rig. Not thread-safe. */
final class CameraState {
  private static final int MAX_REASONS = 8;
  private static final String OTHER_REASON = "other";
  private static final long SHED_RESTART = 3_000; // a step this far back: data time began anew
  private static final double MICROS = 1e-6;
  private static final double NANOS = 1e-9;

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
  private long lastPacketMicros = -1;
  private long eventCount;
  private long dropped;
  private double turnedDegrees = Double.NaN;
  private long lastShed = Long.MIN_VALUE / 2;
  private final Map<String, Long> sources = new TreeMap<>();
  private final Map<String, Long> shed = new TreeMap<>();

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
      eventCount += packet.size();
      dropped += packet.droppedBefore();
      lastPacketMicros = packet.endMicros();
    }
  }

  /** Whether the pose told anything new. */
  boolean pose(Pose2dMessage pose) {
    if (pose.isShed()) {
      shed(pose);
      return false;
    }
    if (scores.offer(pose.step(), 0, flat(pose)) == StepScores.Offer.STALE) {
      return false;
    }
    packets.consumed(pose.packets(), pose.endMicros());
    posed |= !pose.source().equals(PoseSource.NONE);
    if (posed) { // what waits for its first key frame neither works nor rests
      operations.add(pose.stepMicros(), pose.macs(), pose.acs(), pose.neuronUpdates(), pose.work());
    }
    sources.merge(pose.source(), 1L, Long::sum);
    scores.score(pose.step(), truthInSight(pose.step()));
    newest = pose;
    return true;
  }

  private void shed(Pose2dMessage decision) {
    if (decision.step() <= lastShed && decision.step() > lastShed - SHED_RESTART) {
      return; // told again
    }
    lastShed = decision.lastStep();
    packets.shed(decision.step() * decision.stepMicros(), decision.endMicros());
    String reason = decision.reason() == null ? OTHER_REASON : decision.reason();
    boolean room = shed.size() < MAX_REASONS || shed.containsKey(reason);
    shed.merge(room ? reason : OTHER_REASON, decision.lastStep() - decision.step() + 1, Long::sum);
  }

  /** Steps given up, by reason. */
  Map<String, Long> shedSteps() {
    return shed;
  }

  void truthArrived(long step) {
    scores.score(step, truthInSight(step));
  }

  void size(int width, int height) {
    this.width = width;
    this.height = height;
  }

  /** It was found to have been turned; what it was turned before adds to it. */
  void moved(double degrees) {
    turnedDegrees = Double.isNaN(turnedDegrees) ? degrees : turnedDegrees + degrees;
  }

  /** Forgets what it was turned. */
  void standsAsCalibrated(boolean watched) {
    turnedDegrees = watched ? 0 : Double.NaN;
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

  /** The same without joints that lie beside the image: nobody could have found them. */
  private double @Nullable [] truthInSight(long step) {
    double[] image = truthInImage(step);
    ProjectionCamera camera = projection;
    for (int j = 0; image != null && camera != null && j < Skeleton.JOINTS; j++) {
      if (!camera.sees(image[2 * j], image[2 * j + 1])) {
        image[2 * j] = Double.NaN;
        image[2 * j + 1] = Double.NaN;
      }
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

  /** How this camera is doing now. */
  RigNumbers.CameraNumbers numbers(
      long slidingSteps, RigNumbers.@Nullable View view, long nowNanos) {
    Mean error = new Mean();
    scores.addLast(slidingSteps, error);
    return new RigNumbers.CameraNumbers(
        id,
        new RigNumbers.Packets(
            packets.published(), packets.consumed(), packets.missing(), packets.inFlight()),
        packets.gaps(),
        packets.aside(),
        eventCount,
        dropped,
        lagSeconds(),
        lastPacketNanos == Long.MIN_VALUE
            ? Double.NaN
            : Math.max(0, nowNanos - lastPacketNanos) * NANOS,
        Map.copyOf(sources),
        Map.copyOf(shed),
        operations.macs(),
        operations.acs(),
        operations.neuronUpdates(),
        operations.work(),
        error.value(),
        view == null ? RigNumbers.View.UNKNOWN : view,
        turnedDegrees);
  }

  /** Data time from the newest 2D pose to the newest packet; NaN before both were there. */
  private double lagSeconds() {
    return newest == null || lastPacketMicros < 0
        ? Double.NaN
        : Math.max(0, lastPacketMicros - newest.endMicros()) * MICROS;
  }

  /** Data time at which the newest packet ends; -1 before the first. */
  long lastPacketMicros() {
    return lastPacketMicros;
  }

  @Nullable ProjectionCamera projection() {
    return projection;
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
