package evpose.streaming;

import evpose.messages.TopicSpec;
import evpose.messages.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * What each service may do on the broker, and nothing else. Topics are made by somebody who may (
 * {@code ./evpose acl --apply} makes them too); services only look whether they are there.
 */
public enum Rights {
  /** camera-service. */
  CAMERA(
      "evpose-camera",
      List.of(Topics.EVENTS, Topics.FRAMES, Topics.RIGS, Topics.CALIBRATIONS),
      List.of(Topics.POSES_2D, Topics.DEAD_LETTERS)),
  /** triangulation-service. */
  TRIANGULATION(
      "evpose-triangulation",
      List.of(Topics.POSES_2D, Topics.RIGS, Topics.CALIBRATIONS),
      List.of(Topics.POSES_3D, Topics.DEAD_LETTERS)),
  /** metrics-service: the only one that sees the truth. */
  METRICS(
      "",
      List.of(
          Topics.EVENTS,
          Topics.POSES_2D,
          Topics.POSES_3D,
          Topics.GROUND_TRUTH,
          Topics.RIGS,
          Topics.CALIBRATIONS,
          Topics.DEAD_LETTERS),
      List.of(Topics.METRICS)),
  /** event-source; it reads where its own stream ended. */
  SOURCE(
      "",
      List.of(Topics.EVENTS, Topics.RIGS, Topics.CALIBRATIONS),
      List.of(Topics.EVENTS, Topics.FRAMES, Topics.GROUND_TRUTH, Topics.RIGS, Topics.CALIBRATIONS)),
  /** Who uses the poses. */
  CONSUMER("evpose-consumer", List.of(Topics.POSES_2D, Topics.POSES_3D), List.of());

  private final String group;
  private final List<String> read;
  private final List<String> write;

  Rights(String group, List<String> read, List<String> write) {
    this.group = group;
    this.read = read;
    this.write = write;
  }

  /** Its name in commands. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The rights as Kafka keeps them.
   *
   * @param principal such as {@code User:camera}
   */
  public List<AclBinding> bindings(String principal) {
    List<AclBinding> all = new ArrayList<>();
    for (TopicSpec topic : Topics.all()) { // to see whether all are there
      all.add(allow(principal, ResourceType.TOPIC, topic.name(), AclOperation.DESCRIBE));
    }
    for (String topic : read) {
      all.add(allow(principal, ResourceType.TOPIC, topic, AclOperation.READ));
    }
    for (String topic : write) {
      all.add(allow(principal, ResourceType.TOPIC, topic, AclOperation.WRITE));
    }
    if (!group.isEmpty()) {
      all.add(allow(principal, ResourceType.GROUP, group, AclOperation.READ));
      // of exactly once: one transactional id for each thread of each process
      ResourcePattern ids =
          new ResourcePattern(ResourceType.TRANSACTIONAL_ID, group, PatternType.PREFIXED);
      if (!write.isEmpty()) {
        all.add(new AclBinding(ids, entry(principal, AclOperation.WRITE)));
        all.add(new AclBinding(ids, entry(principal, AclOperation.DESCRIBE)));
      }
    }
    return all;
  }

  private static AclBinding allow(
      String principal, ResourceType type, String name, AclOperation operation) {
    return new AclBinding(
        new ResourcePattern(type, name, PatternType.LITERAL), entry(principal, operation));
  }

  private static AccessControlEntry entry(String principal, AclOperation operation) {
    return new AccessControlEntry(principal, "*", operation, AclPermissionType.ALLOW);
  }
}
