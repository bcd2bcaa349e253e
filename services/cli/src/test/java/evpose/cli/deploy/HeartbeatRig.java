package evpose.cli.deploy;

import evpose.events.EventPacket;
import evpose.messages.EventPackets;
import evpose.messages.Keys;
import evpose.messages.RigCamera;
import evpose.messages.RigMessage;
import evpose.messages.Topics;
import evpose.streaming.RigRegistry;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Two cameras that see nothing and say so ten times a second, until one is killed. */
final class HeartbeatRig implements AutoCloseable {
  static final String NAME = "heartbeat";
  private static final long STEP_MICROS = 100_000;

  private final KafkaProducer<byte[], byte[]> producer;
  private final RigMessage rig;
  private final Set<String> alive = ConcurrentHashMap.newKeySet();
  private final Thread thread = new Thread(this::beat, "heartbeat");
  private volatile boolean going = true;

  HeartbeatRig(String bootstrap) throws InterruptedException {
    RigRegistry registry = new RigRegistry(bootstrap);
    rig =
        RigMessage.placed(
            NAME,
            List.of(new RigCamera("left", 346, 260, 0), new RigCamera("right", 346, 260, 0)),
            STEP_MICROS,
            "",
            "",
            registry.rigs());
    registry.publish(rig, null);
    alive.addAll(rig.cameraIds());
    producer =
        new KafkaProducer<>(
            Map.<String, Object>of(
                "bootstrap.servers", bootstrap, "max.in.flight.requests.per.connection", 1),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    thread.start();
  }

  void kill(String camera) {
    alive.remove(camera);
  }

  private void beat() {
    for (long step = 0; going; step++) {
      for (RigCamera camera : rig.cameras()) {
        if (alive.contains(camera.id())) {
          producer.send(
              new ProducerRecord<>(
                  Topics.EVENTS,
                  camera.eventsPartition(),
                  Keys.of(NAME, camera.id()),
                  EventPackets.encode(nothing(camera, step))));
        }
      }
      try {
        TimeUnit.MICROSECONDS.sleep(STEP_MICROS);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private static EventPacket nothing(RigCamera camera, long step) {
    return new EventPacket(
        NAME,
        camera.id(),
        camera.width(),
        camera.height(),
        step,
        step * STEP_MICROS,
        (step + 1) * STEP_MICROS,
        0,
        new short[0],
        new short[0],
        new int[0],
        new byte[0]);
  }

  @Override
  public void close() throws InterruptedException {
    going = false;
    thread.interrupt();
    thread.join();
    producer.close();
  }
}
