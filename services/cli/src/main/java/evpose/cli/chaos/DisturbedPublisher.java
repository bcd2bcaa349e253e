package evpose.cli.chaos;

import evpose.events.EventPacket;
import evpose.messages.EventPackets;
import evpose.messages.Keys;
import evpose.messages.RigCamera;
import evpose.messages.RigMessage;
import evpose.messages.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Publishes packets, some of them twice or in the wrong order, and garbage. Thread-safe. */
final class DisturbedPublisher {
  private final Producer<byte[], byte[]> producer;
  private final RigMessage rig;
  private final Random random;
  private final Map<String, EventPacket> heldBack = new HashMap<>();
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  private int duplicate;
  private int reorder;

  DisturbedPublisher(Producer<byte[], byte[]> producer, RigMessage rig, long seed) {
    this.producer = producer;
    this.rig = rig;
    random = new Random(seed);
  }

  /** Publishes one step's packets, by camera. */
  synchronized void publish(List<List<EventPacket>> step) {
    for (int c = 0; c < step.size(); c++) {
      for (EventPacket packet : step.get(c)) {
        publish(rig.cameras().get(c), packet);
      }
    }
  }

  private void publish(RigCamera camera, EventPacket packet) {
    EventPacket before = heldBack.remove(camera.id());
    if (before == null && reorder > 0) {
      reorder--;
      heldBack.put(camera.id(), packet);
      return;
    }
    send(camera, packet);
    if (before != null) {
      send(camera, before);
    }
    if (duplicate > 0) {
      duplicate--;
      send(camera, packet);
    }
  }

  private void send(RigCamera camera, EventPacket packet) {
    send(camera.eventsPartition(), Keys.of(rig.rig(), camera.id()), EventPackets.encode(packet));
  }

  private void send(int partition, byte[] key, byte[] value) {
    producer.send(
        new ProducerRecord<>(Topics.EVENTS, partition, key, value),
        (place, e) -> {
          if (e != null) {
            failure.compareAndSet(null, e);
          }
        });
  }

  /** Sends the next packets twice. */
  synchronized void duplicate(int packets) {
    duplicate += packets;
  }

  /** Sends the next packets in pairs, the second first. */
  synchronized void reorder(int packets) {
    reorder += packets;
  }

  /** Publishes records that are no packets. */
  synchronized void garbage(int records) {
    for (int i = 0; i < records; i++) {
      RigCamera camera = rig.cameras().get(random.nextInt(rig.cameras().size()));
      byte[] value = new byte[random.nextInt(300)];
      random.nextBytes(value);
      send(camera.eventsPartition(), Keys.of(rig.rig(), camera.id()), value);
    }
  }

  /** Sends what is held back and waits until all is on the broker. */
  synchronized void finish() {
    reorder = 0;
    for (RigCamera camera : rig.cameras()) {
      EventPacket packet = heldBack.remove(camera.id());
      if (packet != null) {
        send(camera, packet);
      }
    }
    producer.flush();
  }

  /** Why a packet could not be published at all; null when none was lost. */
  @Nullable Exception failure() {
    return failure.get();
  }
}
