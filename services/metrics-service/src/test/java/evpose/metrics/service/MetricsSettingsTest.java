package evpose.metrics.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ClassPathResource;

class MetricsSettingsTest {
  private static final MetricsSettings DEFAULTS =
      new MetricsSettings("latest", Duration.ofSeconds(20), Duration.ofSeconds(30), 20, 16, 1500);

  private static MetricsSettings bind(Map<String, String> properties) {
    return new Binder(new MapConfigurationPropertySource(properties))
        .bindOrCreate("evpose.metrics", MetricsSettings.class);
  }

  @Test
  void defaultsAreThese() {
    assertThat(bind(Map.of())).isEqualTo(DEFAULTS);
  }

  @Test
  void theConfigurationFileSaysTheSame() throws IOException {
    StandardEnvironment environment = new StandardEnvironment();
    new YamlPropertySourceLoader()
        .load("file", new ClassPathResource("metrics-service.yml"))
        .forEach(environment.getPropertySources()::addLast);
    assertThat(Binder.get(environment).bind("evpose.metrics", MetricsSettings.class).get())
        .isEqualTo(DEFAULTS);
    assertThat(environment.getProperty("server.address")).isEqualTo("127.0.0.1");
    assertThat(environment.getProperty("server.port")).isEqualTo("8080");
  }

  @Test
  void everyKeyIsRead() {
    assertThat(
            bind(
                Map.of(
                    "evpose.metrics.from", "earliest",
                    "evpose.metrics.warm-up", "0s",
                    "evpose.metrics.horizon", "5s",
                    "evpose.metrics.frames-per-second", "60",
                    "evpose.metrics.max-watchers", "1",
                    "evpose.metrics.max-events-per-camera", "0")))
        .isEqualTo(new MetricsSettings("earliest", Duration.ZERO, Duration.ofSeconds(5), 60, 1, 0));
  }

  @Test
  void aWrongValueNamesItsKey() {
    assertThatThrownBy(
            () -> new MetricsSettings("now", Duration.ZERO, Duration.ofSeconds(30), 20, 16, 1))
        .hasMessage("evpose.metrics.from must be latest or earliest: from=now");
    assertThatThrownBy(() -> new MetricsSettings("latest", Duration.ZERO, Duration.ZERO, 20, 16, 1))
        .hasMessage(
            "evpose.metrics.horizon must be 1s to 600s, all its steps are kept: horizon=0ms");
    assertThatThrownBy(
            () -> new MetricsSettings("latest", Duration.ZERO, Duration.ofSeconds(30), 0, 16, 1))
        .hasMessage("evpose.metrics.frames-per-second must be 1 to 60: frames-per-second=0");
  }
}
