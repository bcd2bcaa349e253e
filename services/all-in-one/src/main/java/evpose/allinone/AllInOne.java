package evpose.allinone;

import evpose.broker.EmbeddedBroker;
import evpose.camera.service.CameraService;
import evpose.metrics.service.MetricsFeed;
import evpose.metrics.service.MetricsService;
import evpose.metrics.service.live.LiveMetrics;
import evpose.metrics.service.live.RunReport;
import evpose.source.service.EventSource;
import evpose.source.service.EventSourceService;
import evpose.streaming.RigRegistry;
import evpose.streaming.TopicAdmin;
import evpose.triangulation.service.TriangulationService;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * A broker and the services: nobody publishes before everybody listens, and they are stopped from
 * the stream's beginning to its end. Each service has a Spring context of its own; they share
 * nothing but the broker. Not thread-safe.
 */
public final class AllInOne implements AutoCloseable {
  private static final Duration BROKER_PATIENCE = Duration.ofSeconds(30);
  private static final String REHEARSAL = "rehearsal";
  private static final double REHEARSAL_SPEED = 0.5;

  /** Enough to have met everything once; a rehearsal, or the stream itself, does the rest. */
  private static final int WARM_UP_STEPS = 100;

  private static final Duration ANSWERS_PATIENCE = Duration.ofSeconds(90);
  private static final Duration READY_PATIENCE = Duration.ofSeconds(30);

  private final AllInOneSettings settings;
  private final @Nullable EmbeddedBroker broker;
  private final Deque<Class<?>> order = new ArrayDeque<>();
  private final Map<Class<?>, ConfigurableApplicationContext> contexts = new HashMap<>();
  private final List<ConfigurableApplicationContext> moreSources = new ArrayList<>();

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
    StartTogether.all(List.of(this::startMetrics, this::startTriangulation, this::startCameras));
    for (Class<?> service :
        List.of(MetricsService.class, TriangulationService.class, CameraService.class)) {
      order.remove(service);
      order.push(service);
    }
  }

  /** Starts triangulation-service; for after {@link #stop}, as {@link #startCameras}. */
  public void startTriangulation() {
    Map<String, Object> geometry =
        Map.of(
            "evpose.triangulation.exactly-once",
            settings.exactlyOnce(),
            "evpose.triangulation.method",
            settings.triangulator());
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
    awaitAnswers(REHEARSAL);
    stop(EventSourceService.class);
    new RigRegistry(bootstrap()).remove(REHEARSAL);
    stop(MetricsService.class);
    startMetrics();
  }

  /** Waits until the packets of a rig are answered: without the rig they would be dead letters. */
  private void awaitAnswers(String rig) throws InterruptedException {
    long deadline = System.nanoTime() + ANSWERS_PATIENCE.toNanos();
    RunReport.Packets packets = packets(rig);
    while ((packets.consumed() == 0 || packets.lost() > 0) && deadline - System.nanoTime() > 0) {
      TimeUnit.MILLISECONDS.sleep(100);
      packets = packets(rig);
    }
  }

  private RunReport.Packets packets(String rig) {
    return metrics()
        .report(rig, TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()))
        .packets();
  }

  /** Starts camera-service; it does so itself at the beginning, this is for after {@link #stop}. */
  public void startCameras() {
    Map<String, Object> network =
        Map.of(
            "evpose.camera.model",
            settings.model(),
            "evpose.camera.warm-up-steps",
            WARM_UP_STEPS,
            "evpose.camera.key-frame-delay-steps",
            settings.keyFrameDelaySteps(),
            "evpose.camera.exactly-once",
            settings.exactlyOnce(),
            "evpose.camera.shed-after-millis",
            settings.shedAfterMillis());
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

  /**
   * Starts an event source beside those that run, for a rig of its own; it stops with the house.
   */
  public EventSource startAnotherSource(Map<String, Object> properties) {
    ConfigurableApplicationContext source =
        run(EventSourceService.class, "event-source", WebApplicationType.NONE, properties);
    moreSources.add(source);
    return source.getBean(EventSource.class);
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

  /** Why the broker of this house no longer serves; empty when it does, or is not of this house. */
  public Optional<String> brokerFault() {
    return broker == null ? Optional.empty() : broker.fault();
  }

  /** Where browsers look. */
  public String page() {
    String port = context(MetricsService.class).getEnvironment().getProperty("local.server.port");
    return "http://127.0.0.1:" + port + "/";
  }

  private ConfigurableApplicationContext context(Class<?> service) {
    ConfigurableApplicationContext context;
    synchronized (contexts) {
      context = contexts.get(service);
    }
    if (context == null) {
      throw new IllegalStateException(
          "the service does not run: service=" + service.getSimpleName());
    }
    return context;
  }

  private void start(
      Class<?> service, String name, WebApplicationType web, Map<String, Object> properties) {
    ConfigurableApplicationContext context = run(service, name, web, properties);
    synchronized (contexts) { // at the start of the house several come at once
      contexts.put(service, context);
      order.push(service);
    }
  }

  private ConfigurableApplicationContext run(
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
    return new SpringApplicationBuilder(service)
        .web(web)
        .registerShutdownHook(false)
        .run(arguments);
  }

  /**
   * Stops everything. Behind a broker that gave up nothing is stopped: each service would wait a
   * minute for it, in vain; they end with the process.
   */
  @Override
  public void close() {
    if (brokerFault().isPresent()) {
      return;
    }
    moreSources.forEach(ConfigurableApplicationContext::close);
    while (!order.isEmpty()) {
      stop(order.peek());
    }
    if (broker != null) {
      broker.close();
    }
  }
}
