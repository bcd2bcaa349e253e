package evpose.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import evpose.messages.Json;
import evpose.messages.Keys;
import evpose.messages.RigCamera;
import evpose.messages.RigMessage;
import evpose.messages.Topics;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class PublishedRigsTest {
  private final List<ConsumerRecord<byte[], byte[]>> topic = new ArrayList<>();
  private final PublishedRigs rigs =
      new PublishedRigs(
          (partition, before, enough) -> topic.stream().filter(r -> r.offset() < before).toList(),
          partition -> topic.size());

  @Test
  void theNewestRegistrationOfEachRigCounts() {
    publish("a", Json.encode(rig("a", 1)));
    publish("b", Json.encode(rig("b", 2)));
    publish("a", Json.encode(rig("a", 3)));
    assertThat(rigs.read())
        .containsOnly(java.util.Map.entry("a", rig("a", 3)), java.util.Map.entry("b", rig("b", 2)));
  }

  @Test
  void aRigThatWasTakenOffOrIsBrokenIsMissing() {
    publish("a", Json.encode(rig("a", 1)));
    publish("b", Json.encode(rig("b", 2)));
    publish("a", null);
    publish("b", new byte[] {1, 2, 3});
    assertThat(rigs.read()).isEmpty();
  }

  private void publish(String rig, byte[] value) {
    topic.add(new ConsumerRecord<>(Topics.RIGS, 0, topic.size(), Keys.of(rig), value));
  }

  private static RigMessage rig(String name, int posesPartition) {
    return new RigMessage(
        name, List.of(new RigCamera("cam0", 346, 260, 0)), posesPartition, 10_000, "", "");
  }
}
