package evpose.metrics.service.live;

import evpose.camera.CameraRig;
import evpose.camera.ProjectionCamera;
import evpose.evaluation.energy.EnergyTable;
import evpose.events.EventPacket;
import evpose.messages.Keypoint3d;
import evpose.messages.Pose2dMessage;
import evpose.messages.Pose3dMessage;
import evpose.messages.RigCamera;
import evpose.messages.RigMessage;
import evpose.messages.TruthMessage;
import evpose.pose.Skeleton;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** All that is known of one rig. Not thread-safe. */
final class RigState {
  private static final long SLIDING_MICROS = 10_000_000;
  private static final long DEFAULT_STEP_MICROS = 10_000;
  private static final double GIGA = 1e9;
  private static final int CAMERAS_IN_FULL = 4; // more share the events that these may show
  private static final int CAMERAS_THAT_TELL = 3; // of two nobody can say which was moved
  private static final long MICROS_PER_SECOND = 1_000_000;

  private final String id;
  private final LiveSettings settings;
  private final LatencyListener listener;
  private final TruthBuffer truth;
  private final StepScores scores;
  private final Map<String, CameraState> cameras = new LinkedHashMap<>();
  private final StageLatencies latencies;
  private final RateMeter rate2d = new RateMeter();
  private final RateMeter rate3d = new RateMeter();
  private final ViewHealth views = new ViewHealth();
  private final long horizonSteps;
  private long stepMicros = DEFAULT_STEP_MICROS;
  private @Nullable Pose3dMessage newest;
  private long firstPacketNanos = Long.MIN_VALUE;
  private long lastPacketNanos = Long.MIN_VALUE;
  private long revisions;
  private boolean sawTruth;
  private @Nullable RigMessage description;
  private @Nullable CameraRig calibration;
  private long version;
  private long changes;

  RigState(String id, LiveSettings settings, LatencyListener listener) {
    this.id = id;
    this.settings = settings;
    this.listener = listener;
    // Counted in steps of 10 ms: with shorter steps the horizon is shorter in time, never larger.
    this.horizonSteps = settings.horizonMicros() / DEFAULT_STEP_MICROS;
    this.truth = new TruthBuffer(2 * horizonSteps); // truth runs ahead of what has to be computed
    this.scores = new StepScores(3, horizonSteps);
    this.latencies = new StageLatencies(settings.warmUpNanos());
  }

  /** The camera of that name, made when there is room for one more; else null. */
  @Nullable CameraState camera(String name) {
    CameraState camera = cameras.get(name);
    if (camera == null && cameras.size() < RigMessage.MAX_CAMERAS) {
      camera = new CameraState(name, truth, horizonSteps);
      cameras.put(name, camera);
      version++;
    }
    return camera;
  }

  /** The camera of that name; null when nothing is known of it. */
  @Nullable CameraState knownCamera(String name) {
    return cameras.get(name);
  }

  void packet(CameraState camera, EventPacket packet, long nowNanos) {
    boolean sized = camera.hasSize();
    camera.packet(packet, nowNanos);
    lastPacketNanos = nowNanos;
    changes++;
    if (firstPacketNanos == Long.MIN_VALUE) {
      firstPacketNanos = nowNanos;
    }
    version += sized ? 0 : 1;
  }

  void pose2d(CameraState camera, Pose2dMessage pose, RecordTimes times, long nowNanos) {
    stepMicros = pose.stepMicros();
    if (!camera.pose(pose)) {
      return;
    }
    changes++;
    rate2d.mark(nowNanos);
    measure(Stage.INGEST, times.publishedNanos(), times.receivedNanos(), nowNanos);
    measure(Stage.CAMERA, times.receivedNanos(), times.doneNanos(), nowNanos);
    measure(Stage.POSE_2D, times.publishedNanos(), times.doneNanos(), nowNanos);
    if (times.inferNanos() != RecordTimes.UNKNOWN) {
      measure(Stage.INFER_2D, 0, times.inferNanos(), nowNanos);
    }
  }

  void pose3d(Pose3dMessage pose, RecordTimes times, long nowNanos) {
    StepScores.Offer offer = scores.offer(pose.step(), pose.revision(), flat(pose));
    if (offer == StepScores.Offer.STALE) {
      return;
    }
    scores.score(pose.step(), truth.get(pose.step()));
    views.pose(pose, cameras);
    revisions += offer == StepScores.Offer.NEWER ? 1 : 0;
    newest = pose;
    changes++;
    if (offer == StepScores.Offer.NEW) { // a revision answers nobody who waited
      rate3d.mark(nowNanos);
      measure(Stage.END_TO_END, times.publishedNanos(), nowNanos, nowNanos);
      measure(Stage.TRIANGULATE, times.receivedNanos(), times.doneNanos(), nowNanos);
      measure(Stage.DELIVER, times.doneNanos(), nowNanos, nowNanos);
    }
  }

