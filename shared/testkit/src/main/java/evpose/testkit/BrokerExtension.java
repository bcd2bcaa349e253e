package evpose.testkit;

import evpose.broker.EmbeddedBroker;
import evpose.messages.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A real broker with every topic of the house, for the length of a test class; its directory is
 * deleted afterwards. Use it as {@code @RegisterExtension static final BrokerExtension BROKER = new
 * BrokerExtension();}.
 */
public final class BrokerExtension implements BeforeAllCallback, AfterAllCallback {
  private @Nullable Path directory;
  private @Nullable EmbeddedBroker broker;

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    directory = Files.createTempDirectory("evpose-broker-");
    broker = new EmbeddedBroker(directory, 0);
    broker.start();
    createTopics();
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    if (broker != null) {
      broker.close();
    }
    if (directory != null) {
      deleteTree(directory);
    }
  }

  /** The broker's address. */
  public String bootstrap() {
    return broker().bootstrap();
  }

  /** The broker itself, to be stopped and started by tests of outages. */
  public EmbeddedBroker broker() {
    return Objects.requireNonNull(broker, "register the extension as a static field");
  }

  /** A producer of bytes; the caller closes it. */
  public KafkaProducer<byte[], byte[]> producer() {
    return new KafkaProducer<>(
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrap(),
            ProducerConfig.LINGER_MS_CONFIG,
            1,
            ProducerConfig.BATCH_SIZE_CONFIG,
            262_144,
            ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, // as in StreamsSettings
            1),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  /** Watches a topic from its beginning; the caller closes it. */
  public TopicWatcher watch(String topic) {
    return new TopicWatcher(bootstrap(), topic);
  }

  private void createTopics() {
    List<NewTopic> topics =
        Topics.all().stream()
            .map(t -> new NewTopic(t.name(), t.partitions(), (short) 1).configs(t.config()))
            .toList();
    try (Admin admin =
        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap()))) {
      admin.createTopics(topics).all().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while topics were created", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("topics could not be created: cause=" + e.getCause(), e);
    }
  }

  private static void deleteTree(Path root) throws IOException {
    try (var files = Files.walk(root)) {
      files.sorted(Comparator.reverseOrder()).forEach(BrokerExtension::delete);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
