package evpose.camera.service;

import evpose.messages.EventPackets;
import evpose.messages.MalformedMessageException;
import evpose.messages.PacketStamp;
import evpose.messages.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Which packets of {@code events} a group answers next, whichever instance does it: what lies at
 * the group's committed offsets. Joins no group, commits nothing. Not thread-safe.
 */
final class NextPackets implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration READ_PATIENCE = Duration.ofSeconds(1);
  private static final Duration POLL = Duration.ofMillis(50);

  /** Enough to meet each camera of a partition that is shared; packets of a backlog lie mixed. */
  private static final int RECORDS = 64;

  private static final int BYTES = 256 << 10;

  private final String group;
  private final Admin admin;
  private final KafkaConsumer<byte[], byte[]> consumer;

  /**
   * @param clients at least {@code bootstrap.servers}
   * @param group whose offsets count
   */
  NextPackets(Map<String, Object> clients, String group) {
    this.group = group;
    Map<String, Object> config = new HashMap<>(clients);
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, RECORDS);
    config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, BYTES);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest"); // retention may be quicker
    admin = Admin.create(clients);
    consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /**
   * What comes next.
   *
   * @return by partition, of all that were asked for
   * @throws org.apache.kafka.common.KafkaException when the broker does not answer
   */
  Map<Integer, Abreast.Next> of(Set<Integer> partitions)
      throws ExecutionException, InterruptedException, TimeoutException {
    Map<TopicPartition, Long> from = begins(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(from.keySet(), PATIENCE);
    Map<Integer, Abreast.Next> next = new HashMap<>();
    partitions.forEach(p -> next.put(p, new Abreast.Next(false, 0, List.of())));
    from.entrySet().removeIf(p -> p.getValue() >= ends.getOrDefault(p.getKey(), 0L));
    consumer.assign(from.keySet());
    from.forEach(consumer::seek);
    long deadline = System.nanoTime() + READ_PATIENCE.toNanos();
    Set<TopicPartition> missing = new HashSet<>(from.keySet());
    while (!missing.isEmpty() && deadline - System.nanoTime() > 0) {
      ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
      for (TopicPartition partition : records.partitions()) {
        next.put(partition.partition(), next(records.records(partition)));
        missing.remove(partition);
      }
      consumer.pause(records.partitions()); // the first records say enough
    }
    consumer.assign(List.of()); // fetches nothing until the next call
    return next;
  }

  /** Committed offsets; where a partition begins when none is. */
  private Map<TopicPartition, Long> begins(Set<Integer> partitions)
      throws ExecutionException, InterruptedException, TimeoutException {
    // not the consumer's own: that waits for transactions under way
    Map<TopicPartition, OffsetAndMetadata> committed =
        admin
            .listConsumerGroupOffsets(group)
            .partitionsToOffsetAndMetadata()
            .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    Map<TopicPartition, Long> begins = new HashMap<>();
    Set<TopicPartition> fresh = new HashSet<>();
    for (int number : partitions) {
      TopicPartition partition = new TopicPartition(Topics.EVENTS, number);
      OffsetAndMetadata offset = committed.get(partition);
      if (offset == null) {
        fresh.add(partition);
      } else {
        begins.put(partition, offset.offset());
      }
    }
    begins.putAll(consumer.beginningOffsets(fresh, PATIENCE));
    return begins;
  }

  private static Abreast.Next next(List<ConsumerRecord<byte[], byte[]>> records) {
    Map<String, PacketStamp> first = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      try {
        if (record.value() != null) {
          PacketStamp stamp = EventPackets.stamp(record.value());
          first.putIfAbsent(stamp.rig() + "/" + stamp.camera(), stamp);
        }
      } catch (MalformedMessageException e) {
        continue; // its task sets it aside
      }
    }
    List<Abreast.Place> places = new ArrayList<>();
    first
        .values()
        .forEach(s -> places.add(new Abreast.Place(s.rig(), s.camera(), s.beginMicros())));
    return new Abreast.Next(true, System.currentTimeMillis() - records.get(0).timestamp(), places);
  }

  @Override
  public void close() {
    consumer.close();
    admin.close(Duration.ZERO);
  }
}
