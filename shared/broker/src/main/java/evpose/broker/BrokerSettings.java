package evpose.broker;

import java.util.Map;

/**
 * What may be turned on an embedded broker.
 *
 * @param retentionBytesPerPartition oldest segments of a partition go when it holds more; -1 keeps
 *     all
 * @param segmentBytes size of one segment file; retention deletes whole segments only
 * @param maxMessageBytes largest batch of records that a producer may send
 * @param more Kafka's own properties, over those that evpose sets; listeners are added to its own
 */
public record BrokerSettings(
    long retentionBytesPerPartition,
    int segmentBytes,
    int maxMessageBytes,
    Map<String, String> more) {

  /** Kafka refuses smaller segments. */
  private static final int SMALLEST_SEGMENT = 1 << 20;

  public BrokerSettings {
    more = Map.copyOf(more);
    if (retentionBytesPerPartition != -1 && retentionBytesPerPartition < segmentBytes) {
      throw new IllegalArgumentException(
          "retention must hold at least one segment, or be -1 for everything: retentionBytes="
              + retentionBytesPerPartition
              + ", segmentBytes="
              + segmentBytes);
    }
    if (segmentBytes < SMALLEST_SEGMENT) {
      throw new IllegalArgumentException(
          "a segment must hold at least " + SMALLEST_SEGMENT + " bytes: bytes=" + segmentBytes);
    }
    if (maxMessageBytes < 1 || maxMessageBytes > segmentBytes) {
      throw new IllegalArgumentException(
          "a message must fit into a segment: maxMessageBytes="
              + maxMessageBytes
              + ", segmentBytes="
              + segmentBytes);
    }
  }

  /** 512 MiB a partition in segments of 64 MiB, batches up to 8 MiB. */
  public static BrokerSettings defaults() {
    return new BrokerSettings(512L << 20, 64 << 20, 8 << 20, Map.of());
  }

  /** For looking at a log: whatever lies in it stays in it, however old. */
  public static BrokerSettings keepingAll() {
    return defaults()
        .withRetentionBytesPerPartition(-1)
        .with(Map.of("log.retention.ms", "-1", "log.cleaner.enable", "false"));
  }

  /** The same with another retention. */
  public BrokerSettings withRetentionBytesPerPartition(long bytes) {
    return new BrokerSettings(bytes, segmentBytes, maxMessageBytes, more);
  }

  /** The same with more of Kafka's own properties. */
  public BrokerSettings with(Map<String, String> properties) {
    return new BrokerSettings(
        retentionBytesPerPartition, segmentBytes, maxMessageBytes, properties);
  }
}
