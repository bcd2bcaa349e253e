package evpose.triangulation.service;

import java.util.function.Supplier;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** How the stream is, for those who ask over HTTP. */
final class StreamHealth implements HealthIndicator {
  private final Supplier<evpose.streaming.Health> check;

  StreamHealth(Supplier<evpose.streaming.Health> check) {
    this.check = check;
  }

  @Override
  public Health health() {
    evpose.streaming.Health now = check.get();
    return (now.ok() ? Health.up() : Health.down()).withDetail("cause", now.cause()).build();
  }
}
