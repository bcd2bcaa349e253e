package evpose.metrics.service.live;

import evpose.camera.ProjectionCamera;
import evpose.evaluation.health.BoneLengths;
import evpose.evaluation.health.ClockSkew;
import evpose.evaluation.health.EpipolarResidual;
import evpose.messages.Keypoint3d;
import evpose.messages.Pose3dMessage;
import evpose.messages.RawPoint;
import evpose.pose.Skeleton;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a rig tells of itself where nobody knows the truth, over the last 10 s of data. A step is
 * looked at one second of data after its 3D pose, when all its views have been read, and of five
 * steps one is. Not thread-safe.
 */
final class ViewHealth {
  private static final int WAIT_STEPS = 100;
  private static final int EACH = 5;
  private static final int KEPT_SECONDS = 10;
  private static final int NEIGHBOURS = 3;
  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final double MICROS = 1e-6;

  private final TreeMap<Long, double[]> raw = new TreeMap<>(); // [13][3] before smoothing
  private final ArrayDeque<Second> seconds = new ArrayDeque<>();
  private final Map<String, EpipolarResidual> pairs = new HashMap<>();

  /** All that one second of data told. */
  private static final class Second {
    final long number;
    final Mean reprojection = new Mean();
    final Mean agreement = new Mean();
    final Mean seen = new Mean();
    final Mean sigma = new Mean();
    final BoneLengths bones = new BoneLengths();
    final Map<String, Eye> eyes = new HashMap<>();

    Second(long number) {
      this.number = number;
    }

    void add(Second other) {
      reprojection.add(other.reprojection);
      agreement.add(other.agreement);
      seen.add(other.seen);
      sigma.add(other.sigma);
      bones.add(other.bones);
      other.eyes.forEach((id, eye) -> eye(id).add(eye));
    }

    Eye eye(String camera) {
      return eyes.computeIfAbsent(camera, id -> new Eye());
    }
  }

  /** What it told of one camera. */
  private static final class Eye {
    final Mean residual = new Mean();
    final Mean epipolar = new Mean();
    final ClockSkew skew = new ClockSkew();

    void add(Eye other) {
      residual.add(other.residual);
      epipolar.add(other.epipolar);
      skew.add(other.skew);
    }
  }

  /** From now on the cameras stand elsewhere. */
  void recalibrated() {
    pairs.clear();
  }

  /** A pose that told anything new. */
  void pose(Pose3dMessage pose, Map<String, CameraState> cameras) {
    if (!raw.isEmpty() && Math.abs(pose.step() - raw.lastKey()) > KEPT_SECONDS * WAIT_STEPS) {
      raw.clear(); // another recording under the same name
      seconds.clear();
    }
    raw.put(pose.step(), raw(pose));
    if (pose.step() % EACH == 0) {
      self(pose);
      views(pose.step() - WAIT_STEPS, pose.stepMicros(), cameras);
    }
    while (raw.firstKey() < raw.lastKey() - WAIT_STEPS - EACH) {
      raw.pollFirstEntry();
    }
  }

  private static double[] raw(Pose3dMessage pose) {
    double[] joints = new double[3 * Skeleton.JOINTS];
    for (int j = 0; j < Skeleton.JOINTS; j++) {
      Keypoint3d joint = pose.joints().get(j);
      RawPoint before = joint.raw();
      boolean fresh = joint.present() && joint.ageSteps() == 0;
      joints[3 * j] = !fresh ? Double.NaN : before == null ? joint.x() : before.x();
      joints[3 * j + 1] = !fresh ? Double.NaN : before == null ? joint.y() : before.y();
      joints[3 * j + 2] = !fresh ? Double.NaN : before == null ? joint.z() : before.z();
    }
    return joints;
  }

  private Second second(long micros) {
    long number = Math.floorDiv(micros, MICROS_PER_SECOND);
    if (seconds.isEmpty() || seconds.getLast().number < number) {
      seconds.addLast(new Second(number));
      while (seconds.getFirst().number <= number - KEPT_SECONDS) {
        seconds.removeFirst();
      }
    }
    return seconds.getLast();
  }

