package evpose.streaming;

import evpose.messages.Json;
import evpose.messages.MalformedMessageException;
import evpose.messages.RigMessage;
import evpose.messages.Topics;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All rigs that are registered at the moment of asking, straight from the topic. {@link
 * RigDirectory} holds the same in memory, some milliseconds later: this is for those who cannot
 * wait for it, or have no topology.
 */
public final class PublishedRigs {
  private static final Logger log = LoggerFactory.getLogger(PublishedRigs.class);
  private static final TopicPartition TABLE = new TopicPartition(Topics.RIGS, 0);

  private final LogReader reader;
  private final ToLongFunction<TopicPartition> endOffset;

  /**
   * @param consumerConfig at least {@code bootstrap.servers}
   */
  public PublishedRigs(Map<String, ?> consumerConfig) {
    this(new KafkaLogReader(consumerConfig), p -> LogEnd.offset(consumerConfig, p));
  }

  PublishedRigs(LogReader reader, ToLongFunction<TopicPartition> endOffset) {
    this.reader = reader;
    this.endOffset = endOffset;
  }

  /** By name, in the order of registration; broken records count as missing (logged). */
  public Map<String, RigMessage> read() {
    Map<String, RigMessage> rigs = new LinkedHashMap<>();
    for (ConsumerRecord<byte[], byte[]> record :
        reader.tail(TABLE, endOffset.applyAsLong(TABLE), all -> false)) {
      if (record.key() == null) {
        continue;
      }
      String name = new String(record.key(), StandardCharsets.UTF_8);
      rigs.remove(name);
      if (record.value() == null) {
        continue; // taken off the list
      }
      try {
        rigs.put(name, Json.decode(record.value(), RigMessage.class));
      } catch (MalformedMessageException e) {
        log.warn(
            "skipped a broken registration: rig={}, offset={}, {}",
            name,
            record.offset(),
            e.getMessage());
      }
    }
    return rigs;
  }
}
