package evpose.allinone.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.dockerjava.api.exception.NotFoundException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.lifecycle.Startables;
import org.testcontainers.utility.DockerImageName;

/**
 * The services' images, read-only as they will run, against Kafka's own image. Needs Docker and the
 * images ({@code docker compose build}); how many tests ran and how many did not is printed.
 */
class ImagesIT {
  private static final String KAFKA =
      System.getProperty("evpose.kafka.image", "apache/kafka:4.2.1");
  private static final String VERSION = ":0.1.0";
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Pattern POSES_3D =
      Pattern.compile("\"poses3d\"\\s*:\\s*\\{\\s*\"count\"\\s*:\\s*(\\d+)");
  private static final int TESTS = 3;
  private static int executed;

  private static final List<GenericContainer<?>> RUNNING = new ArrayList<>();
  private static Network network;
  private static GenericContainer<?> camera;
  private static GenericContainer<?> metrics;

  @BeforeAll
  static void startTheStream() {
    String why = missing();
    if (!why.isEmpty()) {
      System.out.println("SKIPPED ImagesIT: " + why + ", " + TESTS + " tests were not run");
    }
    assumeTrue(why.isEmpty(), why);
    network = Network.newNetwork();
    KafkaContainer kafka =
        new KafkaContainer(DockerImageName.parse(KAFKA).asCompatibleSubstituteFor("apache/kafka"))
            .withNetwork(network)
            .withListener("kafka:19092");
    kafka.start();
    RUNNING.add(kafka);
    metrics = container("metrics-service", Map.of("METRICS_ALLOW_ANONYMOUS", "true"));
    GenericContainer<?> triangulation =
        container("triangulation-service", Map.of("TRIANGULATION_FAST_FAILOVER", "false"));
    camera = container("camera-service", Map.of("CAMERA_WARM_UP_STEPS", "100"));
    // None is well before there are topics, and each makes its own: together, as Compose does.
    RUNNING.addAll(List.of(metrics, triangulation, camera));
    Startables.deepStart(metrics, triangulation, camera).join();
    start("event-source", Map.of("SOURCE_PRERENDER_SECONDS", "4", "SOURCE_SPEED", "0.25"));
  }

  @AfterAll
  static void stopTheStream() {
    System.out.println("ImagesIT: executed=" + executed + " of " + TESTS);
    for (int i = RUNNING.size() - 1; i >= 0; i--) {
      RUNNING.get(i).stop();
    }
    if (network != null) {
      network.close();
    }
  }

  @Test
  void packetsBecomePosesInTheRoom() throws Exception {
    assertThat(countsTo(100)).isTrue();
    executed++;
  }

  @Test
  void whatACameraServiceLeftAnotherTakesOver() throws Exception {
    assertThat(countsTo(20)).isTrue();
    DockerClientFactory.instance().client().killContainerCmd(camera.getContainerId()).exec();
    camera = start("camera-service", Map.of("CAMERA_WARM_UP_STEPS", "0"));
    long before = poses3d();
    assertThat(countsTo(before + 50)).isTrue();
    executed++;
  }

  @Test
  void nothingCanBeWrittenAndNobodyIsRoot() throws Exception {
    assertThat(camera.execInContainer("sh", "-c", "touch /evpose/x").getExitCode()).isNotZero();
    assertThat(camera.execInContainer("id", "-u").getStdout().strip()).isEqualTo("10001");
    assertThat(camera.execInContainer("/evpose/bin/healthy").getExitCode()).isZero();
    executed++;
  }

  private static GenericContainer<?> start(String service, Map<String, String> environment) {
    GenericContainer<?> container = container(service, environment);
    RUNNING.add(container);
    container.start();
    return container;
  }

  private static GenericContainer<?> container(String service, Map<String, String> environment) {
    GenericContainer<?> container =
        new GenericContainer<>("evpose/" + service + VERSION)
            .withNetwork(network)
            .withEnv("EVPOSE_BOOTSTRAP_SERVERS", "kafka:19092")
            .withEnv(environment)
            .withTmpFs(Map.of("/tmp", "rw"))
            .withCreateContainerCmdModifier(
                command -> command.getHostConfig().withReadonlyRootfs(true));
    if (!service.equals("event-source")) {
      container
          .withExposedPorts(8080)
          .waitingFor(Wait.forHttp("/actuator/health").withStartupTimeout(PATIENCE));
    }
    return container;
  }

  /** Why nothing can be run here; empty when all is there. */
  private static String missing() {
    if (!DockerClientFactory.instance().isDockerAvailable()) {
      return "no Docker answers";
    }
    for (String service : DeployFiles.SETTINGS.keySet()) {
      try {
        DockerClientFactory.instance()
            .client()
            .inspectImageCmd("evpose/" + service + VERSION)
            .exec();
      } catch (NotFoundException e) {
        return "no image evpose/" + service + VERSION + " (docker compose build)";
      }
    }
    return "";
  }

  private static boolean countsTo(long poses) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (poses3d() < poses) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(200);
    }
    return true;
  }

  private static long poses3d() throws IOException, InterruptedException {
    URI report =
        URI.create(
            "http://" + metrics.getHost() + ":" + metrics.getMappedPort(8080) + "/api/report");
    String body =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(report).build(), HttpResponse.BodyHandlers.ofString())
            .body();
    Matcher matcher = POSES_3D.matcher(body);
    return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
  }
}
