package evpose.camera.service;

import static org.assertj.core.api.Assertions.assertThat;

import evpose.events.EventPacket;
import evpose.messages.EventPackets;
import evpose.messages.Keys;
import evpose.messages.RigCamera;
import evpose.messages.RigMessage;
import evpose.messages.Topics;
import evpose.testkit.BrokerExtension;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Cameras of another instance, of which there is nothing here but what the log says. */
@Timeout(120)
class RigWatchTest {
  @RegisterExtension static final BrokerExtension BROKER = new BrokerExtension();

  private static final String GROUP = "watched";
  private static final long SECOND = 1_000_000;
  private static final long OLD_MILLIS = 60_000;
  private static final RigMessage RIG =
      new RigMessage(
          "r",
          List.of(
              new RigCamera("here", 346, 260, 0),
              new RigCamera("behind", 346, 260, 1),
              new RigCamera("done", 346, 260, 2),
              new RigCamera("beside", 346, 260, 1),
              new RigCamera("fresh", 346, 260, 3)),
          9,
          10_000,
          "",
          "");

  @Test
  void aCameraHereWaitsForOneElsewhereAsLongAsThatHasABacklog() throws Exception {
    try (KafkaProducer<byte[], byte[]> producer = BROKER.producer()) {
      for (int i = 0; i < 10; i++) {
        producer.send(record(1, packet("behind", i)));
        producer.send(new ProducerRecord<>(Topics.EVENTS, 1, old(), null, new byte[] {1, 2}));
      }
      producer.send(record(1, packet("beside", 77)));
      producer.send(record(2, packet("done", 0)));
      producer.send(record(3, packet("fresh", 8)));
    }
    commit(Map.of(1, 6L, 2, 1L));
    Map<String, Object> clients = Map.of("bootstrap.servers", BROKER.bootstrap());
    try (NextPackets packets = new NextPackets(clients, GROUP)) {
      assertNext(packets.of(Set.of(1, 2, 3, 4)));
      assertNext(packets.of(Set.of(1, 2, 3, 4))); // asked again it says the same
    }

    Abreast abreast = new Abreast(5 * SECOND);
    try (RigWatch watch =
        new RigWatch(abreast, () -> Map.of("r", RIG), () -> new NextPackets(clients, GROUP))) {
      watch.start();
      Abreast.Answers here = abreast.begin(0);
      List<Abreast.Handed> handed = List.of(new Abreast.Handed("r", "here", 0, 20 * SECOND));
      abreast.polled(0, new Abreast.Polled(5, true, OLD_MILLIS, handed), System.nanoTime());
      here.at("r", "here", 20 * SECOND, System.nanoTime());
      here.passed(5);
      awaitHeld(abreast, Set.of(0));
      commit(Map.of(1, 21L, 2, 1L, 3, 1L));
      awaitHeld(abreast, Set.of());
    }
  }

  private static void assertNext(Map<Integer, Abreast.Next> next) {
    assertThat(next.keySet()).containsExactlyInAnyOrder(1, 2, 3, 4);
    assertThat(next.get(1).more()).isTrue();
    assertThat(next.get(1).ageMillis()).isGreaterThanOrEqualTo(OLD_MILLIS);
    assertThat(next.get(1).next())
        .containsExactlyInAnyOrder(
            new Abreast.Place("r", "behind", 30_000), new Abreast.Place("r", "beside", 770_000));
    assertThat(next.get(2)).isEqualTo(new Abreast.Next(false, 0, List.of()));
    assertThat(next.get(3).next()) // nothing of it was ever committed
        .containsExactly(new Abreast.Place("r", "fresh", 80_000));
    assertThat(next.get(4).more()).isFalse();
  }

  private static void awaitHeld(Abreast abreast, Set<Integer> held) throws InterruptedException {
    while (!abreast.held(System.nanoTime()).equals(held)) { // the class has a timeout
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private static void commit(Map<Integer, Long> offsets) throws Exception {
    Map<TopicPartition, OffsetAndMetadata> all = new HashMap<>();
    offsets.forEach(
        (partition, offset) ->
            all.put(new TopicPartition(Topics.EVENTS, partition), new OffsetAndMetadata(offset)));
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", BROKER.bootstrap()))) {
      admin.alterConsumerGroupOffsets(GROUP, all).all().get();
    }
  }

  private static long old() {
    return System.currentTimeMillis() - OLD_MILLIS;
  }

  private static ProducerRecord<byte[], byte[]> record(int partition, EventPacket packet) {
    return new ProducerRecord<>(
        Topics.EVENTS,
        partition,
        old(),
        Keys.of(packet.rig(), packet.camera()),
        EventPackets.encode(packet));
  }

  private static EventPacket packet(String camera, int step) {
    return new EventPacket(
        "r",
        camera,
        346,
        260,
        step,
        step * 10_000L,
        (step + 1) * 10_000L,
        0,
        new short[0],
        new short[0],
        new int[0],
        new byte[0]);
  }
}