  void truth(TruthMessage message) {
    double[] xyz = new double[3 * Skeleton.JOINTS];
    Arrays.fill(xyz, Double.NaN);
    double[][] rows = message.joints();
    for (int j = 0; j < Skeleton.JOINTS; j++) {
      if (rows[j] != null) {
        System.arraycopy(rows[j], 0, xyz, 3 * j, 3);
      }
    }
    truth.put(message.step(), xyz);
    sawTruth = true;
    changes++;
    scores.score(message.step(), xyz);
    for (CameraState camera : cameras.values()) {
      camera.truthArrived(message.step());
    }
  }

  void describe(RigMessage rig) {
    description = rig;
    stepMicros = rig.stepMicros();
    Map<String, CameraState> inOrder = new LinkedHashMap<>();
    for (RigCamera described : rig.cameras()) {
      CameraState camera = cameras.remove(described.id());
      if (camera == null) {
        camera = new CameraState(described.id(), truth, horizonSteps);
      }
      camera.size(described.width(), described.height());
      inOrder.put(described.id(), camera);
    }
    for (Map.Entry<String, CameraState> other : cameras.entrySet()) { // sending, yet not described
      if (inOrder.size() < RigMessage.MAX_CAMERAS) {
        inOrder.put(other.getKey(), other.getValue());
      }
    }
    cameras.clear();
    cameras.putAll(inOrder);
    version++;
  }

  void calibrate(CameraRig rig) {
    calibration = rig;
    for (ProjectionCamera calibrated : rig.cameras()) {
      CameraState camera = camera(calibrated.id());
      if (camera != null) {
        camera.calibrate(calibrated);
        camera.standsAsCalibrated(rig.cameras().size() >= CAMERAS_THAT_TELL);
      }
    }
    views.recalibrated();
    version++;
  }

  private void measure(Stage stage, long fromNanos, long toNanos, long nowNanos) {
    long nanos = latencies.record(stage, fromNanos, toNanos, nowNanos);
    if (nanos != RecordTimes.UNKNOWN) {
      listener.measured(id, stage.label(), nanos);
    }
  }

  private static double[] flat(Pose3dMessage pose) {
    double[] joints = new double[3 * Skeleton.JOINTS];
    for (int j = 0; j < Skeleton.JOINTS; j++) {
      Keypoint3d joint = pose.joints().get(j);
      boolean present = joint.present();
      joints[3 * j] = present ? joint.x() : Double.NaN;
      joints[3 * j + 1] = present ? joint.y() : Double.NaN;
      joints[3 * j + 2] = present ? joint.z() : Double.NaN;
    }
    return joints;
  }

  /** When the newest packet came, wall nanoseconds; {@link Long#MIN_VALUE} before the first. */
  long lastPacketNanos() {
    return lastPacketNanos;
  }

  /** What was said of the rig last; null when nothing was. */
  @Nullable RigMessage description() {
    return description;
  }

  /** Where its cameras stand, as far as that was said; null when it was not. */
  @Nullable CameraRig calibration() {
    return calibration;
  }

  RigScene scene() {
    return new RigScene(
        id,
        cameras.values().stream().filter(CameraState::hasSize).map(CameraState::scene).toList(),
        version);
  }

  RigFrame frame(int mostEvents) {
    Pose3dMessage pose = newest;
    List<CameraState> shown = cameras.values().stream().filter(CameraState::hasSize).toList();
    int each = mostEvents * CAMERAS_IN_FULL / Math.max(CAMERAS_IN_FULL, shown.size());
    return new RigFrame(
        changes,
        pose,
        pose == null ? truth.newest() : truth.get(pose.step()),
        endMicros(),
        shown.stream().map(camera -> camera.view(each)).toList());
  }

  private long endMicros() {
    if (newest != null) {
      return newest.endMicros();
    }
    return cameras.values().stream().mapToLong(CameraState::endMicros).max().orElse(-1);
  }

  RigNumbers numbers(long nowNanos, long deadLettered) {
    long slidingSteps = SLIDING_MICROS / stepMicros;
    Mean error2d = new Mean();
    Mean error3d = new Mean();
    scores.addLast(slidingSteps, error3d);
    ViewHealth.Numbers health = views.numbers();
    List<RigNumbers.CameraNumbers> each = new ArrayList<>();
    for (CameraState camera : cameras.values()) {
      camera.scores().addLast(slidingSteps, error2d);
      each.add(camera.numbers(slidingSteps, health.views().get(camera.id()), nowNanos));
    }
    double macs = sum(OperationMeter::macsPerSecondNow);
    double acs = sum(OperationMeter::acsPerSecondNow);
    return new RigNumbers(
        id,
        endMicros(),
        health(nowNanos, deadLettered),
        rate2d.count(),
        rate2d.perSecondNow(nowNanos),
        rate3d.count(),
        rate3d.perSecondNow(nowNanos),
        error2d.value(),
        error3d.value(),
        latencies.sliding(nowNanos),
        macs / GIGA,
        acs / GIGA,
        watts(macs, acs),
        wattsDenseAnn(),
        packets(cameras.values()),
        deadLettered,
        revisions,
        lagSeconds(),
        Measures.accuracy(scores, cameras.values(), stepMicros),
        health.rig(),
        Measures.neuroBench(cameras.values(), stepMicros),
        each);
  }

