package evpose.metrics.service;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;

/** Accuracy, latency, operations and power of the stream; Prometheus and the page. */
@SpringBootApplication
@EnableConfigurationProperties(MetricsSettings.class)
public class MetricsService { // neither final nor with private parts: Spring extends it
  public static void main(String[] args) {
    builder().run(args);
  }

  /** The application, configured by {@code metrics-service.yml}, not started yet. */
  public static SpringApplicationBuilder builder() {
    return new SpringApplicationBuilder(MetricsService.class)
        .properties("spring.config.name=metrics-service");
  }
}
