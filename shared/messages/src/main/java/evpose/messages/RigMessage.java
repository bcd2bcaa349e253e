package evpose.messages;

import evpose.camera.CameraRig;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A rig: its cameras in order, where their records go, and how it is run. Only speed depends on the
 * partitions, never correctness.
 *
 * @param posesPartition partition of {@code poses-2d}, {@code poses-3d} and {@code ground-truth}
 * @param stepMicros length of a step of the rig's time grid
 * @param model SHA-256 of the weights, or the name of a preset; "" leaves it to camera-service
 * @param policy when the ANN runs, {@code fixed-10}; "" leaves it to camera-service
 * @param earlier how it was run before, in the order of steps; null when it was always run so. With
 *     them the record alone says what answers any step, to whoever reads an old part of the log
 */
public record RigMessage(
    String rig,
    List<RigCamera> cameras,
    int posesPartition,
    long stepMicros,
    String model,
    String policy,
    @Nullable List<RigRun> earlier) {
  /** Most cameras of one rig. */
  public static final int MAX_CAMERAS = 64;

  /** Of more switches the oldest are forgotten. */
  public static final int MAX_EARLIER = 16;

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
    earlier = earlier == null || earlier.isEmpty() ? null : List.copyOf(earlier);
    List<RigRun> before = earlier == null ? List.of() : earlier;
    Checks.require(
        before.size() <= MAX_EARLIER,
        () -> "a rig keeps at most 16 earlier runs: rig=" + rig + ", earlier=" + before.size());
    for (int i = 1; i < before.size(); i++) {
      long last = before.get(i - 1).beforeStep();
      long next = before.get(i).beforeStep();
      Checks.require(
          last < next,
          () ->
              "earlier runs come in the order of steps: rig="
                  + rig
                  + ", beforeStep="
                  + last
                  + ", next="
                  + next);
    }
  }

  /** A rig that was always run so. */
  public RigMessage(
      String rig,
      List<RigCamera> cameras,
      int posesPartition,
      long stepMicros,
      String model,
      String policy) {
    this(rig, cameras, posesPartition, stepMicros, model, policy, null);
  }

  /** All ways it is run, in the order of steps; the last one has no end. */
  public List<RigRun> runs() {
    List<RigRun> runs = new ArrayList<>(earlier == null ? List.of() : earlier);
    runs.add(new RigRun(model, policy, RigRun.NO_END));
    return runs;
  }

  /** The rig as though it had always been run one of its ways. */
  public RigMessage as(RigRun run) {
    return new RigMessage(rig, cameras, posesPartition, stepMicros, run.model(), run.policy());
  }

  /**
   * The rig run another way from a step on; what was planned for later steps is dropped.
   *
   * @param fromStep the first step that is answered so, after 0
   */
  public RigMessage switched(long fromStep, String model, String policy) {
    Checks.positive("fromStep", fromStep);
    List<RigRun> before = runsBefore(fromStep);
    int forgotten = Math.max(0, before.size() - MAX_EARLIER);
    return new RigMessage(
        rig,
        cameras,
        posesPartition,
        stepMicros,
        model,
        policy,
        before.subList(forgotten, before.size()));
  }

  /** The same rig run by another policy now; what it was before stays. */
  public RigMessage withPolicy(String policy) {
    return new RigMessage(rig, cameras, posesPartition, stepMicros, model, policy, earlier);
  }

  /** Whether this is the same rig, and answers all steps before one in the same way. */
  public boolean answersLike(RigMessage other, long beforeStep) {
    RigRun any = new RigRun("", "", RigRun.NO_END);
    return as(any).equals(other.as(any))
        && runsBefore(beforeStep).equals(other.runsBefore(beforeStep));
  }

  private List<RigRun> runsBefore(long step) {
    List<RigRun> before = new ArrayList<>();
    for (RigRun run : runs()) {
      before.add(new RigRun(run.model(), run.policy(), Math.min(run.beforeStep(), step)));
      if (run.beforeStep() >= step) {
        break;
      }
    }
    return before;
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
