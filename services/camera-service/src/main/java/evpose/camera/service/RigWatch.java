package evpose.camera.service;

import evpose.messages.RigCamera;
import evpose.messages.RigMessage;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells {@link Abreast} where cameras are that other instances answer. Looks twice a second while a
 * task of this process works off a backlog, and asks nobody anything when none does. A look that
 * fails leaves the cameras of this process abreast of each other.
 */
final class RigWatch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RigWatch.class);

  private static final Duration PERIOD = Duration.ofMillis(500);
  private static final Duration PERIOD_WITHOUT_BACKLOG = Duration.ofMillis(50);
  private static final Duration PERIOD_AFTER_FAILURE = Duration.ofSeconds(5);
  private static final Duration RIGS_HOLD = Duration.ofSeconds(10);
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(2);

  private final Abreast abreast;
  private final Supplier<Map<String, RigMessage>> publishedRigs;
  private final Supplier<NextPackets> open;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "rig-watch");
  private @Nullable NextPackets packets; // while there is a backlog
  private Map<String, RigMessage> rigs = new HashMap<>();
  private long rigsReadNanos;

  /**
   * @param publishedRigs all rigs of the topic at the moment of asking
   * @param open connects to the log
   */
  RigWatch(
      Abreast abreast,
      Supplier<Map<String, RigMessage>> publishedRigs,
      Supplier<NextPackets> open) {
    this.abreast = abreast;
    this.publishedRigs = publishedRigs;
    this.open = open;
  }

  void start() {
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    Duration period = PERIOD_WITHOUT_BACKLOG;
    try {
      while (!closing.await(period.toMillis(), TimeUnit.MILLISECONDS)) {
        period = lookSafely();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      disconnect();
    }
  }

  /** Until the next look. */
  private Duration lookSafely() throws InterruptedException {
    long begunNanos = System.nanoTime();
    Set<Integer> behind = abreast.behind(begunNanos);
    if (behind.isEmpty()) {
      disconnect();
      return PERIOD_WITHOUT_BACKLOG;
    }
    try {
      look(behind);
      return PERIOD;
    } catch (KafkaException | IllegalStateException | ExecutionException | TimeoutException e) {
      if (closing.getCount() > 0) {
        log.warn(
            "a backlog, and it cannot be seen how far other instances are; cameras of this one wait"
                + " for each other alone: cause={}",
            String.valueOf(e));
      }
      disconnect();
      return PERIOD_AFTER_FAILURE;
    } finally {
      abreast.lookEnded(begunNanos);
    }
  }

  private void look(Set<Integer> behind)
      throws ExecutionException, InterruptedException, TimeoutException {
    Set<Integer> elsewhere = new HashSet<>();
    for (RigMessage rig : rigs().values()) {
      if (rig.cameras().stream().anyMatch(c -> behind.contains(c.eventsPartition()))) {
        rig.cameras().stream().map(RigCamera::eventsPartition).forEach(elsewhere::add);
      }
    }
    elsewhere.removeIf(abreast::answersHere);
    if (elsewhere.isEmpty()) {
      return;
    }
    if (packets == null) {
      packets = open.get();
    }
    packets
        .of(elsewhere)
        .forEach((partition, next) -> abreast.looked(partition, next, System.nanoTime()));
  }

  private Map<String, RigMessage> rigs() {
    long now = System.nanoTime();
    if (rigs.isEmpty() || now - rigsReadNanos > RIGS_HOLD.toNanos()) {
      rigs = publishedRigs.get();
      rigsReadNanos = now;
    }
    return rigs;
  }

  private void disconnect() {
    NextPackets connected = packets;
    packets = null;
    if (connected != null) {
      connected.close();
    }
  }

  /** Looks no more; a look under way ends by itself. */
  @Override
  public void close() {
    closing.countDown();
    try {
      thread.join(CLOSE_PATIENCE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
