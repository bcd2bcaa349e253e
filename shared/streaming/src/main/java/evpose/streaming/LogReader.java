package evpose.streaming;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads the end of a partition's past, so that a task can rebuild its state from the log instead of
 * keeping a store.
 *
 * <p>What is returned is a function of the log, {@code beforeOffset} and {@code enough}: never of
 * when or how it was fetched.
 */
@FunctionalInterface
public interface LogReader {

  /**
   * The newest records before an offset.
   *
   * <p>Grows the tail backwards, in strides that double, and asks {@code enough} after each. Stops
   * when that says yes, at the start of the log, or at the reader's own bound.
   *
   * @param beforeOffset the first offset that is not read
   * @return oldest first; offsets ascend but need not be consecutive (compaction, transactions)
   */
  List<ConsumerRecord<byte[], byte[]>> tail(
      TopicPartition partition, long beforeOffset, Enough enough);

  /** Whether a tail reaches back far enough. */
  @FunctionalInterface
  interface Enough {
    /**
     * @param oldestFirst everything read so far; a later call sees the same records behind new
     *     older ones. Not to be kept.
     */
    boolean reached(List<ConsumerRecord<byte[], byte[]>> oldestFirst);
  }
}
