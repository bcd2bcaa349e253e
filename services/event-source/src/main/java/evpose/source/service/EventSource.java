package evpose.source.service;

import evpose.camera.CameraRig;
import evpose.messages.CalibrationMessage;
import evpose.messages.RigMessage;
import evpose.streaming.KafkaAccess;
import evpose.streaming.KafkaLogReader;
import evpose.streaming.LogEnd;
import evpose.streaming.RigRegistry;
import evpose.streaming.TopicAdmin;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running source: opens the feed, registers its rig, publishes on a thread of its own, and can
 * be watched and stopped. Thread-safe.
 */
public final class EventSource implements AutoCloseable {
  /** Where a source is in its life. */
  public enum State {
    /** Not started. */
    IDLE,
    /** Simulating what will be played; see {@link #rendered}. */
    RENDERING,
    PUBLISHING,
    /** The feed ended, or was stopped; all of it is on the broker. */
    FINISHED,
    /** See {@link #failure}. */
    FAILED
  }

  private static final Logger log = LoggerFactory.getLogger(EventSource.class);
  private static final Duration BROKER_PATIENCE = Duration.ofSeconds(60);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(20);

  private final SourceSettings settings;
  private final String bootstrap;
  private final Path scratch;
  private final CountDownLatch done = new CountDownLatch(1);
  private volatile State state = State.IDLE;
  private volatile double rendered;
  private volatile @Nullable String failure;
  private volatile @Nullable EventPublisher publisher;
  private volatile @Nullable Pacer pacer;
  private volatile @Nullable EventFeed playing;
  private volatile String origin = "";
  private volatile boolean stopping;
  private @Nullable Thread thread;

  /**
   * @param scratch directory for a take that is rendered beforehand
   */
  EventSource(SourceSettings settings, String bootstrap, Path scratch) {
    this.settings = settings;
    this.bootstrap = bootstrap;
    this.scratch = scratch;
  }

  /**
   * Opens the feed and begins to publish.
   *
   * @throws SourceException when the feed cannot be opened; one line
   * @throws IllegalStateException when no broker answers; one line
   */
  synchronized void start() throws InterruptedException {
    TopicAdmin.createMissing(bootstrap, BROKER_PATIENCE);
    EventFeed feed = Feeds.open(settings);
    playing = feed;
    origin = feed.rig().origin();
    Thread running = new Thread(() -> run(feed), "event-source");
    thread = running;
    running.start();
  }

  public State state() {
    return state;
  }

  /** Why it failed, in one line. */
  public Optional<String> failure() {
    return Optional.ofNullable(failure);
  }

  /** The share of the take that is rendered, [0, 1]. */
  public double rendered() {
    return rendered;
  }

  /** What was published so far; empty before the first step. */
  public Optional<SourceSummary> summary() {
    EventPublisher p = publisher;
    Pacer clock = pacer;
    return p == null
        ? Optional.empty()
        : Optional.of(p.summary(origin, clock == null ? 0 : clock.lateSteps()));
  }

