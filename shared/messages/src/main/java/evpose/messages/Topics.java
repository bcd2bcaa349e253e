package evpose.messages;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Every topic; the only place where their names are written. */
public final class Topics {
  /** {@link EventPackets}, key {@code rig/camera}, partition as the rig's record says. */
  public static final String EVENTS = "events";

  /**
   * {@link CameraFrames}, key {@code rig/camera}, partition that of the camera's packets, which
   * name the frame's offset.
   */
  public static final String FRAMES = "frames";

  /** {@link Pose2dMessage}, key {@code rig}. */
  public static final String POSES_2D = "poses-2d";

  /** {@link Pose3dMessage}, key {@code rig}. */
  public static final String POSES_3D = "poses-3d";

  /** {@link TruthMessage}, key {@code rig}; read by the metrics service alone. */
  public static final String GROUND_TRUTH = "ground-truth";

  /** {@link RigMessage}, key {@code rig}, the newest counts. */
  public static final String RIGS = "rigs";

  /** {@link CalibrationMessage}, key {@code rig}, the newest counts. */
  public static final String CALIBRATIONS = "calibrations";

  /** {@link MetricsMessage}, key {@code rig}. */
  public static final String METRICS = "metrics";

  /** {@link DeadLetterMessage}, key of the record that could not be read. */
  public static final String DEAD_LETTERS = "dead-letters";

  /** Partitions of the topics that carry a stream. */
  public static final int STREAM_PARTITIONS = 64;

  /** Largest record value that any topic takes, bytes; no message comes near it. */
  public static final int MAX_MESSAGE_BYTES = 1 << 20;

  private static final List<TopicSpec> ALL =
      List.of(
          stream(EVENTS),
          stream(FRAMES),
          stream(POSES_2D),
          stream(POSES_3D),
          stream(GROUND_TRUTH),
          table(RIGS),
          table(CALIBRATIONS),
          log(METRICS),
          log(DEAD_LETTERS));

  private Topics() {}

  /** All topics, streams first. */
  public static List<TopicSpec> all() {
    return ALL;
  }

  /**
   * One topic by its name.
   *
   * @throws IllegalArgumentException if evpose has no such topic
   */
  public static TopicSpec spec(String name) {
    for (TopicSpec spec : ALL) {
      if (spec.name().equals(name)) {
        return spec;
      }
    }
    throw new IllegalArgumentException("no such topic: topic=" + name);
  }

  private static TopicSpec stream(String name) {
    return new TopicSpec(name, STREAM_PARTITIONS, false, config("delete", Map.of()));
  }

  private static TopicSpec log(String name) {
    return new TopicSpec(name, 1, false, config("delete", Map.of()));
  }

  private static TopicSpec table(String name) {
    return new TopicSpec(name, 1, true, config("compact", Map.of()));
  }

  private static Map<String, String> config(String cleanupPolicy, Map<String, String> more) {
    Map<String, String> config = new TreeMap<>(more);
    config.put("cleanup.policy", cleanupPolicy);
    // Kafka's timestamps are publishing time and nothing else; data time lives in the values.
    config.put("message.timestamp.type", "CreateTime");
    // A batch of one largest message and its headers still fits.
    config.put("max.message.bytes", Integer.toString(2 * MAX_MESSAGE_BYTES));
    return config;
  }
}
