package evpose.streaming;

import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * Says before each poll of a topology's consumers which partitions are to give nothing this time.
 * Other partitions of the same stream thread go on at full speed. Thread-safe: all stream threads
 * ask the same one.
 */
public interface PollGate {
  /** Partitions that give nothing at the next poll; those of other threads may be among them. */
  Set<TopicPartition> held();

  /**
   * What a poll gave; not called when that was nothing.
   *
   * @param lag records of a partition that the log still holds behind these, as far as it is known
   */
  void polled(ConsumerRecords<byte[], byte[]> records, Function<TopicPartition, OptionalLong> lag);
}
