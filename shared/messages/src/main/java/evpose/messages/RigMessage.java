package evpose.messages;

import evpose.camera.CameraRig;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A rig: its cameras in order, where their records go, and how it is run. Only speed depends on the
 * partitions, never correctness.
 *
 * @param posesPartition partition of {@code poses-2d}, {@code poses-3d} and {@code ground-truth}
 * @param stepMicros length of a step of the rig's time grid
 * @param model SHA-256 of the weights, or the name of a preset
 * @param policy when the ANN runs, {@code fixed-10}
 */
public record RigMessage(
    String rig,
    List<RigCamera> cameras,
    int posesPartition,
    long stepMicros,
    String model,
    String policy) {
  /** Most cameras of one rig. */
  public static final int MAX_CAMERAS = 64;

  public RigMessage {
    Checks.name("rig", rig);
    cameras = List.copyOf(cameras);
    int n = cameras.size();
    Checks.require(
        n >= 1 && n <= MAX_CAMERAS,
        () -> "a rig has 1 to 64 cameras: rig=" + rig + ", cameras=" + n);
    Set<String> seen = new HashSet<>();
    for (RigCamera camera : cameras) {
      Checks.require(
          seen.add(camera.id()),
          () ->
              "cameras of a rig must have different names: rig=" + rig + ", camera=" + camera.id());
    }
    Checks.notNegative("posesPartition", posesPartition);
    Checks.stepMicros(stepMicros);
    Checks.text("model", model);
    Checks.text("policy", policy);
  }

  /** A rig alone on the broker: camera i on partition i, poses on partition 0. */
  public static RigMessage of(CameraRig rig, long stepMicros, String model, String policy) {
    return of(rig, stepMicros, model, policy, List.of());
  }

  /**
   * A rig that shares the broker with others: its records go to the least used partitions, the
   * lowest first.
   */
  public static RigMessage of(
      CameraRig rig, long stepMicros, String model, String policy, List<RigMessage> others) {
    List<RigCamera> cameras =
        rig.cameras().stream().map(c -> new RigCamera(c.id(), c.width(), c.height(), 0)).toList();
    return placed(rig.id(), cameras, stepMicros, model, policy, others);
  }

  /** The same for cameras of which no geometry is known; partitions that they name are replaced. */
  public static RigMessage placed(
      String rig,
      List<RigCamera> cameras,
      long stepMicros,
      String model,
      String policy,
      List<RigMessage> others) {
    int[] events = new int[Topics.STREAM_PARTITIONS];
    int[] poses = new int[Topics.STREAM_PARTITIONS];
    for (RigMessage other : others) {
      if (!other.rig.equals(rig)) {
        poses[other.posesPartition % poses.length]++;
        other.cameras.forEach(c -> events[c.eventsPartition() % events.length]++);
      }
    }
    List<RigCamera> placed = new ArrayList<>();
    for (RigCamera camera : cameras) {
      int partition = leastUsed(events);
      events[partition]++;
      placed.add(new RigCamera(camera.id(), camera.width(), camera.height(), partition));
    }
    return new RigMessage(rig, placed, leastUsed(poses), stepMicros, model, policy);
  }

  private static int leastUsed(int[] uses) {
    int best = 0;
    for (int i = 1; i < uses.length; i++) {
      best = uses[i] < uses[best] ? i : best;
    }
    return best;
  }

  /** The names of the cameras, in order. */
  public List<String> cameraIds() {
    return cameras.stream().map(RigCamera::id).toList();
  }
}