  /** Data time from the newest 3D pose to the newest packet. */
  private double lagSeconds() {
    long packets =
        cameras.values().stream().mapToLong(CameraState::lastPacketMicros).max().orElse(-1);
    return newest == null || packets < 0
        ? Double.NaN
        : Math.max(0, packets - newest.endMicros()) / (double) MICROS_PER_SECOND;
  }

  RunReport report(long nowNanos, Map<String, Long> deadLettered) {
    Mean error2d = Measures.run2d(cameras.values());
    long compared2d = 0;
    for (CameraState camera : cameras.values()) {
      compared2d += camera.scores().scored();
    }
    Mean error3d = new Mean();
    error3d.add(scores.sum(), scores.scored());
    double macs = sum(OperationMeter::macsPerSecond);
    double acs = sum(OperationMeter::acsPerSecond);
    RigNumbers.Packets packets = packets(cameras.values());
    long setAside = deadLettered.values().stream().mapToLong(Long::longValue).sum();
    return new RunReport(
        id,
        health(nowNanos, setAside).words(),
        poses(rate2d),
        poses(rate3d),
        new RunReport.Packets(
            packets.published(),
            packets.consumed(),
            packets.lost() + packets.inFlight(),
            deadLettered),
        shedSteps(),
        new RunReport.Errors(
            orNull(error2d.value()), orNull(error3d.value()), compared2d, scores.scored()),
        latencies.overRun(),
        new RunReport.Operations(macs / GIGA, acs / GIGA),
        new RunReport.Power(
            watts(macs, acs), orNull(wattsDenseAnn()), settings.energy().name(), denseAnnFrom()));
  }

  private Map<String, Long> shedSteps() {
    Map<String, Long> steps = new TreeMap<>();
    cameras
        .values()
        .forEach(camera -> camera.shedSteps().forEach((k, n) -> steps.merge(k, n, Long::sum)));
    return steps;
  }

  private static RunReport.Poses poses(RateMeter rate) {
    return new RunReport.Poses(rate.count(), rate.perSecond(), rate.perSecondLast30s());
  }

  private static @Nullable Double orNull(double value) {
    return Double.isNaN(value) ? null : value;
  }

  private static RigNumbers.Packets packets(Iterable<CameraState> cameras) {
    long published = 0;
    long consumed = 0;
    long missing = 0;
    long inFlight = 0;
    for (CameraState camera : cameras) {
      published += camera.packets().published();
      consumed += camera.packets().consumed();
      missing += camera.packets().missing();
      inFlight += camera.packets().inFlight();
    }
    return new RigNumbers.Packets(published, consumed, missing, inFlight);
  }

  private double sum(ToDoubleFunction<OperationMeter> perSecond) {
    return cameras.values().stream()
        .mapToDouble(c -> perSecond.applyAsDouble(c.operations()))
        .sum();
  }

  private double watts(double macsPerSecond, double acsPerSecond) {
    EnergyTable energy = settings.energy();
    return energy.watts(macsPerSecond, acsPerSecond, MICROS_PER_SECOND);
  }

  /** NaN until a key frame has shown what the ANN costs. */
  private double wattsDenseAnn() {
    double macs = sum(OperationMeter::denseMacsPerSecond);
    return macs == 0 ? Double.NaN : watts(macs, 0);
  }

  private String denseAnnFrom() {
    return cameras.values().stream().anyMatch(c -> c.operations().knowsAnn())
        ? "the ANN of each camera's key frames, at every step"
        : "dearest step of each camera (ANN, state initialisation, head), at every step";
  }

  private Health health(long nowNanos, long deadLettered) {
    List<CameraState> sending = cameras.values().stream().filter(CameraState::hasSize).toList();
    List<String> silent =
        sending.stream()
            .filter(
                c ->
                    c.lastPacketNanos() == Long.MIN_VALUE
                        || nowNanos - c.lastPacketNanos() >= Situation.STALLED_NANOS)
            .map(CameraState::id)
            .toList();
    boolean any = firstPacketNanos != Long.MIN_VALUE;
    return new Situation(
            id,
            any ? Math.max(0, nowNanos - lastPacketNanos) : -1,
            any ? nowNanos - firstPacketNanos : 0,
            sending.size(),
            silent,
            sending.stream().anyMatch(CameraState::hasAnswered),
            sending.stream().anyMatch(CameraState::hasPosed),
            rate3d.count() == 0 ? -1 : Math.max(0, nowNanos - rate3d.lastNanos()),
            rate3d.perSecondNow(nowNanos),
            sending.stream().allMatch(CameraState::isCalibrated),
            sawTruth,
            deadLettered)
        .health();
  }
}
