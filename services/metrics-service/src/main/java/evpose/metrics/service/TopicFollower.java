package evpose.metrics.service;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads all partitions of some topics on a thread of its own, without a group: every instance sees
 * everything and commits nothing.
 *
 * <p>Partitions found at the start begin where the topic's {@link Start} says; those that appear
 * later (a topic created, partitions added) belong to this run and begin at their beginning. A
 * broker that goes away is waited for; reading goes on where it stopped.
 */
final class TopicFollower implements AutoCloseable {
  /** Where a topic is read from at start. */
  enum Start {
    BEGINNING,
    END
  }

  /** Opens a consumer without a group. */
  interface Opening {
    Consumer<byte[], byte[]> open();
  }

  private static final Logger log = LoggerFactory.getLogger(TopicFollower.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration ASK = Duration.ofSeconds(5);
  private static final long LOOK_AGAIN_NANOS = 2_000_000_000L;
  private static final long RETRY_MILLIS = 1000;

  private final String name;
  private final Map<String, Start> topics;
  private final Opening opening;
  private final RecordSink sink;
  private final InstantSource clock;
  private final Map<TopicPartition, Long> next = new HashMap<>(); // offsets to go on from
  private final CountDownLatch ready = new CountDownLatch(1);
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private volatile @Nullable Consumer<byte[], byte[]> consumer;
  private volatile boolean failing;
  private boolean looked; // only its own thread asks

  TopicFollower(
      String name,
      Map<String, Start> topics,
      Opening opening,
      RecordSink sink,
      InstantSource clock) {
    this.name = name;
    this.topics = Map.copyOf(topics);
    this.opening = opening;
    this.sink = sink;
    this.clock = clock;
    this.thread = new Thread(this::run, "evpose-metrics-" + name);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Waits until every record published from now on will be seen; false when time is up. */
  boolean awaitReady(Duration timeout) throws InterruptedException {
    return ready.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Whether it reads, or waits for records with the broker's word. */
  boolean isWell() {
    return thread.isAlive() && !failing;
  }

  private void run() {
    while (closing.getCount() > 0) {
      try (Consumer<byte[], byte[]> opened = opening.open()) {
        consumer = opened;
        follow(opened);
      } catch (WakeupException closed) {
        return;
      } catch (KafkaException trouble) {
        retryLater(trouble);
      }
    }
  }

  private void retryLater(KafkaException trouble) {
    if (!failing) {
      log.warn("{}: reading stopped, trying again until it works: {}", name, trouble.getMessage());
    }
    failing = true;
    try {
      boolean closed = closing.await(RETRY_MILLIS, TimeUnit.MILLISECONDS);
      log.trace("{}: retry, closed={}", name, closed);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      closing.countDown();
    }
  }

  private void follow(Consumer<byte[], byte[]> consumer) {
    Set<TopicPartition> assigned = new HashSet<>();
    long lookAgain = Long.MIN_VALUE;
    while (closing.getCount() > 0) {
      if (lookAgain == Long.MIN_VALUE || System.nanoTime() - lookAgain >= 0) {
        if (assignNew(consumer, assigned)) {
          failing = false;
          ready.countDown();
        }
        lookAgain = System.nanoTime() + LOOK_AGAIN_NANOS;
      }
      if (assigned.isEmpty()) {
        retryLater(new UnknownTopicOrPartitionException("no such topic yet: " + topics.keySet()));
        lookAgain = Long.MIN_VALUE;
        continue;
      }
      ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
      long now = WallClock.nanos(clock);
      for (ConsumerRecord<byte[], byte[]> record : records) {
        sink.accept(record, now);
      }
      for (TopicPartition partition : records.partitions()) {
        next.put(partition, consumer.position(partition));
      }
    }
  }

  /** Takes on the partitions that are new; whether all topics are there and have a position. */
  private boolean assignNew(Consumer<byte[], byte[]> consumer, Set<TopicPartition> assigned) {
    List<TopicPartition> fresh = new ArrayList<>();
    boolean complete = true;
    for (String topic : topics.keySet()) {
      Collection<TopicPartition> found = partitions(consumer, topic);
      complete &= !found.isEmpty();
      found.stream().filter(p -> !assigned.contains(p)).forEach(fresh::add);
    }
    if (!fresh.isEmpty()) {
      assigned.addAll(fresh);
      consumer.assign(assigned);
      place(consumer, fresh);
    }
    looked = true;
    return complete;
  }

  private void place(Consumer<byte[], byte[]> consumer, List<TopicPartition> fresh) {
    List<TopicPartition> fromEnd = new ArrayList<>();
    List<TopicPartition> fromBeginning = new ArrayList<>();
    for (TopicPartition partition : fresh) {
      Long goOn = next.get(partition);
      if (goOn != null) {
        consumer.seek(partition, goOn);
      } else if (!looked && topics.get(partition.topic()) == Start.END) {
        fromEnd.add(partition);
      } else {
        fromBeginning.add(partition);
      }
    }
    if (!fromBeginning.isEmpty()) { // none would mean all
      consumer.seekToBeginning(fromBeginning);
    }
    if (!fromEnd.isEmpty()) {
      consumer.seekToEnd(fromEnd);
    }
    for (TopicPartition partition : fresh) {
      next.put(partition, consumer.position(partition, ASK)); // settled now, not at the first poll
    }
  }

  private static Collection<TopicPartition> partitions(
      Consumer<byte[], byte[]> consumer, String topic) {
    try {
      List<PartitionInfo> infos = consumer.partitionsFor(topic, ASK);
      return infos == null
          ? List.of()
          : infos.stream().map(i -> new TopicPartition(topic, i.partition())).toList();
    } catch (UnknownTopicOrPartitionException notYet) {
      return List.of();
    }
  }

  @Override
  public void close() {
    closing.countDown();
    Consumer<byte[], byte[]> open = consumer;
    if (open != null) {
      open.wakeup();
    }
    try {
      thread.join(ASK.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
