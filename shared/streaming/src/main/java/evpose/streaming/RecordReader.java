package evpose.streaming;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Reads single records by their place, for whoever was told where something lies. */
public interface RecordReader extends AutoCloseable {
  /** There is nothing anywhere. */
  RecordReader NONE =
      new RecordReader() {
        @Override
        public @Nullable ConsumerRecord<byte[], byte[]> at(TopicPartition partition, long offset) {
          return null;
        }

        @Override
        public void close() {}
      };

  /**
   * The record at an offset.
   *
   * @return null when there is none: retention has removed it, or the log ends before it
   * @throws IllegalStateException if the broker does not answer; never null for that
   */
  @Nullable ConsumerRecord<byte[], byte[]> at(TopicPartition partition, long offset);

  @Override
  void close();
}
