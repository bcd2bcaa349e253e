package evpose.triangulation.service;

import java.nio.file.Path;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * Turns the cameras' 2D poses into 3D poses until stopped. Settings: {@code
 * triangulation-service.yml}.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableConfigurationProperties(TriangulationSettings.class)
public final class TriangulationService {

  public static void main(String[] arguments) {
    new SpringApplicationBuilder(TriangulationService.class)
        .web(WebApplicationType.NONE)
        .properties("spring.config.name=triangulation-service")
        .run(arguments);
  }

  @Bean
  TriangulationStream triangulationStream(
      TriangulationSettings settings,
      @Value("${evpose.bootstrap-servers}") String bootstrap,
      @Value("${evpose.state-dir}") Path stateDir) {
    return new TriangulationStream(settings, bootstrap, stateDir);
  }
}
