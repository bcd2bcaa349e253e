package evpose.source.service;

import java.nio.file.Path;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * Publishes a recording or a simulation; as a process of its own it ends with the feed. Settings:
 * {@code event-source.yml}.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableConfigurationProperties(SourceSettings.class)
public final class EventSourceService {

  public static void main(String[] arguments) {
    new SpringApplicationBuilder(EventSourceService.class)
        .web(WebApplicationType.NONE)
        .properties("spring.config.name=event-source")
        .run(arguments);
  }

  @Bean(destroyMethod = "") // the lifecycle closes it
  EventSource eventSource(
      SourceSettings settings,
      @Value("${evpose.bootstrap-servers}") String bootstrap,
      @Value("${evpose.state-dir}") Path scratch) {
    return new EventSource(settings, bootstrap, scratch);
  }

  @Bean
  SourceLifecycle sourceLifecycle(EventSource source) {
    return new SourceLifecycle(source);
  }
}
