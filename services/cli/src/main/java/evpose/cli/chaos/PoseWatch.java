package evpose.cli.chaos;

import evpose.messages.Json;
import evpose.messages.MalformedMessageException;
import evpose.messages.Pose2dMessage;
import evpose.messages.RigMessage;
import evpose.messages.TimingHeaders;
import evpose.messages.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Watches a rig's 2D poses as they come: who made each camera's last one, and how long there is no
 * new one after that instance was killed, and how long its successor is behind. Thread-safe.
 */
final class PoseWatch implements AutoCloseable {
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Thread thread = new Thread(this::watch, "chaos-watch");
  private final List<String> cameras;
  private final Map<String, Long> newestStep = new HashMap<>();
  private final Map<String, String> servedBy = new HashMap<>();
  private final List<Pending> pending = new ArrayList<>();
  private final List<Pending> catchingUp = new ArrayList<>();
  private final List<Recovery> recoveries = new ArrayList<>();
  private volatile long publishedStep = -1;
  private volatile boolean closing;

  /** A camera whose poses are less far behind its packets is behind no more: 100 ms. */
  private static final int ABREAST_STEPS = 10;

  private static final class Pending {
    final String victim;
    final String camera;
    final long sinceNanos;
    boolean alone = true;
    long backNanos;

    Pending(String victim, String camera, long sinceNanos) {
      this.victim = victim;
      this.camera = camera;
      this.sinceNanos = sinceNanos;
    }
  }

  PoseWatch(String bootstrap, RigMessage rig) {
    cameras = rig.cameraIds();
    consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrap),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    TopicPartition partition = new TopicPartition(Topics.POSES_2D, rig.posesPartition());
    consumer.assign(List.of(partition));
    consumer.seekToBeginning(List.of(partition));
    thread.setDaemon(true);
    thread.start();
  }

  private void watch() {
    while (!closing) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(50))) {
        try {
          Pose2dMessage pose = Json.decode(record.value(), Pose2dMessage.class);
          Header host = record.headers().lastHeader(TimingHeaders.HOST);
          seen(pose, host == null ? "" : new String(host.value(), StandardCharsets.UTF_8));
        } catch (MalformedMessageException e) {
          throw new IllegalStateException("camera-service wrote what is no pose", e);
        }
      }
    }
  }

  private synchronized void seen(Pose2dMessage pose, String host) {
    if (pose.lastStep() <= newestStep.getOrDefault(pose.camera(), -1L)) {
      return; // said before, by a zombie or after a restart
    }
    newestStep.put(pose.camera(), pose.lastStep());
    servedBy.put(pose.camera(), host);
    for (Iterator<Pending> it = pending.iterator(); it.hasNext(); ) {
      Pending p = it.next();
      if (p.camera.equals(pose.camera()) && !host.equals(p.victim)) {
        p.backNanos = System.nanoTime();
        it.remove();
        catchingUp.add(p);
      }
    }
    if (pose.lastStep() >= publishedStep - ABREAST_STEPS) {
      for (Iterator<Pending> it = catchingUp.iterator(); it.hasNext(); ) {
        Pending p = it.next();
        if (p.camera.equals(pose.camera())) {
          recoveries.add(recovery(p, (System.nanoTime() - p.backNanos) / 1e9));
          it.remove();
        }
      }
    }
  }

  private static Recovery recovery(Pending p, @Nullable Double backlogSeconds) {
    double seconds = (p.backNanos - p.sinceNanos) / 1e9;
    return new Recovery(p.victim, p.camera, seconds, backlogSeconds, p.alone);
  }

  /** Packets of all cameras up to this step are on their way. */
  void published(long step) {
    publishedStep = step;
  }

  /**
   * An instance was killed just now.
   *
   * @param victim as {@link ChildProcess#host} calls that life of it; the next one may take over
   */
  synchronized void killed(String victim) {
    disturbed();
    long now = System.nanoTime();
    servedBy.forEach(
        (camera, host) -> {
          if (host.equals(victim) && pending.stream().noneMatch(p -> p.camera.equals(camera))) {
            pending.add(new Pending(victim, camera, now));
          }
        });
  }

  /** Something else was done that delays recoveries. */
  synchronized void disturbed() {
    pending.forEach(p -> p.alone = false);
    catchingUp.forEach(p -> p.alone = false);
  }

  /** Whether every camera has a pose of this step or a later one. */
  synchronized boolean servesAll(long step) {
    return cameras.stream()
        .allMatch(camera -> newestStep.getOrDefault(camera, -1L) >= Math.max(0, step));
  }

  /** Those that ended; a camera that is behind still has no time in which it caught up. */
  synchronized List<Recovery> recoveries() {
    List<Recovery> all = new ArrayList<>(recoveries);
    catchingUp.forEach(p -> all.add(recovery(p, null)));
    return List.copyOf(all);
  }

  @Override
  public void close() {
    closing = true;
    try {
      thread.join(5_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    consumer.close();
  }
}
