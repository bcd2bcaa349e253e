package evpose.metrics.service;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Takes records; a record that makes no sense is its affair, not the reader's. */
@FunctionalInterface
interface RecordSink {
  /**
   * @param nowNanos when the record was read, wall nanoseconds since 1970
   */
  void accept(ConsumerRecord<byte[], byte[]> record, long nowNanos);
}
