package evpose.triangulation.service;

import evpose.messages.Pose2dMessage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How much of a partition's past makes its joins' states. */
final class JoinPast {
  private JoinPast() {}

  /**
   * Whether poses reach back far enough: for each camera, from its newest step over the horizon.
   *
   * @param poses the last ones of a partition, oldest first
   * @param expected rig/camera of those that belong to the partition: they must be among them
   */
  static boolean isHeldBy(List<Pose2dMessage> poses, Set<String> expected, int horizonSteps) {
    Map<String, Long> oldest = new HashMap<>();
    Map<String, Long> newest = new HashMap<>();
    for (Pose2dMessage pose : poses) {
      oldest.putIfAbsent(pose.rig() + "/" + pose.camera(), pose.step());
      newest.merge(pose.rig(), pose.lastStep(), Math::max);
    }
    return !poses.isEmpty()
        && oldest.keySet().containsAll(expected)
        && oldest.entrySet().stream()
            .allMatch(
                e -> {
                  String rig = e.getKey().substring(0, e.getKey().indexOf('/'));
                  return newest.getOrDefault(rig, 0L) - e.getValue() > horizonSteps;
                });
  }
}
