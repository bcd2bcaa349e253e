package evpose.camera.service;

import evpose.messages.CameraFrames;
import evpose.streaming.RecordReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** A topic of frames in memory: all partitions hold the same. */
final class MemoryRecords implements RecordReader {
  final Map<Long, byte[]> values = new HashMap<>();
  final List<Long> asked = new ArrayList<>();

  /** Stores a frame at the next place. */
  long store(evpose.events.CameraFrame frame) {
    return store(CameraFrames.encode(frame));
  }

  /** Stores any bytes at the next place. */
  long store(byte[] value) {
    long offset = values.size();
    values.put(offset, value);
    return offset;
  }

  @Override
  public @Nullable ConsumerRecord<byte[], byte[]> at(TopicPartition partition, long offset) {
    asked.add(offset);
    byte[] value = values.get(offset);
    return value == null
        ? null
        : new ConsumerRecord<>(
            partition.topic(), partition.partition(), offset, new byte[] {'k'}, value);
  }

  @Override
  public void close() {}
}
