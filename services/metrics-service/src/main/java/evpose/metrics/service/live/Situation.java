package evpose.metrics.service.live;

import java.util.List;

/**
 * The facts that the line of health is made from.
 *
 * @param packetAgeNanos wall time since the newest packet of any camera; negative when none came
 * @param runningNanos wall time since the first packet
 * @param cameras of the rig
 * @param silent cameras without a packet for as long as the stream would count as stalled
 * @param answered whether any 2D pose came
 * @param posed whether any came after a key frame
 * @param pose3dAgeNanos wall time since the newest 3D pose; negative when none came
 * @param poses3dPerSecond in the last second
 * @param calibrated whether every camera is
 * @param truth whether any truth came
 * @param deadLettered records set aside
 */
record Situation(
    String rig,
    long packetAgeNanos,
    long runningNanos,
    int cameras,
    List<String> silent,
    boolean answered,
    boolean posed,
    long pose3dAgeNanos,
    double poses3dPerSecond,
    boolean calibrated,
    boolean truth,
    long deadLettered) {
  /** Silence for so long is a stalled stream, or a silent camera. */
  static final long STALLED_NANOS = 3_000_000_000L;

  private static final long PATIENCE_NANOS = 10_000_000_000L; // a service may still be starting
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  /** What to tell people. */
  Health health() {
    Health health = stream();
    StringBuilder words = new StringBuilder(health.words());
    boolean flowing = packetAgeNanos >= 0 && packetAgeNanos < STALLED_NANOS && posed;
    if (flowing && !truth) {
      words.append("; no truth on this stream, so no error");
    }
    if (deadLettered > 0) {
      words.append("; ").append(count(deadLettered, "record")).append(" in dead-letters");
    }
    String level = deadLettered > 0 && health.level().equals("ok") ? "note" : health.level();
    return new Health(level, words.toString(), health.stageNote());
  }

  private Health stream() {
    if (packetAgeNanos < 0) {
      return Health.note("waiting for event packets", "No event packets yet.");
    }
    if (packetAgeNanos >= STALLED_NANOS) {
      return Health.bad(
          "stream stalled " + packetAgeNanos / NANOS_PER_SECOND + " s: no event packets", "");
    }
    if (!answered) {
      return runningNanos < PATIENCE_NANOS
          ? Health.note("waiting for the first 2D pose", "Waiting for the first pose.")
          : Health.bad(
              "events arrive, but no 2D poses: is camera-service running?", "No 2D poses yet.");
    }
    if (!posed) {
      return Health.note(
          "waiting for the first key frame: too few events so far",
          "Waiting for the first key frame.");
    }
    if (cameras < 2) {
      return Health.note(
          "one camera: no depth, so no 3D pose", "One camera: no depth, so no 3D pose.");
    }
    if (!calibrated) {
      return Health.bad(
          "no calibration for all cameras of rig " + rig + ", so no 3D pose",
          "No calibration for all cameras of rig " + rig + ", so no 3D pose.");
    }
    if (pose3dAgeNanos < 0) {
      return runningNanos < PATIENCE_NANOS
          ? Health.note("waiting for the first 3D pose", "Waiting for the first 3D pose.")
          : Health.bad(
              "2D poses arrive, but no 3D ones: is triangulation-service running?",
              "No 3D poses yet.");
    }
    if (pose3dAgeNanos >= STALLED_NANOS) {
      return Health.bad(
          "no 3D pose for " + pose3dAgeNanos / NANOS_PER_SECOND + " s, 2D poses arrive", "");
    }
    if (!silent.isEmpty()) {
      return Health.note(
          (cameras - silent.size())
              + " of "
              + count(cameras, "camera")
              + ", silent: "
              + String.join(", ", silent),
          "");
    }
    return Health.ok(
        count(cameras, "camera") + ", " + Math.round(poses3dPerSecond) + " 3D poses a second");
  }

  private static String count(long n, String thing) {
    return n + " " + thing + (n == 1 ? "" : "s");
  }
}
