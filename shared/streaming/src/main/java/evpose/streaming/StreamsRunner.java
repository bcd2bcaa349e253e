package evpose.streaming;

import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one topology: starts it, replaces threads that die, answers how it is, stops it and leaves
 * the group at once, so that others take its partitions without waiting for a timeout.
 *
 * <p>A broker that is away makes it unhealthy, not dead: clients reconnect by themselves. Threads
 * that die again and again (a fault of the program) stop the topology instead of turning in
 * circles. Starts once. Thread-safe.
 */
public final class StreamsRunner implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(StreamsRunner.class);

  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(20);
  private static final int CHECK_MILLIS = 2_000;

  private final String name;
  private final KafkaStreams streams;
  private final Admin admin;
  private final ThreadDeaths deaths = new ThreadDeaths(3, Duration.ofMinutes(5));
  private final Object stateChanged = new Object();

  /**
   * @param settings from {@link StreamsSettings}; the application id is the name in messages
   */
  public StreamsRunner(Topology topology, Properties settings) {
    this(new KafkaStreams(topology, settings), settings);
  }

  /**
   * @param settings from {@link StreamsSettings}; the application id is the name in messages
   * @param gate asked before each poll which partitions are to give nothing
   */
  public StreamsRunner(Topology topology, Properties settings, PollGate gate) {
    this(new KafkaStreams(topology, settings, new GatedClients(gate)), settings);
  }

  private StreamsRunner(KafkaStreams streams, Properties settings) {
    this.streams = streams;
    name = settings.getProperty(StreamsConfig.APPLICATION_ID_CONFIG);
    streams.setStateListener((to, from) -> stateBecomes(to));
    streams.setUncaughtExceptionHandler(this::threadDied);
    admin =
        Admin.create(
            KafkaAccess.of(settings.getProperty(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "")));
  }

  /** Starts; returns before partitions are assigned, see {@link #awaitRunning}. */
  public void start() {
    streams.start();
  }

  /**
   * Waits until partitions are assigned and records flow.
   *
   * @return whether they do; false when it took too long, or the topology stopped
   */
  public boolean awaitRunning(Duration patience) throws InterruptedException {
    return await(patience, State.RUNNING);
  }

  /** Waits for a state, or for one after which no other comes. */
  boolean await(Duration patience, State wanted) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    synchronized (stateChanged) {
      while (streams.state() != wanted) {
        long left = deadline - System.nanoTime();
        if (left <= 0 || streams.state() == State.ERROR || streams.state() == State.NOT_RUNNING) {
          return false;
        }
        TimeUnit.NANOSECONDS.timedWait(stateChanged, left);
      }
      return true;
    }
  }

  /** Would it work now? Asks the broker, at most 2 s. */
  public Health check() {
    State state = streams.state();
    if (!state.isRunningOrRebalancing()) {
      return new Health(false, name + " does not run: state=" + state + deaths.lastCause());
    }
    try {
      admin.describeCluster().clusterId().get(CHECK_MILLIS, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      return new Health(
          false, name + " runs, but no broker answers; it goes on when one does: state=" + state);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Health(false, name + " was interrupted while asking the broker");
    }
    return new Health(true, name + " runs: state=" + state);
  }

  /** Whether it has stopped by itself and only a new process helps; asks nobody. */
  public boolean hasGivenUp() {
    return streams.state() == State.ERROR;
  }

  /** Stops after the records at hand, commits, leaves the group. May be called twice. */
  @Override
  public void close() {
    Thread closing = new Thread(this::leave, name + "-close");
    closing.setDaemon(true);
    closing.start();
    try {
      // Streams waits by the wall clock, which somebody may have set back
      closing.join(CLOSE_PATIENCE.plus(CLOSE_PATIENCE).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    admin.close(Duration.ZERO);
  }

  private void leave() {
    CloseOptions leaving =
        CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP)
            .withTimeout(CLOSE_PATIENCE);
    if (!streams.close(leaving)) {
      log.warn(
          "{} did not stop in time; its last records will be answered again: waited={}",
          name,
          CLOSE_PATIENCE);
    }
  }

  private void stateBecomes(State to) {
    if (to == State.RUNNING) {
      log.info("{} runs", name);
    } else if (to == State.ERROR) {
      log.error("{} has stopped for good, start it again{}", name, deaths.lastCause());
    }
    synchronized (stateChanged) {
      stateChanged.notifyAll();
    }
  }

  private StreamThreadExceptionResponse threadDied(Throwable cause) {
    if (deaths.isOneTooMany(cause, System.nanoTime())) {
      log.error("{}: stream threads die again and again, stopping", name, cause);
      return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }
    log.error("{}: a stream thread died and is replaced", name, cause);
    return StreamThreadExceptionResponse.REPLACE_THREAD;
  }
}
