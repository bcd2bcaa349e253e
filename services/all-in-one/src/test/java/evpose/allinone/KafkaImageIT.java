package evpose.allinone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * The stream against Kafka's own image. Needs Docker; where there is none it says that it was
 * skipped.
 */
class KafkaImageIT {
  /**
   * The version that the clients have; a system property names another image, such as a local
   * build.
   */
  private static final String IMAGE =
      System.getProperty("evpose.kafka.image", "apache/kafka:4.2.1");

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path dataDir;

  @Test
  void packetsBecomePosesInTheRoom() throws InterruptedException {
    boolean docker = DockerClientFactory.instance().isDockerAvailable();
    if (!docker) {
      System.out.println(
          "SKIPPED KafkaImageIT: no Docker answers, 1 test against " + IMAGE + " was not run");
    }
    assumeTrue(docker, "Docker answers");
    try (KafkaContainer kafka =
        new KafkaContainer(
            DockerImageName.parse(IMAGE).asCompatibleSubstituteFor("apache/kafka"))) {
      kafka.start();
      var settings =
          new AllInOneSettings(
              dataDir, kafka.getBootstrapServers(), 0, 0, "compact", 0, false, 0, "robust");
      try (AllInOne house = AllInOne.start(settings)) {
        var source =
            house.startSource(Map.of("evpose.source.seconds", 4, "evpose.source.speed", 0.5));
        assertThat(source.awaitEnd(PATIENCE)).isTrue();
        Waiting.until(
            PATIENCE, () -> house.metrics().report(Waiting.nowNanos()).poses3d().count() > 200);
        assertThat(house.metrics().report(Waiting.nowNanos()).packets().lost()).isZero();
      }
    }
  }
}