  /** What the pose says of itself. */
  private void self(Pose3dMessage pose) {
    Second now = second(pose.endMicros());
    int views = pose.cameras().size();
    for (Keypoint3d joint : pose.joints()) {
      boolean fresh = joint.present() && joint.ageSteps() == 0;
      now.seen.add(fresh ? 1 : 0);
      if (fresh) {
        now.reprojection.add(joint.reprojectionPx());
        now.agreement.add(views == 0 ? Double.NaN : Math.min(1, (double) joint.views() / views));
        double[] c = joint.covarianceMm2();
        now.sigma.add(Math.sqrt((c[0] + c[3] + c[5]) / 3));
      }
    }
    now.bones.pose(raw(pose));
  }

  /** What the cameras said of that step, beside the body that came of it. */
  private void views(long step, long stepMicros, Map<String, CameraState> cameras) {
    double[] body = raw.get(step);
    if (body == null) {
      return;
    }
    Second now = second(step * stepMicros);
    List<CameraState> seeing = new ArrayList<>();
    for (CameraState camera : cameras.values()) {
      if (camera.projection() != null && camera.scores().joints(step) != null) {
        seeing.add(camera);
      }
    }
    for (int i = 0; i < seeing.size(); i++) {
      CameraState camera = seeing.get(i);
      Eye eye = now.eye(camera.id());
      residual(eye, camera, step, stepMicros * MICROS);
      for (int n = 1; n <= Math.min(NEIGHBOURS, seeing.size() - 1); n++) {
        epipolar(eye, seeing.get((i + n) % seeing.size()), camera, step);
      }
    }
  }

  private void residual(Eye eye, CameraState camera, long step, double stepSeconds) {
    double[] seen = camera.scores().joints(step);
    double[] place = image(camera.projection(), raw.get(step));
    double[] before = image(camera.projection(), raw.get(step - 1));
    double[] after = image(camera.projection(), raw.get(step + 1));
    if (seen == null || place == null) {
      return;
    }
    for (int j = 0; j < Skeleton.JOINTS; j++) {
      eye.residual.add(Math.hypot(seen[2 * j] - place[2 * j], seen[2 * j + 1] - place[2 * j + 1]));
    }
    if (before == null || after == null) {
      return;
    }
    for (int i = 0; i < 2 * Skeleton.JOINTS; i++) {
      eye.skew.add(seen[i], place[i], (after[i] - before[i]) / (2 * stepSeconds));
    }
  }

  private static double @Nullable [] image(
      @Nullable ProjectionCamera camera, double @Nullable [] body) {
    if (camera == null || body == null) {
      return null;
    }
    double[] image = new double[2 * Skeleton.JOINTS];
    double[] pixel = new double[2];
    for (int j = 0; j < Skeleton.JOINTS; j++) {
      camera.project(body[3 * j], body[3 * j + 1], body[3 * j + 2], pixel);
      image[2 * j] = pixel[0];
      image[2 * j + 1] = pixel[1];
    }
    return image;
  }

  private void epipolar(Eye eye, CameraState from, CameraState to, long step) {
    double[] a = from.scores().joints(step);
    double[] b = to.scores().joints(step);
    ProjectionCamera first = from.projection();
    ProjectionCamera second = to.projection();
    if (a == null || b == null || first == null || second == null) {
      return;
    }
    EpipolarResidual lines =
        pairs.computeIfAbsent(
            from.id() + "/" + to.id(), key -> new EpipolarResidual(first, second));
    for (int j = 0; j < Skeleton.JOINTS; j++) {
      eye.epipolar.add(lines.px(a[2 * j], a[2 * j + 1], b[2 * j], b[2 * j + 1]));
    }
  }

  /** What the last 10 s told of the rig and of each camera. */
  Numbers numbers() {
    Second all = new Second(0);
    seconds.forEach(all::add);
    Mean clocks = new Mean();
    all.eyes.values().forEach(eye -> clocks.add(eye.skew.seconds()));
    Map<String, RigNumbers.View> views = new HashMap<>();
    all.eyes.forEach(
        (id, eye) ->
            views.put(
                id,
                new RigNumbers.View(
                    eye.residual.value(),
                    eye.epipolar.value(),
                    eye.skew.seconds() - clocks.value())));
    return new Numbers(
        new RigNumbers.TruthFree(
            all.reprojection.value(),
            all.agreement.value(),
            all.bones.spread(),
            all.seen.value(),
            all.sigma.value()),
        views);
  }

  /**
   * @param views by camera
   */
  record Numbers(RigNumbers.TruthFree rig, Map<String, RigNumbers.View> views) {}
}