  /**
   * Waits for the end of the feed.
   *
   * @return whether it came in time
   */
  public boolean awaitEnd(Duration patience) throws InterruptedException {
    return done.await(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Stops after the step at hand; what was sent is on the broker when this returns. */
  @Override
  public void close() {
    Thread running;
    synchronized (this) {
      running = thread;
      thread = null;
    }
    if (running == null) {
      return;
    }
    stopping = true;
    Pacer clock = pacer;
    if (clock != null) {
      clock.cancel();
    }
    EventFeed feed = playing;
    if (feed != null) {
      feed.cancel();
    }
    LockSupport.unpark(running);
    try {
      running.join(STOP_PATIENCE.toMillis());
      if (running.isAlive()) {
        log.warn(
            "the source does not stop, its last packets are given up: waited={}", STOP_PATIENCE);
        running.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run(EventFeed feed) {
    try (EventFeed limited = limit(feed);
        SourceProducer way = SourceProducer.open(clients(Map.of()), settings.limitBytes())) {
      Producer<byte[], byte[]> producer = way.producer();
      EventPublisher out = register(producer, limited.rig());
      publisher = out;
      play(limited, out);
      out.flush();
      state = State.FINISHED;
      summary().ifPresent(EventSource::report);
    } catch (InterruptedException | org.apache.kafka.common.errors.InterruptException e) {
      fail("stopped before everything was published", e);
    } catch (KafkaException | SourceException | IllegalStateException e) {
      fail(String.valueOf(e.getMessage()), e);
    } finally {
      done.countDown();
    }
  }

  private void fail(String message, Exception e) {
    failure = message;
    state = State.FAILED;
    if (stopping) {
      log.info("the source was stopped: {}", message);
    } else {
      log.error("the source has failed: {}", message, e);
    }
  }

  private EventFeed limit(EventFeed feed) {
    boolean endless = settings.seconds() == 0;
    if (settings.prerenderSeconds() > 0) {
      state = State.RENDERING;
      long steps = settings.steps(settings.prerenderSeconds());
      log.info("rendering {} s beforehand: {}", settings.prerenderSeconds(), origin);
      feed = Take.render(feed, scratch, steps, Long.MAX_VALUE / steps, this::rendered);
    }
    return endless ? feed : new LimitedFeed(feed, settings.steps(settings.seconds()));
  }

  private boolean rendered(double share) {
    rendered = share;
    return !stopping;
  }

  private EventPublisher register(Producer<byte[], byte[]> producer, EventFeed.Rig feed)
      throws InterruptedException {
    Map<String, Object> config = clients(Map.of());
    RigRegistry registry = new RigRegistry(config);
    RigMessage rig =
        RigRegistration.plan(feed, settings.model(), settings.policy(), registry.rigs());
    LogPosition where =
        new RigLog(new KafkaLogReader(config), p -> LogEnd.offset(config, p)).end(rig);
    registry.publish(producer, rig, calibration(feed));
    log.info(
        "publishing {}: rig={}, cameras={}, firstStep={}",
        origin,
        rig.rig(),
        rig.cameraIds(),
        where.firstStep());
    return new EventPublisher(producer, rig, where, settings.limitBytes(), InstantSource.system());
  }

  private static @Nullable CalibrationMessage calibration(EventFeed.Rig feed) {
    CameraRig cameras = feed.calibration();
    return cameras == null ? null : CalibrationMessage.of(cameras, 0, feed.origin());
  }

  private void play(EventFeed feed, EventPublisher out) {
    Pacer clock =
        settings.speed() == 0 || !settings.listen().isEmpty()
            ? Pacer.none() // live cameras bring their own pace
            : Pacer.realTime(feed.rig().stepMicros(), settings.speed());
    pacer = clock;
    state = State.PUBLISHING;
    long slips = 0;
    EventFeed.Step step;
    while (!stopping && (step = feed.next()) != null) {
      if (!clock.awaitNext()) {
        return; // stopped: this step is not over
      }
      out.publish(step);
      if (clock.slips() > slips) {
        slips = clock.slips();
        if (Long.bitCount(slips) > 1) {
          continue; // said at 1, 2, 4, 8 ... times
        }
        log.warn(
            "the feed cannot keep up with speed {} and goes on later: lateSteps={}, times={};"
                + " render it beforehand (evpose.source.prerender-seconds)",
            settings.speed(),
            clock.lateSteps(),
            slips);
      }
    }
  }

  private static void report(SourceSummary summary) {
    log.info(
        "published {} steps: packets={}, events={}, lateSteps={}, {}",
        summary.steps(),
        summary.packets(),
        summary.events(),
        summary.lateSteps(),
        summary.cameras());
  }

  private Map<String, Object> clients(Map<String, Object> more) {
    Map<String, Object> config = KafkaAccess.of(bootstrap);
    config.putAll(more);
    return config;
  }
}
