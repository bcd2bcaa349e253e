package evpose.cli;

import evpose.allinone.AllInOne;
import evpose.metrics.service.live.RunReport;
import evpose.source.service.EventSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.web.server.PortInUseException;

/** Starts houses, and says in one line why one does not stand. */
final class Houses {
  /** Nothing more comes once all packets are consumed and it has been quiet for so long. */
  static final Duration SETTLED = Duration.ofMillis(500);

  /** Packets that have not moved for so long are lost. */
  private static final Duration STUCK = Duration.ofSeconds(10);

  private Houses() {}

  static AllInOne open(HouseOptions options) throws InterruptedException {
    try {
      return AllInOne.start(options.settings());
    } catch (RuntimeException e) {
      options.tidy();
      throw explained(e);
    }
  }

  static EventSource startSource(AllInOne house, Map<String, Object> properties) {
    try {
      return house.startSource(properties);
    } catch (RuntimeException e) {
      throw explained(e);
    }
  }

  /**
   * Whether the house's own broker serves.
   *
   * @throws Failure when it gave up, with its reason and what to do
   */
  static void requireBroker(AllInOne all) {
    all.brokerFault()
        .ifPresent(
            fault -> {
              throw new Failure(fault);
            });
  }

  /**
   * Waits until every published packet is consumed or set aside and the poses have stopped coming,
   * or nothing moves any more.
   */
  static void drain(AllInOne all) throws InterruptedException {
    long movedAt = System.nanoTime();
    RunReport before = all.metrics().report(nowNanos());
    while (true) {
      TimeUnit.MILLISECONDS.sleep(100);
      RunReport now = all.metrics().report(nowNanos());
      boolean moved =
          now.packets().consumed() != before.packets().consumed()
              || now.poses3d().count() != before.poses3d().count();
      movedAt = moved ? System.nanoTime() : movedAt;
      before = now;
      Duration patience = now.packets().lost() == 0 ? SETTLED : STUCK;
      if (System.nanoTime() - movedAt > patience.toNanos()) {
        return;
      }
    }
  }

  /** The moment, as metrics-service counts time. */
  static long nowNanos() {
    Instant now = Instant.now();
    return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
  }

  /**
   * Spring wraps what went wrong several times; the outermost word that is not Spring's says what
   * to do.
   */
  static Failure explained(RuntimeException e) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof PortInUseException page) {
        return new Failure(
            "the page's port is in use, choose another with --port: port=" + page.getPort(), e);
      }
    }
    Throwable word = e;
    while (word.getClass().getName().startsWith("org.springframework") && word.getCause() != null) {
      word = word.getCause();
    }
    return new Failure(word.getMessage() == null ? word.toString() : word.getMessage(), e);
  }
}
