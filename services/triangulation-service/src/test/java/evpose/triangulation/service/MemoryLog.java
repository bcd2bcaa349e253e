package evpose.triangulation.service;

import evpose.streaming.LogReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** One partition of poses-2d in memory, read backwards in strides of 8, 16, 32, ... */
final class MemoryLog implements LogReader {
  private static final int FIRST_STRIDE = 8;

  final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();

  /** How many records the last tail had. */
  int lastTail = -1;

  ConsumerRecord<byte[], byte[]> append(byte[] key, byte[] value, Headers headers) {
    ConsumerRecord<byte[], byte[]> record =
        new ConsumerRecord<>(
            "poses-2d",
            0,
            records.size(),
            0,
            TimestampType.CREATE_TIME,
            0,
            0,
            key,
            value,
            headers,
            Optional.empty());
    records.add(record);
    return record;
  }

  ConsumerRecord<byte[], byte[]> append(byte[] key, byte[] value) {
    return append(key, value, new RecordHeaders());
  }

  @Override
  public List<ConsumerRecord<byte[], byte[]>> tail(
      TopicPartition partition, long beforeOffset, Enough enough) {
    int to = Math.toIntExact(beforeOffset);
    int from = to;
    int stride = FIRST_STRIDE;
    List<ConsumerRecord<byte[], byte[]>> tail = List.of();
    while (from > 0) {
      from = Math.max(0, from - stride);
      tail = records.subList(from, to);
      if (enough.reached(tail)) {
        break;
      }
      stride *= 2;
    }
    lastTail = tail.size();
    return tail;
  }
}
