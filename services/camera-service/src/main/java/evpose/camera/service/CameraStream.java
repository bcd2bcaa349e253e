package evpose.camera.service;

import evpose.messages.RigMessage;
import evpose.streaming.Health;
import evpose.streaming.KafkaAccess;
import evpose.streaming.KafkaLogReader;
import evpose.streaming.KafkaRecordReader;
import evpose.streaming.LogEnd;
import evpose.streaming.PublishedRigs;
import evpose.streaming.StreamsRunner;
import evpose.streaming.StreamsSettings;
import evpose.streaming.TopicAdmin;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.function.Supplier;
import org.apache.kafka.streams.Topology;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** The running topology with its model. Starts once. */
public final class CameraStream implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(CameraStream.class);
  private static final Duration BROKER_PATIENCE = Duration.ofSeconds(60);
  private static final Duration START_PATIENCE = Duration.ofSeconds(60);

  /** Records of one poll: 1.3 s of a camera whose packets are a step long. */
  private static final int ABREAST_POLL_RECORDS = 128;

  private final CameraSettings settings;
  private final String bootstrap;
  private final Path stateDir;
  private final Supplier<CameraModels> load;
  private @Nullable CameraModels models;
  private @Nullable RigWatch watch;
  private volatile @Nullable StreamsRunner runner;

  /**
   * @param load loads this process's own model, once
   */
  CameraStream(
      CameraSettings settings, String bootstrap, Path stateDir, Supplier<CameraModels> load) {
    this.settings = settings;
    this.bootstrap = bootstrap;
    this.stateDir = stateDir;
    this.load = load;
  }

  /** Loads the model and starts; returns when partitions are assigned. */
  @Override
  public synchronized void start() {
    CameraModels loaded = load.get();
    models = loaded;
    CameraModel own = loaded.own();
    WarmUp.run(own, settings.warmUpSteps());
    log.info(
        "the network is {} with {} threads: sha256={}",
        own.description().preset(),
        settings.threads(),
        own.sha256());
    try {
      TopicAdmin.createMissing(bootstrap, BROKER_PATIENCE);
      StreamsRunner running = runner(loaded);
      runner = running;
      running.start();
      if (!running.awaitRunning(START_PATIENCE)) {
        log.warn(
            "partitions are not assigned yet, going on in the background: {}",
            running.check().cause());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while camera-service started", e);
    }
  }

  private StreamsRunner runner(CameraModels models) {
    Abreast abreast = new Abreast(settings.abreastMillis() * 1000L);
    Topology topology = topology(models, abreast);
    if (!abreast.isOn()) {
      return new StreamsRunner(topology, streamsSettings());
    }
    Map<String, Object> clients = KafkaAccess.of(bootstrap);
    watch =
        new RigWatch(
            abreast,
            new PublishedRigs(clients)::read,
            () -> new NextPackets(clients, settings.applicationId()));
    watch.start();
    return new StreamsRunner(
        topology,
        StreamsSettings.smallPolls(streamsSettings(), ABREAST_POLL_RECORDS),
        new EventsGate(abreast));
  }

  private Topology topology(CameraModels models, Abreast abreast) {
    Map<String, Object> clients = KafkaAccess.of(bootstrap);
    KafkaLogReader logReader = new KafkaLogReader(clients);
    Supplier<Map<String, RigMessage>> publishedRigs = new PublishedRigs(clients)::read;
    RigRuns runs =
        new RigRuns(
            models, new KeyFrames(settings.keyFrameMillis(), settings.keyFrameDelaySteps()));
    String host = Objects.requireNonNullElse(System.getenv("HOSTNAME"), "localhost");
    return CameraTopology.define(
        partitioner ->
            new EventsProcessor(
                runs,
                shedding(logReader),
                logReader,
                () -> new KafkaRecordReader(clients),
                publishedRigs,
                partitioner,
                abreast,
                host));
  }

  private Shedding shedding(KafkaLogReader logReader) {
    Map<String, Object> committed = KafkaAccess.of(bootstrap);
    committed.put("isolation.level", "read_committed");
    return new Shedding(
        settings::shedPolicy, logReader, partition -> LogEnd.offset(committed, partition));
  }

  private Properties streamsSettings() {
    Properties streams =
        StreamsSettings.streams(settings.applicationId(), bootstrap, stateDir, settings.threads());
    if (settings.exactlyOnce()) {
      streams = StreamsSettings.exactlyOnce(streams);
    }
    return settings.fastFailover() ? StreamsSettings.fastFailover(streams) : streams;
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
    RigWatch watching = watch;
    watch = null;
    if (watching != null) {
      watching.close();
    }
    CameraModels loaded = models;
    models = null;
    if (loaded != null) {
      loaded.close();
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return runner != null;
  }

  /**
   * Whether it works, begins to, or waits for a broker: everything but having given up. Does not
   * wait for {@link #start}.
   */
  Health trying() {
    StreamsRunner running = runner;
    boolean gone = running != null && running.hasGivenUp();
    return new Health(!gone, gone ? "camera-service has stopped for good" : "trying");
  }

  /** Would it work now? */
  public Health check() {
    StreamsRunner running = runner;
    return running == null ? new Health(false, "camera-service is stopped") : running.check();
  }
}
