package evpose.metrics.service;

import evpose.calibration.DriftAlarm;
import evpose.calibration.DriftWatch;
import evpose.camera.CameraRig;
import evpose.messages.Pose2dMessage;
import evpose.metrics.service.live.LiveMetrics;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Watches the rigs of three and more calibrated cameras for one that is bumped, and tells {@link
 * LiveMetrics}. The proof takes a while to compute, so it has a thread of its own, and poses that
 * it has no time for are left out: the alarm thins them anyway.
 */
final class MovedCameras implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(MovedCameras.class);
  private static final int MOST_WAITING = 8192; // five seconds of 16 cameras at 100 Hz
  private static final Duration PACE = Duration.ofMillis(200);

  private final LiveMetrics live;
  private final Map<String, CameraRig> calibrations = new ConcurrentHashMap<>();
  private final BlockingQueue<Pose2dMessage> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
  private final Map<String, Watched> watches = new HashMap<>();
  private final PacedThread thread = new PacedThread("evpose-moved-cameras", PACE, this::work);

  private record Watched(CameraRig calibration, DriftWatch watch) {}

  MovedCameras(LiveMetrics live) {
    this.live = live;
  }

  /** From now on a rig's cameras stand so. */
  void calibrated(CameraRig calibration) {
    if (calibrations.size() < LiveMetrics.MAX_RIGS || calibrations.containsKey(calibration.id())) {
      calibrations.put(calibration.id(), calibration);
    }
  }

  /** What a camera saw; never waits. */
  void seen(Pose2dMessage pose) {
    if (calibrations.containsKey(pose.rig())) {
      waiting.offer(pose);
    }
  }

  /** Looks at what waits. */
  void work() {
    for (Pose2dMessage pose = waiting.poll(); pose != null; pose = waiting.poll()) {
      look(pose);
    }
  }

  private void look(Pose2dMessage pose) {
    String rig = pose.rig();
    CameraRig calibration = calibrations.get(rig);
    if (calibration == null) {
      return;
    }
    Watched watched = watches.get(rig);
    if (watched == null || !watched.calibration.equals(calibration)) {
      watched = new Watched(calibration, new DriftWatch(calibration.cameras()));
      watches.put(rig, watched);
    }
    watched.watch.take(pose).ifPresent(drift -> tell(rig, drift));
  }

  private void tell(String rig, DriftAlarm.Drift drift) {
    live.moved(rig, drift.camera(), drift.degrees());
    log.warn("rig {}: {}", rig, drift.words());
  }

  @Override
  public void start() {
    thread.start();
  }

  @Override
  public void stop() {
    thread.close();
  }

  @Override
  public boolean isRunning() {
    return thread.isRunning();
  }
}
