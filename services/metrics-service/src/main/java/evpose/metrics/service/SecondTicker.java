package evpose.metrics.service;

import evpose.metrics.service.live.LiveMetrics;
import evpose.metrics.service.live.RigNumbers;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.context.SmartLifecycle;

/** Once a second: the numbers of every rig to Prometheus, to topic {@code metrics}, to the page. */
final class SecondTicker implements SmartLifecycle {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final LiveMetrics live;
  private final RigMeters meters;
  private final MetricsPublisher publisher;
  private final PageHub page;
  private final InstantSource clock;
  private final PacedThread thread;

  SecondTicker(
      LiveMetrics live,
      RigMeters meters,
      MetricsPublisher publisher,
      PageHub page,
      InstantSource clock) {
    this.live = live;
    this.meters = meters;
    this.publisher = publisher;
    this.page = page;
    this.clock = clock;
    this.thread = new PacedThread("evpose-metrics-second", Duration.ofSeconds(1), this::tick);
  }

  private void tick() {
    long now = WallClock.nanos(clock);
    for (String rig : live.rigs()) {
      RigNumbers numbers = live.numbers(rig, now);
      if (numbers != null) {
        meters.update(numbers);
        publisher.publish(numbers);
        page.second(numbers, now / NANOS_PER_MILLI);
      }
    }
    meters.update(live.deadLettered());
  }

  @Override
  public void start() {
    thread.start();
  }

  @Override
  public void stop() {
    thread.close();
  }

  @Override
  public boolean isRunning() {
    return thread.isRunning();
  }
}
