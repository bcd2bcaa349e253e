package evpose.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import evpose.events.EventPacket;
import evpose.messages.EventPackets;
import evpose.messages.Keys;
import evpose.messages.RigCamera;
import evpose.messages.RigMessage;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class NewestStepTest {
  private static final RigMessage RIG =
      new RigMessage(
          "r",
          List.of(new RigCamera("a", 8, 8, 0), new RigCamera("b", 8, 8, 1)),
          0,
          10_000,
          "",
          "");

  private final List<ConsumerRecord<byte[], byte[]>> topic = new ArrayList<>();
  private final NewestStep newest =
      new NewestStep(
          (partition, before, enough) ->
              topic.stream().filter(r -> r.partition() == partition.partition()).toList(),
          partition -> topic.size());

  @Test
  void nothingWasPublished() {
    publish(0, "other", "a", 70_000);
    assertThat(newest.of(RIG)).isEmpty();
  }

  @Test
  void theCameraThatIsFurthestCounts() {
    publish(0, "r", "a", 70_000);
    publish(1, "r", "b", 95_000);
    publish(1, "other", "b", 500_000);
    topic.add(new ConsumerRecord<>("events", 1, 9, Keys.of("r", "b"), new byte[] {1}));
    assertThat(newest.of(RIG)).hasValue(9);
  }

  private void publish(int partition, String rig, String camera, long endMicros) {
    EventPacket packet =
        new EventPacket(
            rig,
            camera,
            8,
            8,
            0,
            0,
            endMicros,
            0,
            new short[0],
            new short[0],
            new int[0],
            new byte[0]);
    topic.add(
        new ConsumerRecord<>(
            "events", partition, topic.size(), Keys.of(rig, camera), EventPackets.encode(packet)));
  }
}
