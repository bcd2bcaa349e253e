package evpose.streaming;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.streams.processor.StreamPartitioner;

/**
 * Sends the records of a rig to the partition that its registration names, so that rigs can be
 * spread by hand. Records of a rig that was never {@link #place placed} are spread by their key's
 * hash: where a record lies changes speed, never correctness. Thread-safe.
 */
public final class RigPartitioner implements StreamPartitioner<byte[], byte[]> {
  private final Map<String, Integer> partitionOfRig = new ConcurrentHashMap<>();

  /** Records with this key go to this partition from now on, modulo the topic's partitions. */
  public void place(String rig, int partition) {
    partitionOfRig.put(rig, partition);
  }

  @Override
  public Optional<Set<Integer>> partitions(
      String topic, byte[] key, byte[] value, int numPartitions) {
    Integer partition = partitionOfRig.get(new String(key, StandardCharsets.UTF_8));
    return partition == null
        ? Optional.empty()
        : Optional.of(Set.of(Math.floorMod(partition, numPartitions)));
  }
}
