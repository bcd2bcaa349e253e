package evpose.streaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Properties;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;

class StreamsSettingsTest {
  private static final Properties STREAMS =
      StreamsSettings.streams("camera-service", "127.0.0.1:9092", Path.of("state"), 2);

  @Test
  void keepsTheSettingsThatWereMeasured() {
    assertThat(STREAMS)
        .containsEntry("application.id", "camera-service")
        .containsEntry("bootstrap.servers", "127.0.0.1:9092")
        .containsEntry("state.dir", "state")
        .containsEntry("num.stream.threads", 2)
        .containsEntry("processing.guarantee", "at_least_once")
        .containsEntry("group.protocol", "classic")
        .containsEntry("commit.interval.ms", 200)
        .containsEntry("poll.ms", 5)
        .containsEntry("producer.linger.ms", 1)
        .containsEntry("producer.batch.size", 262_144)
        .containsEntry("producer.max.request.size", 2 << 20)
        .containsEntry("consumer.max.partition.fetch.bytes", 2 << 20)
        .containsEntry("consumer.isolation.level", "read_committed")
        .containsEntry("consumer.auto.offset.reset", "earliest");
  }

  @Test
  void kafkaAcceptsEveryProfile() {
    for (Properties profile :
        new Properties[] {
          STREAMS,
          StreamsSettings.exactlyOnce(STREAMS),
          StreamsSettings.fastFailover(STREAMS),
          StreamsSettings.smallPolls(STREAMS, 128)
        }) {
      StreamsConfig config = new StreamsConfig(profile);
      assertThat(config.getProducerConfigs("p")).containsEntry("linger.ms", 1);
      assertThat(config.getMainConsumerConfigs("g", "c", 0))
          .containsEntry("isolation.level", "read_committed");
    }
  }

  @Test
  void profilesLeaveTheOriginalAlone() {
    assertThat(StreamsSettings.exactlyOnce(STREAMS))
        .containsEntry("processing.guarantee", "exactly_once_v2")
        .containsEntry("commit.interval.ms", 10);
    assertThat(StreamsSettings.fastFailover(STREAMS))
        .containsEntry("consumer.session.timeout.ms", 3_000);
    assertThat(StreamsSettings.smallPolls(STREAMS, 128))
        .containsEntry("consumer.max.poll.records", 128)
        .containsEntry("buffered.records.per.partition", 256);
    keepsTheSettingsThatWereMeasured();
  }

  @Test
  void refusesNoThread() {
    assertThatThrownBy(() -> StreamsSettings.streams("a", "b:1", Path.of("state"), 0))
        .hasMessage("a topology needs at least one stream thread: threads=0");
  }
}
