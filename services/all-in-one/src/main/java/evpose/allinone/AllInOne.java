package evpose.allinone;

import evpose.broker.EmbeddedBroker;
import evpose.camera.service.CameraService;
import evpose.metrics.service.MetricsFeed;
import evpose.metrics.service.MetricsService;
import evpose.metrics.service.live.LiveMetrics;
import evpose.source.service.EventSource;
import evpose.source.service.EventSourceService;
import evpose.streaming.RigRegistry;
import evpose.streaming.TopicAdmin;
import evpose.triangulation.service.TriangulationService;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * A broker and the services, started from the stream's end to its beginning (nobody publishes
 * before everybody listens) and stopped in the opposite order. Each service has a Spring context of
 * its own; they share nothing but the broker. Not thread-safe.
 */
public final class AllInOne implements AutoCloseable {
  private static final Duration BROKER_PATIENCE = Duration.ofSeconds(30);
  private static final String REHEARSAL = "rehearsal";
  private static final double REHEARSAL_SPEED = 0.5;
  private static final Duration READY_PATIENCE = Duration.ofSeconds(30);

  private final AllInOneSettings settings;
  private final @Nullable EmbeddedBroker broker;
  private final Deque<Class<?>> order = new ArrayDeque<>();
  private final Map<Class<?>, ConfigurableApplicationContext> contexts = new HashMap<>();

  private AllInOne(AllInOneSettings settings) {
    this.settings = settings;
    broker =
        settings.bootstrap().isEmpty()
            ? new EmbeddedBroker(settings.dataDir().resolve("broker"), settings.brokerPort())
            : null;
  }

  /**
   * Starts the broker (or finds the one that runs), creates the topics that are missing, and starts
   * everything but the event source.
   *
   * @throws RuntimeException when a port is in use or the directory cannot be used; its message, or
   *     that of its root cause, says what to do
   */
  public static AllInOne start(AllInOneSettings settings) throws InterruptedException {
    // logback.xml of this room speaks for all of them; otherwise each service would set logging up
    // anew
    System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
    AllInOne house = new AllInOne(settings);
    boolean started = false;
    try {
      house.startServices();
      started = true;
      return house;
    } finally {
      if (!started) {
        house.close();
      }
    }
  }

  private void startServices() throws InterruptedException {
    if (broker != null) {
      broker.start();
    }
    TopicAdmin.createMissing(bootstrap(), BROKER_PATIENCE);
    startMetrics();
    startTriangulation();
    startCameras();
  }

  /** Starts triangulation-service; for after {@link #stop}, as {@link #startCameras}. */
  public void startTriangulation() {
    Map<String, Object> geometry =
        Map.of("evpose.triangulation.exactly-once", settings.exactlyOnce());
    start(TriangulationService.class, "triangulation-service", WebApplicationType.NONE, geometry);
  }

  private void startMetrics() throws InterruptedException {
    // everything shares these cores, so what is late at the start stays late for a while
    Map<String, Object> page =
        Map.of("server.port", settings.httpPort(), "evpose.metrics.warm-up", "30s");
    start(MetricsService.class, "metrics-service", WebApplicationType.SERVLET, page);
    MetricsFeed feed = context(MetricsService.class).getBean(MetricsFeed.class);
    if (!feed.awaitReady(READY_PATIENCE)) {
      throw new IllegalStateException(
          "metrics-service does not reach the broker: bootstrap=" + bootstrap());
    }
  }

  /**
   * Runs some seconds of a simulation through the whole house on a rig of its own, at half speed,
   * and forgets them: the just-in-time compiler has then done most of its work before the first
   * real event. The rig is taken off the tables again and metrics-service starts anew.
   *
   * @param seconds of data
   * @param properties what to simulate, as for {@link #startSource}
   */
  public void rehearse(double seconds, Map<String, Object> properties) throws InterruptedException {
    Map<String, Object> rehearsal = new HashMap<>(properties);
    rehearsal.put("evpose.source.rig", REHEARSAL);
    rehearsal.put("evpose.source.seconds", seconds);
    rehearsal.put("evpose.source.speed", REHEARSAL_SPEED);
    rehearsal.put("evpose.source.prerender-seconds", 0);
    EventSource source = startSource(rehearsal);
    Duration patience = Duration.ofMillis((long) (seconds / REHEARSAL_SPEED * 3000) + 20_000);
    source.awaitEnd(patience);
    stop(EventSourceService.class);
    new RigRegistry(bootstrap()).remove(REHEARSAL);
    stop(MetricsService.class);
    startMetrics();
  }

  /** Starts camera-service; it does so itself at the beginning, this is for after {@link #stop}. */
  public void startCameras() {
    Map<String, Object> network =
        Map.of(
            "evpose.camera.model",
            settings.model(),
            "evpose.camera.key-frame-delay-steps",
            settings.keyFrameDelaySteps(),
            "evpose.camera.exactly-once",
            settings.exactlyOnce());
    start(CameraService.class, "camera-service", WebApplicationType.NONE, network);
  }

  /**
   * Starts the event source.
   *
   * @param properties what to publish, under {@code evpose.source}; see {@code event-source.yml}
   */
  public EventSource startSource(Map<String, Object> properties) {
    start(EventSourceService.class, "event-source", WebApplicationType.NONE, properties);
    return context(EventSourceService.class).getBean(EventSource.class);
  }

  /** Stops one service and leaves the others running. */
  public void stop(Class<?> service) {
    ConfigurableApplicationContext context = contexts.remove(service);
    if (context != null) {
      order.remove(service);
      context.close();
    }
  }

  /** What metrics-service has seen. */
  public LiveMetrics metrics() {
    return context(MetricsService.class).getBean(LiveMetrics.class);
  }

  /** Where Kafka clients connect, {@code host:port}. */
  public String bootstrap() {
    return broker == null ? settings.bootstrap() : broker.bootstrap();
  }

  /** Where browsers look. */
  public String page() {
    String port = context(MetricsService.class).getEnvironment().getProperty("local.server.port");
    return "http://127.0.0.1:" + port + "/";
  }

  private ConfigurableApplicationContext context(Class<?> service) {
    ConfigurableApplicationContext context = contexts.get(service);
    if (context == null) {
      throw new IllegalStateException(
          "the service does not run: service=" + service.getSimpleName());
    }
    return context;
  }

  private void start(
      Class<?> service, String name, WebApplicationType web, Map<String, Object> properties) {
    Map<String, Object> all = new HashMap<>(properties);
    all.put("spring.config.name", name);
    all.put("spring.main.banner-mode", "off");
    all.put("spring.main.log-startup-info", "false");
    all.put("evpose.bootstrap-servers", bootstrap());
    all.put("evpose.state-dir", settings.dataDir().resolve("state").resolve(name));
    String[] arguments =
        all.entrySet().stream()
            .map(entry -> "--" + entry.getKey() + "=" + entry.getValue())
            .toArray(String[]::new);
    contexts.put(
        service,
        new SpringApplicationBuilder(service).web(web).registerShutdownHook(false).run(arguments));
    order.push(service);
  }

  @Override
  public void close() {
    while (!order.isEmpty()) {
      stop(order.peek());
    }
    if (broker != null) {
      broker.close();
    }
  }
}
