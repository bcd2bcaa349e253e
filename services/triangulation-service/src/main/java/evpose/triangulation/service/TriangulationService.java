package evpose.triangulation.service;

import evpose.streaming.Health;
import evpose.streaming.KafkaAccess;
import evpose.streaming.KafkaLogReader;
import evpose.streaming.StreamsRunner;
import evpose.streaming.StreamsSettings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Properties;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * Places bodies in the room: topic {@code poses-2d} to topic {@code poses-3d}. Settings: {@code
 * triangulation-service.yml}. Whoever starts it in the same process asks its {@link StreamsRunner}
 * bean how it is.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableConfigurationProperties(TriangulationSettings.class)
public final class TriangulationService {

  public static void main(String[] arguments) {
    application().run(arguments);
  }

  /** The service, ready to run with arguments such as {@code --evpose.bootstrap-servers=...}. */
  public static SpringApplicationBuilder application() {
    return new SpringApplicationBuilder(TriangulationService.class)
        .web(WebApplicationType.NONE)
        .properties("spring.config.name=triangulation-service");
  }

  @Bean(destroyMethod = "") // the lifecycle closes it
  StreamsRunner triangulationRunner(
      TriangulationSettings settings,
      @Value("${evpose.bootstrap-servers}") String bootstrap,
      @Value("${evpose.state-dir}") Path stateDir) {
    Properties streams =
        StreamsSettings.streams(
            settings.applicationId(),
            bootstrap,
            stateDir.resolve("triangulation-service"),
            settings.threads());
    if (settings.exactlyOnce()) {
      streams = StreamsSettings.exactlyOnce(streams);
    }
    if (settings.fastFailover()) {
      streams = StreamsSettings.fastFailover(streams);
    }
    return new StreamsRunner(
        TriangulationTopology.of(
            settings,
            new KafkaLogReader(KafkaAccess.of(bootstrap)),
            InstantSource.system(),
            hostName()),
        streams);
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) { // a machine without a name; it only goes into a header
      return "unknown";
    }
  }

  @Bean
  TriangulationLifecycle triangulationLifecycle(
      StreamsRunner runner, @Value("${evpose.bootstrap-servers}") String bootstrap) {
    return new TriangulationLifecycle(runner, bootstrap);
  }

  /** Would it work now? Also asks the broker: whether to send work here. */
  @Bean
  StreamHealth streamHealthIndicator(StreamsRunner runner) {
    return new StreamHealth(runner::check);
  }

  /** Does it still try? Else only a new process helps. */
  @Bean
  StreamHealth tryingHealthIndicator(StreamsRunner runner) {
    return new StreamHealth(
        () -> {
          boolean gone = runner.hasGivenUp();
          return new Health(!gone, gone ? "triangulation-service has stopped for good" : "trying");
        });
  }
}
