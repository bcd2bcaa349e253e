package evpose.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import evpose.messages.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class BrokerExtensionTest {
  @RegisterExtension static final BrokerExtension BROKER = new BrokerExtension();

  @Test
  void whatIsPublishedIsWatched() {
    byte[] value = "seen".getBytes(StandardCharsets.UTF_8);
    try (var producer = BROKER.producer();
        var watcher = BROKER.watch(Topics.POSES_2D)) {
      producer.send(new ProducerRecord<>(Topics.POSES_2D, 5, null, value));
      producer.flush();
      var records = watcher.await(1, Duration.ofSeconds(20));
      assertThat(records).hasSize(1);
      assertThat(records.get(0).partition()).isEqualTo(5);
      assertThat(records.get(0).value()).isEqualTo(value);
    }
  }

  @Test
  void aWatcherThatWaitsInVainSaysForWhat() {
    try (var watcher = BROKER.watch(Topics.METRICS)) {
      assertThatThrownBy(() -> watcher.await(3, Duration.ZERO))
          .isInstanceOf(AssertionError.class)
          .hasMessage("waited in vain for 3 records: topic=metrics, records=0, timeoutSeconds=0");
    }
  }
}
