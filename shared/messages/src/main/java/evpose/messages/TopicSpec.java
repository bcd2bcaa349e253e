package evpose.messages;

import java.util.Map;

/**
 * A topic as it is created.
 *
 * @param partitions how many it starts with
 * @param compacted whether only the newest record of each key is kept
 * @param config the topic's settings, Kafka's own names, {@code cleanup.policy} among them
 */
public record TopicSpec(
    String name, int partitions, boolean compacted, Map<String, String> config) {
  public TopicSpec {
    config = Map.copyOf(config);
  }
}
