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

/**
 * Watches a rig's 2D poses as they come: who made each camera's last one, and how long there is no
 * new one after that instance was killed. Thread-safe.
 */
final class PoseWatch implements AutoCloseable {
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Thread thread = new Thread(this::watch, "chaos-watch");
  private final List<String> cameras;
  private final Map<String, Long> newestStep = new HashMap<>();
  private final Map<String, String> servedBy = new HashMap<>();
  private final List<Pending> pending = new ArrayList<>();
  private final List<Recovery> recoveries = new ArrayList<>();
  private volatile boolean closing;

  private static final class Pending {
    final String victim;
    final String camera;
    final long sinceNanos;
    boolean alone = true;

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
        double seconds = (System.nanoTime() - p.sinceNanos) / 1e9;
        recoveries.add(new Recovery(p.victim, p.camera, seconds, p.alone));
        it.remove();
      }
    }
  }

  /** An instance was killed just now. */
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
  }

  /** Whether every camera has a pose of this step or a later one. */
  synchronized boolean servesAll(long step) {
    return cameras.stream()
        .allMatch(camera -> newestStep.getOrDefault(camera, -1L) >= Math.max(0, step));
  }

  synchronized List<Recovery> recoveries() {
    return List.copyOf(recoveries);
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
