package evpose.allinone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import evpose.events.EventPacket;
import evpose.messages.EventPackets;
import evpose.messages.Keys;
import evpose.messages.Topics;
import evpose.metrics.service.live.RunReport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole house, for real: broker, network, geometry, metrics. */
class AllInOneTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir Path dataDir;

  @Test
  void eventsBecomePosesAndTheHouseStandsUpAgainOnItsData() throws Exception {
    try (AllInOne house = AllInOne.start(settings(0))) {
      play(house, 3);
      publishGarbage(house);
      Waiting.until(PATIENCE, () -> report(house).packets().deadLettered().size() >= 2);
      play(house, 2); // garbage has not stopped the stream
      awaitNothingLost(house);
      assertThat(report(house).error().mpjpe3dMm()).isLessThan(150);
      assertThat(report(house).packets().deadLettered())
          .containsOnlyKeys("wrong-identifier", "unknown-camera");
    }
    try (AllInOne house = AllInOne.start(settings(0))) {
      play(house, 2); // goes on where the log ended
      awaitNothingLost(house);
      assertThat(report(house).packets().deadLettered()).isEmpty();
    }
  }

  /** Packets on their way count as lost until they are there. */
  private void awaitNothingLost(AllInOne house) {
    Waiting.until(PATIENCE, () -> report(house).packets().lost() == 0);
  }

  private void play(AllInOne house, int seconds) throws InterruptedException {
    long before = report(house).poses3d().count();
    var source =
        house.startSource(Map.of("evpose.source.seconds", seconds, "evpose.source.speed", 0.5));
    assertThat(source.awaitEnd(PATIENCE)).isTrue();
    assertThat(source.failure()).isEmpty();
    house.stop(evpose.source.service.EventSourceService.class);
    // the first key frame wants some events, so the first half second has no pose
    long expected = before + 100L * seconds - 60;
    Waiting.until(PATIENCE, () -> report(house).poses3d().count() >= expected);
  }

  private static void publishGarbage(AllInOne house)
      throws InterruptedException, ExecutionException {
    EventPacket stranger =
        new EventPacket(
            "dhp19",
            "nobody",
            346,
            260,
            0,
            0,
            10_000,
            0,
            new short[0],
            new short[0],
            new int[0],
            new byte[0]);
    try (var producer =
        new KafkaProducer<>(
            Map.<String, Object>of(
                "bootstrap.servers", house.bootstrap(), "max.in.flight.requests.per.connection", 1),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      byte[] key = Keys.of("dhp19", "cam0");
      producer
          .send(
              new ProducerRecord<>(
                  Topics.EVENTS,
                  0,
                  key,
                  "no packet".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
          .get();
      producer
          .send(
              new ProducerRecord<>(
                  Topics.EVENTS, 0, Keys.of("dhp19", "nobody"), EventPackets.encode(stranger)))
          .get();
    }
  }

  private static RunReport report(AllInOne house) {
    return house.metrics().report(Waiting.nowNanos());
  }

  @Test
  void aPortInUseIsSaidInOneLine() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      assertThatThrownBy(() -> AllInOne.start(settings(port)))
          .hasMessageContaining(String.valueOf(port))
          .message()
          .doesNotContain("\n");
    }
  }

  private AllInOneSettings settings(int brokerPort) {
    return new AllInOneSettings(dataDir, "", brokerPort, 0, "compact", 0, false, 0, "robust");
  }
}
