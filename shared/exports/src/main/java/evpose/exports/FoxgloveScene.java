package evpose.exports;

import evpose.messages.Keypoint3d;
import evpose.pose.Joint;
import evpose.pose.Skeleton;
import evpose.pose.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A pose in Foxglove's words: metres, z up, frame {@code world}. Joints are spheres, bones lines;
 * what is held is pale. The body vanishes when no pose comes for half a second.
 *
 * @see <a href="https://docs.foxglove.dev/docs/sdk/schemas/scene-update">the schemas</a>
 */
final class FoxgloveScene {
  private static final double MM_PER_METRE = 1000;
  private static final double JOINT_METRES = 0.04;
  private static final double BONE_METRES = 0.015;
  private static final int LINE_LIST = 2;
  private static final Map<String, Object> LIFETIME = Map.of("sec", 0, "nsec", 500_000_000);
  private static final Map<String, Object> NOT_TURNED =
      Map.of("x", 0.0, "y", 0.0, "z", 0.0, "w", 1.0);

  private FoxgloveScene() {}

  /** As {@code foxglove.SceneUpdate}. */
  static Map<String, Object> update(String rig, LivePose live) {
    List<Map<String, Object>> spheres = new ArrayList<>();
    for (Keypoint3d k : live.pose().joints()) {
      if (k.present()) {
        spheres.add(
            Map.of(
                "pose", Map.of("position", metres(k), "orientation", NOT_TURNED),
                "size", point(JOINT_METRES, JOINT_METRES, JOINT_METRES),
                "color", color(k)));
      }
    }
    Map<String, Object> entity = new LinkedHashMap<>();
    entity.put("timestamp", time(live));
    entity.put("frame_id", "world");
    entity.put("id", rig);
    entity.put("lifetime", LIFETIME);
    entity.put("frame_locked", false);
    entity.put(
        "metadata",
        List.of(
            pair("rig", rig),
            pair("step", live.pose().step()),
            pair("revision", live.pose().revision()),
            pair("final", live.pose().isFinal()),
            pair("predictedMicros", live.predictedMicros())));
    entity.put("arrows", List.of());
    entity.put("cubes", List.of());
    entity.put("spheres", spheres);
    entity.put("cylinders", List.of());
    entity.put("lines", List.of(bones(live)));
    entity.put("triangles", List.of());
    entity.put("texts", List.of());
    entity.put("models", List.of());
    Map<String, Object> update = new LinkedHashMap<>();
    update.put("deletions", List.of());
    update.put("entities", List.of(entity));
    return update;
  }

  private static Map<String, Object> bones(LivePose live) {
    List<Map<String, Object>> points = new ArrayList<>();
    List<Map<String, Object>> colors = new ArrayList<>();
    for (Skeleton.Bone bone : Skeleton.BONES) {
      Keypoint3d from = live.pose().joints().get(bone.from().ordinal());
      Keypoint3d to = live.pose().joints().get(bone.to().ordinal());
      if (from.present() && to.present()) {
        points.add(metres(from));
        points.add(metres(to));
        colors.add(color(from));
        colors.add(color(to));
      }
    }
    Map<String, Object> lines = new LinkedHashMap<>();
    lines.put("type", LINE_LIST);
    lines.put("pose", Map.of("position", point(0, 0, 0), "orientation", NOT_TURNED));
    lines.put("thickness", BONE_METRES);
    lines.put("scale_invariant", false);
    lines.put("points", points);
    lines.put("color", Map.of("r", 1.0, "g", 1.0, "b", 1.0, "a", 1.0));
    lines.put("colors", colors);
    lines.put("indices", List.of());
    return lines;
  }

  /** As {@code foxglove.FrameTransforms}: a frame a joint, not turned, in the world. */
  static Map<String, Object> transforms(String rig, LivePose live) {
    List<Map<String, Object>> transforms = new ArrayList<>();
    for (Joint joint : Joint.values()) {
      Keypoint3d k = live.pose().joints().get(joint.ordinal());
      if (k.present()) {
        Map<String, Object> transform = new LinkedHashMap<>();
        transform.put("timestamp", time(live));
        transform.put("parent_frame_id", "world");
        transform.put("child_frame_id", rig + "/" + joint.label());
        transform.put("translation", metres(k));
        transform.put("rotation", NOT_TURNED);
        transforms.add(transform);
      }
    }
    return Map.of("transforms", transforms);
  }

  private static Map<String, Object> time(LivePose live) {
    long micros = live.atMicros();
    return Map.of(
        "sec", Math.floorDiv(micros, 1_000_000L), "nsec", Math.floorMod(micros, 1_000_000L) * 1000);
  }

  private static Map<String, Object> pair(String key, Object value) {
    return Map.of("key", key, "value", String.valueOf(value));
  }

  private static Map<String, Object> metres(Keypoint3d k) {
    return point(k.x() / MM_PER_METRE, k.y() / MM_PER_METRE, k.z() / MM_PER_METRE);
  }

  private static Map<String, Object> point(double x, double y, double z) {
    Map<String, Object> point = new LinkedHashMap<>();
    point.put("x", x);
    point.put("y", y);
    point.put("z", z);
    return point;
  }

  private static Map<String, Object> color(Keypoint3d k) {
    double alpha = Verdict.HELD.label().equals(k.flag()) ? 0.35 : 1;
    return Map.of("r", 0.2, "g", 0.7, "b", 1.0, "a", alpha);
  }
}
