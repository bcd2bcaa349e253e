package evpose.streaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import evpose.messages.Json;
import evpose.messages.RigCamera;
import evpose.messages.RigMessage;
import evpose.messages.Topics;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class RigRegistryTest {
  private static final RigMessage RIG =
      new RigMessage("studio", List.of(new RigCamera("cam0", 346, 260, 0)), 1, 10_000, "", "");

  private final RigRegistry registry = new RigRegistry("127.0.0.1:1");

  @Test
  void aRigIsWrittenUnderItsName() throws InterruptedException {
    try (MockProducer<byte[], byte[]> producer = producer()) {
      registry.publish(producer, RIG, null);
      assertThat(producer.history()).hasSize(1);
      assertThat(producer.history().get(0).topic()).isEqualTo(Topics.RIGS);
      assertThat(producer.history().get(0).key()).asString().isEqualTo("studio");
      assertThat(producer.history().get(0).value()).isEqualTo(Json.encode(RIG));
    }
  }

  @Test
  void aBrokerThatTakesNothingIsNamedWithWhatToLookAt() {
    try (MockProducer<byte[], byte[]> producer = producer()) {
      producer.sendException = new UnknownTopicOrPartitionException("no topic rigs");
      assertThatThrownBy(() -> registry.publish(producer, RIG, null))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("bootstrap=127.0.0.1:1")
          .hasMessageContaining("are its topics made?");
    }
  }

  @Test
  void settingsOfTheClientsReachTheMessage() {
    RigRegistry secured =
        new RigRegistry(Map.of("bootstrap.servers", "broker:9093", "security.protocol", "SSL"));
    try (MockProducer<byte[], byte[]> producer = producer()) {
      producer.sendException = new UnknownTopicOrPartitionException("no topic rigs");
      assertThatThrownBy(() -> secured.publish(producer, RIG, null))
          .hasMessageContaining("broker:9093");
    }
  }

  private static MockProducer<byte[], byte[]> producer() {
    return new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
  }
}
