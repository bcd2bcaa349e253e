package evpose.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Exit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120) // a record that is lost is never read
class EmbeddedBrokerTest {
  private static final TopicPartition NOTES = new TopicPartition("notes", 0);

  @TempDir Path directory;

  @Test
  void keepsRecordsOverARestart() throws Exception {
    String firstBootstrap;
    try (EmbeddedBroker broker = new EmbeddedBroker(directory, 0)) {
      broker.start();
      firstBootstrap = broker.bootstrap();
      createNotes(broker);
      produce(broker, "one");

      broker.close();
      broker.start();
      assertThat(broker.bootstrap()).isEqualTo(firstBootstrap);
      produce(broker, "two");
    }
    int port = Integer.parseInt(firstBootstrap.substring(firstBootstrap.indexOf(':') + 1));
    try (EmbeddedBroker another = new EmbeddedBroker(directory, port)) {
      another.start();
      assertThat(another.bootstrap()).isEqualTo(firstBootstrap);
      assertThat(consume(another, 2)).containsExactly("one", "two");
      assertThat(another.fault()).isEmpty();

      assertRefusesTheSameDirectory();
      assertListensOnLoopbackOnly(port);
      assertRemembersAFault(another);
    }
  }

  private void assertRefusesTheSameDirectory() {
    EmbeddedBroker second = new EmbeddedBroker(directory, 0);
    assertThatThrownBy(second::start)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "another broker uses this data directory: stop it or choose another directory:"
                + " directory="
                + directory);
  }

  private static void assertListensOnLoopbackOnly(int port) throws Exception {
    for (NetworkInterface network : Collections.list(NetworkInterface.getNetworkInterfaces())) {
      for (InetAddress address : Collections.list(network.getInetAddresses())) {
        if (!address.isLoopbackAddress()) {
          assertThatThrownBy(
                  () -> {
                    try (Socket socket = new Socket()) {
                      socket.connect(new InetSocketAddress(address, port), 2000);
                    }
                  })
              .as("connecting to %s", address)
              .isInstanceOf(java.io.IOException.class);
        }
      }
    }
  }

  private static void assertRemembersAFault(EmbeddedBroker broker) {
    assertThatThrownBy(() -> Exit.halt(1, "disk full")).isInstanceOf(IllegalStateException.class);
    assertThat(broker.fault().orElseThrow())
        .startsWith(
            "the embedded broker gave up and serves no longer, its log says why: asked for halt,"
                + " status=1, message=disk full; what it accepted is kept:")
        .contains("directory=/")
        .matches(".*, free=\\d+ MiB");
  }

  @Test
  void namesAPortInUseAndWhatToDo() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      EmbeddedBroker broker = new EmbeddedBroker(directory, taken.getLocalPort());
      assertThatThrownBy(broker::start)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "the broker's port is in use: stop the program that listens there (maybe another"
                  + " evpose) or choose another port, 0 takes a free one: port="
                  + taken.getLocalPort());
      assertThat(directory).isEmptyDirectory();
    }
  }

  @Test
  void namesADirectoryThatCannotBeWritten() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "not a directory");
    EmbeddedBroker broker = new EmbeddedBroker(file.resolve("data"), 0);
    assertThatThrownBy(broker::start)
        .hasMessage(
            "the broker cannot write its data directory, choose another: directory="
                + file.resolve("data"));
  }

  @Test
  void hasNoAddressBeforeItIsStarted() {
    EmbeddedBroker broker = new EmbeddedBroker(directory, 0);
    assertThatThrownBy(broker::bootstrap)
        .hasMessage("the broker has no port before it is started: directory=" + directory);
  }

  @Test
  void refusesARetentionBelowOneSegment() {
    assertThatThrownBy(() -> BrokerSettings.defaults().withRetentionBytesPerPartition(5))
        .hasMessage(
            "retention must hold at least one segment, or be -1 for everything: retentionBytes=5,"
                + " segmentBytes=67108864");
  }

  private static void createNotes(EmbeddedBroker broker) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()))) {
      admin.createTopics(List.of(new NewTopic(NOTES.topic(), 1, (short) 1))).all().get();
    }
  }

  private static void produce(EmbeddedBroker broker, String note) throws Exception {
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.bootstrap()),
            new StringSerializer(),
            new StringSerializer())) {
      producer.send(new ProducerRecord<>(NOTES.topic(), note)).get();
    }
  }

  private static List<String> consume(EmbeddedBroker broker, int count) {
    List<String> notes = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", broker.bootstrap()),
            new StringDeserializer(),
            new StringDeserializer())) {
      consumer.assign(List.of(NOTES));
      consumer.seekToBeginning(List.of(NOTES));
      while (notes.size() < count) {
        for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofSeconds(20))) {
          notes.add(record.value());
        }
      }
    }
    return notes;
  }
}
