package evpose.metrics.service;

import static org.assertj.core.api.Assertions.assertThat;

import evpose.camera.Dhp19Rig;
import evpose.evaluation.energy.EnergyTable;
import evpose.messages.Json;
import evpose.messages.Keys;
import evpose.messages.RigMessage;
import evpose.messages.TopicSpec;
import evpose.messages.Topics;
import evpose.messages.TruthMessage;
import evpose.metrics.service.live.LiveMetrics;
import evpose.metrics.service.live.LiveSettings;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class RecordRouterTest {
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final LiveMetrics live =
      new LiveMetrics(new LiveSettings(0, 30_000_000, EnergyTable.FP32_7NM), (r, s, n) -> {});
  private final RecordRouter router = new RecordRouter(live, meters);

  private void give(String topic, byte[] key, byte[] value) {
    router.accept(new ConsumerRecord<>(topic, 0, 0, key, value), 1);
  }

  private double undecodable() {
    return meters.find("evpose.undecodable").counters().stream().mapToDouble(Counter::count).sum();
  }

  @Test
  void garbageOnAnyTopicIsCountedAndNothingElse() {
    long seed = 9;
    SplittableRandom random = new SplittableRandom(seed);
    int given = 0;
    for (TopicSpec topic : Topics.all()) {
      if (topic.name().equals(Topics.METRICS) || topic.name().equals(Topics.FRAMES)) {
        continue; // not followed
      }
      for (int i = 0; i < 300; i++) {
        byte[] value = new byte[random.nextInt(200)];
        random.nextBytes(value);
        give(topic.name(), null, value);
        given++;
      }
    }
    assertThat(undecodable()).as("seed=%s", seed).isEqualTo(given);
    assertThat(live.rigs()).isEmpty();
  }

  @Test
  void tornMessagesNeverEscape() {
    byte[] truth = Json.encode(TruthMessage.of("r", 1, 10_000, new double[39]));
    byte[] rig = Json.encode(RigMessage.of(Dhp19Rig.rig(), 10_000, "m", "fixed-10"));
    long seed = 10;
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 3000; i++) {
      give(Topics.GROUND_TRUTH, null, broken(truth, random));
      give(Topics.RIGS, null, broken(rig, random));
    }
    assertThat(undecodable()).as("seed=%s", seed).isPositive();
  }

  private static byte[] broken(byte[] whole, SplittableRandom random) {
    byte[] copy = whole.clone();
    for (int n = random.nextInt(4); n >= 0; n--) {
      copy[random.nextInt(copy.length)] = (byte) (32 + random.nextInt(96));
    }
    return copy;
  }

  @Test
  void aTruthWithoutJointsIsRefused() {
    give(
        Topics.GROUND_TRUTH,
        null,
        "{\"rig\":\"r\",\"step\":1,\"stepMicros\":10000,\"endMicros\":20000}"
            .getBytes(StandardCharsets.UTF_8));
    assertThat(meters.get("evpose.undecodable").tags("reason", "missing-field").counter().count())
        .isEqualTo(1);
  }

  @Test
  void aMatrixThatIsNoCamerasIsBadData() {
    String zeros = "[0,0,0,0,0,0,0,0,0,0,0,0]";
    give(
        Topics.CALIBRATIONS,
        Keys.of("r"),
        ("{\"rig\":\"r\",\"validFromMicros\":0,\"units\":\"mm\",\"worldUp\":\"z\",\"cameras\":"
                + "[{\"id\":\"a\",\"width\":10,\"height\":10,\"worldToImage\":"
                + zeros
                + "}],\"source\":\"x\"}")
            .getBytes(StandardCharsets.UTF_8));
    assertThat(meters.get("evpose.undecodable").tags("reason", "bad-value").counter().count())
        .isEqualTo(1);
  }

  @Test
  void aTombstoneIsNoTrouble() {
    give(Topics.RIGS, Keys.of("r"), null);
    assertThat(undecodable()).isZero();
  }
}
