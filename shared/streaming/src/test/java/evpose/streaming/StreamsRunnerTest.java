package evpose.streaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import evpose.broker.EmbeddedBroker;
import evpose.messages.DeadLetterMessage;
import evpose.messages.Json;
import evpose.messages.TopicSpec;
import evpose.messages.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class StreamsRunnerTest {
  @TempDir Path directory;

  /** Sets every record aside; a record without a value is its end. */
  static final class RefuseAll extends ContextualProcessor<byte[], byte[], byte[], byte[]> {
    @Override
    public void process(Record<byte[], byte[]> record) {
      if (record.value() == null) {
        throw new IllegalStateException("no value");
      }
      new DeadLetters("refuse-all", context()).send(record, "refused", "all are");
    }
  }

  private static Topology refuseAll() {
    Topology topology = new Topology();
    RigDirectory.addTo(topology);
    topology.addSource("in", Topics.POSES_2D);
    topology.addProcessor("refuse", RefuseAll::new, "in");
    DeadLetters.addSink(topology, "refuse");
    return topology;
  }

  @Test
  void runsTellsHowItIsAndLeavesItsGroupAtOnce() throws Exception {
    try (EmbeddedBroker broker = new EmbeddedBroker(directory.resolve("broker"), 0)) {
      broker.start();
      String bootstrap = broker.bootstrap();
      TopicAdmin.createMissing(bootstrap, Duration.ofSeconds(30));
      TopicAdmin.createMissing(bootstrap, Duration.ofSeconds(30));
      assertTopicsAreAsSpecified(bootstrap);

      Properties settings = // a dead thread's partitions wait for its session to end
          StreamsSettings.fastFailover(
              StreamsSettings.streams("refuse-all", bootstrap, directory.resolve("streams"), 1));
      try (StreamsRunner runner = new StreamsRunner(refuseAll(), settings)) {
        assertThat(runner.check())
            .isEqualTo(new Health(false, "refuse-all does not run: state=CREATED"));
        runner.start();
        assertThat(runner.awaitRunning(Duration.ofSeconds(60))).isTrue();
        assertThat(runner.check()).isEqualTo(new Health(true, "refuse-all runs: state=RUNNING"));
        send(bootstrap, new byte[] {1, 2});
        assertThat(letter(bootstrap).reason()).isEqualTo("refused");
        assertThat(groupState(bootstrap)).isEqualTo(GroupState.STABLE);
      }
      assertThat(groupState(bootstrap)).isEqualTo(GroupState.EMPTY);

      StreamsRunner runner = new StreamsRunner(refuseAll(), settings);
      runner.start();
      assertThat(runner.awaitRunning(Duration.ofSeconds(60))).isTrue();
      broker.close();
      assertThat(runner.check())
          .isEqualTo(
              new Health(
                  false,
                  "refuse-all runs, but no broker answers; it goes on when one does:"
                      + " state=RUNNING"));
      broker.start();
      send(bootstrap, null);
      assertThat(runner.await(Duration.ofSeconds(120), State.ERROR)).isTrue();
      assertThat(runner.awaitRunning(Duration.ofSeconds(60))).isFalse();
      assertThat(runner.check())
          .isEqualTo(
              new Health(
                  false,
                  "refuse-all does not run: state=ERROR,"
                      + " cause=org.apache.kafka.streams.errors.StreamsException: Exception caught"
                      + " in process. taskId=2_3, processor=refuse, topic=poses-2d, partition=3,"
                      + " offset=1, because of java.lang.IllegalStateException: no value"));
      runner.close();
    }
  }

  @Test
  void saysThatNoBrokerAnswers() throws Exception {
    String bootstrap = "127.0.0.1:" + KafkaLogReaderTest.unusedPort();
    assertThatThrownBy(() -> TopicAdmin.createMissing(bootstrap, Duration.ofSeconds(1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "no Kafka broker answers: start one (./evpose demo brings its own) or set"
                + " evpose.bootstrap-servers: bootstrap="
                + bootstrap
                + ", waited=PT1S");
  }

  private static void assertTopicsAreAsSpecified(String bootstrap) throws Exception {
    List<String> names = Topics.all().stream().map(TopicSpec::name).toList();
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
      Map<String, Integer> partitions =
          admin.describeTopics(names).allTopicNames().get().values().stream()
              .collect(Collectors.toMap(TopicDescription::name, t -> t.partitions().size()));
      assertThat(partitions)
          .isEqualTo(
              Topics.all().stream()
                  .collect(Collectors.toMap(TopicSpec::name, TopicSpec::partitions)));
    }
  }

  private static GroupState groupState(String bootstrap) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
      return admin
          .describeConsumerGroups(List.of("refuse-all"))
          .all()
          .get()
          .get("refuse-all")
          .groupState();
    }
  }

  private static void send(String bootstrap, byte[] value) throws Exception {
    Map<String, Object> settings = new HashMap<>(StreamsSettings.producer());
    settings.put("bootstrap.servers", bootstrap);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(Topics.POSES_2D, 3, null, value)).get();
    }
  }

  private static DeadLetterMessage letter(String bootstrap) throws Exception {
    TopicPartition letters = new TopicPartition(Topics.DEAD_LETTERS, 0);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrap),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(List.of(letters));
      consumer.seekToBeginning(List.of(letters));
      while (true) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
          return Json.decode(record.value(), DeadLetterMessage.class);
        }
      }
    }
  }
}
