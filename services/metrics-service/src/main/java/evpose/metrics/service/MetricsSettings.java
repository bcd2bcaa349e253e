package evpose.metrics.service;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param from where streams are read from at start: {@code latest} (this run) or {@code earliest}
 *     (all that Kafka still has)
 * @param warmUp wall time after a rig's first pose that latencies over the run leave out
 * @param horizon data time within which a pose may be revised and may meet its truth
 * @param framesPerSecond pictures a second that the page is sent
 * @param maxWatchers pages that may be open at once
 * @param maxEventsPerCamera events of one camera in one picture
 */
@ConfigurationProperties("evpose.metrics")
record MetricsSettings(
    @DefaultValue("latest") String from,
    @DefaultValue("20s") Duration warmUp,
    @DefaultValue("30s") Duration horizon,
    @DefaultValue("20") int framesPerSecond,
    @DefaultValue("16") int maxWatchers,
    @DefaultValue("1500") int maxEventsPerCamera) {
  MetricsSettings {
    require(
        from.equals("latest") || from.equals("earliest"),
        "evpose.metrics.from must be latest or earliest: from=" + from);
    require(
        !warmUp.isNegative(),
        "evpose.metrics.warm-up must not be negative: warm-up=" + warmUp.toMillis() + "ms");
    require(
        horizon.toMillis() >= 1000 && horizon.toMillis() <= 600_000,
        "evpose.metrics.horizon must be 1s to 600s, all its steps are kept: horizon="
            + horizon.toMillis()
            + "ms");
    require(
        framesPerSecond >= 1 && framesPerSecond <= 60,
        "evpose.metrics.frames-per-second must be 1 to 60: frames-per-second=" + framesPerSecond);
    require(
        maxWatchers >= 1 && maxWatchers <= 100,
        "evpose.metrics.max-watchers must be 1 to 100, each holds a thread: max-watchers="
            + maxWatchers);
    require(
        maxEventsPerCamera >= 0 && maxEventsPerCamera <= 100_000,
        "evpose.metrics.max-events-per-camera must be 0 to 100000: max-events-per-camera="
            + maxEventsPerCamera);
  }

  boolean fromEarliest() {
    return from.equals("earliest");
  }

  private static void require(boolean rule, String message) {
    if (!rule) {
      throw new IllegalArgumentException(message);
    }
  }
}
