package evpose.metrics.service;

import evpose.streaming.KafkaAccess;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.common.KafkaException;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Whether Kafka answers now, and whether this service reads from it. */
final class KafkaHealth implements HealthIndicator {
  private static final int TIMEOUT_MILLIS = 2000;

  private final String bootstrap;
  private final MetricsFeed feed;

  KafkaHealth(String bootstrap, MetricsFeed feed) {
    this.bootstrap = bootstrap;
    this.feed = feed;
  }

  @Override
  public Health health() {
    Map<String, Object> config = KafkaAccess.of(bootstrap);
    config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
    config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
    try (Admin admin = Admin.create(config)) { // opened for each question: a broken one is no help
      int brokers =
          admin
              .describeCluster(new DescribeClusterOptions().timeoutMs(TIMEOUT_MILLIS))
              .nodes()
              .get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
              .size();
      return (feed.isWell() ? Health.up() : Health.down())
          .withDetail("bootstrapServers", bootstrap)
          .withDetail("brokers", brokers)
          .withDetail("readers", feed.isWell() ? "reading" : "not reading: topics missing?")
          .build();
    } catch (ExecutionException | TimeoutException | KafkaException silent) {
      return down(silent);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return down(interrupted);
    }
  }

  private Health down(Exception why) {
    return Health.down()
        .withDetail("bootstrapServers", bootstrap)
        .withDetail("cause", String.valueOf(why.getMessage()))
        .build();
  }
}
