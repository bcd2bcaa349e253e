package evpose.triangulation.service;

import evpose.messages.CalibrationMessage;
import evpose.messages.RigMessage;
import evpose.messages.Topics;
import evpose.streaming.Health;
import evpose.streaming.KafkaLogReader;
import evpose.streaming.PublishedTable;
import evpose.streaming.StreamsRunner;
import evpose.streaming.StreamsSettings;
import evpose.streaming.TopicAdmin;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.apache.kafka.streams.Topology;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** The running topology. Starts once. */
public final class TriangulationStream implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(TriangulationStream.class);
  private static final Duration BROKER_PATIENCE = Duration.ofSeconds(60);
  private static final Duration START_PATIENCE = Duration.ofSeconds(60);

  private final TriangulationSettings settings;
  private final String bootstrap;
  private final Path stateDir;
  private @Nullable StreamsRunner runner;

  TriangulationStream(TriangulationSettings settings, String bootstrap, Path stateDir) {
    this.settings = settings;
    this.bootstrap = bootstrap;
    this.stateDir = stateDir;
  }

  /** Starts; returns when partitions are assigned. */
  @Override
  public synchronized void start() {
    try {
      TopicAdmin.createMissing(bootstrap, BROKER_PATIENCE);
      StreamsRunner running = new StreamsRunner(topology(), streamsSettings());
      runner = running;
      running.start();
      if (!running.awaitRunning(START_PATIENCE)) {
        log.warn(
            "partitions are not assigned yet, going on in the background: {}",
            running.check().cause());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while triangulation-service started", e);
    }
  }

  private Topology topology() {
    Map<String, Object> clients = Map.of("bootstrap.servers", bootstrap);
    KafkaLogReader logReader = new KafkaLogReader(clients);
    PosesProcessor.Published published =
        new PosesProcessor.Published(
            new PublishedTable<>(clients, Topics.RIGS, RigMessage.class)::read,
            new PublishedTable<>(clients, Topics.CALIBRATIONS, CalibrationMessage.class)::read);
    String host = Objects.requireNonNullElse(System.getenv("HOSTNAME"), "localhost");
    return TriangulationTopology.define(
        partitioner -> new PosesProcessor(settings, logReader, published, partitioner, host));
  }

  private Properties streamsSettings() {
    Properties streams =
        StreamsSettings.streams(settings.applicationId(), bootstrap, stateDir, settings.threads());
    return settings.exactlyOnce() ? StreamsSettings.exactlyOnce(streams) : streams;
  }

  /**
   * Stops after the records at hand; what is not committed is answered again by whoever follows.
   */
  @Override
  public synchronized void stop() {
    StreamsRunner running = runner;
    runner = null;
    if (running != null) {
      running.close();
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return runner != null;
  }

  /** Would it work now? */
  public synchronized Health check() {
    StreamsRunner running = runner;
    return running == null
        ? new Health(false, "triangulation-service is stopped")
        : running.check();
  }
}
