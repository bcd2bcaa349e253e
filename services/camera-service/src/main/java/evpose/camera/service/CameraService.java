package evpose.camera.service;

import java.nio.file.Path;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** Turns event packets into 2D poses until stopped. Settings: {@code camera-service.yml}. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableConfigurationProperties(CameraSettings.class)
public final class CameraService {

  public static void main(String[] arguments) {
    new SpringApplicationBuilder(CameraService.class)
        .web(WebApplicationType.NONE)
        .properties("spring.config.name=camera-service")
        .run(arguments);
  }

  @Bean
  CameraStream cameraStream(
      CameraSettings settings,
      @Value("${evpose.bootstrap-servers}") String bootstrap,
      @Value("${evpose.state-dir}") Path stateDir) {
    return new CameraStream(settings, bootstrap, stateDir, () -> models(settings));
  }

  private static CameraModels models(CameraSettings settings) {
    Engines engines = settings.enginesOn(Runtime.getRuntime().availableProcessors());
    CameraModel own = CameraModel.load(settings.model(), engines);
    return new CameraModels(own, settings.model(), settings.modelsFolder(), engines);
  }

  /** Would it work now? Also asks the broker: whether to send work here. */
  @Bean
  StreamHealth streamHealthIndicator(CameraStream stream) {
    return new StreamHealth(stream::check);
  }

  /** Does it still try? Else only a new process helps. */
  @Bean
  StreamHealth tryingHealthIndicator(CameraStream stream) {
    return new StreamHealth(stream::trying);
  }
}
