package evpose.broker;

/**
 * What may be turned on an embedded broker.
 *
 * @param retentionBytesPerPartition oldest segments of a partition go when it holds more; -1 keeps
 *     all
 * @param segmentBytes size of one segment file; retention deletes whole segments only
 * @param maxMessageBytes largest batch of records that a producer may send
 */
public record BrokerSettings(
    long retentionBytesPerPartition, int segmentBytes, int maxMessageBytes) {

  /** Kafka refuses smaller segments. */
  private static final int SMALLEST_SEGMENT = 1 << 20;

  public BrokerSettings {
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
    return new BrokerSettings(512L << 20, 64 << 20, 8 << 20);
  }

  /** The same with another retention. */
  public BrokerSettings withRetentionBytesPerPartition(long bytes) {
    return new BrokerSettings(bytes, segmentBytes, maxMessageBytes);
  }
}
